package app.xentri.identity.org;

import app.xentri.identity.org.OrgStore.Listed;
import app.xentri.platform.database.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages through the caller's organizations. */
final class ListOrgs {

  /**
   * One page.
   *
   * @param next the cursor of the page after it, or null at the end
   */
  record Page(List<Org> orgs, @Nullable String next) {
    Page {
      orgs = List.copyOf(orgs);
    }
  }

  private final OrgStore store = new OrgStore();

  Page run(Tx tx, @Nullable OrgCursor after, int limit) {
    // One more than asked for tells whether there is a next page.
    List<Listed> found = store.list(tx, after, limit + 1);
    boolean more = found.size() > limit;
    List<Listed> shown = more ? found.subList(0, limit) : found;
    return new Page(
        shown.stream().map(Listed::org).toList(), more ? shown.getLast().place().encoded() : null);
  }
}
