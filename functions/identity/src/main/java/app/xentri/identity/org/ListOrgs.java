package app.xentri.identity.org;

import app.xentri.identity.org.OrgStore.Listed;
import app.xentri.identity.org.OrgStore.Place;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.Cursor;
import app.xentri.platform.http.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages through the caller's organizations. */
final class ListOrgs {

  /** The list that its cursors are places of. */
  static final String LIST = "orgs";

  Page<Org> run(Tx tx, @Nullable Place after, int limit) {
    List<Listed> found = OrgStore.list(tx, after, limit + 1);
    return Page.of(found, limit, last -> cursor(last.place())).map(Listed::org);
  }

  private static Cursor cursor(Place place) {
    return Cursor.at(LIST, place.joinedAt(), place.membershipId());
  }
}
