package app.xentri.platform.identity;

import app.xentri.platform.Ids;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.http.Request;
import java.util.Optional;
import java.util.UUID;

/**
 * Whom a page shows: {@code x-xentri-shows: {user id}/{org id}}. A browser sends the cookie that it
 * has now, and the page may be older than that; so a page says whom it means, and a request that
 * would be another's is refused before anything of theirs is read or changed.
 */
public record Shown(UUID user, UUID org) {

  /** The header, in lower case as requests have it. */
  public static final String HEADER = "x-xentri-shows";

  /**
   * What the request says; empty if it says nothing, as API clients do.
   *
   * @throws Refused 400 if it is not two ids of ours
   */
  public static Optional<Shown> in(Request request) {
    return request.header(HEADER).map(Shown::parse);
  }

  private static Shown parse(String text) {
    int slash = text.indexOf('/');
    UUID user = id(text.substring(0, Math.max(0, slash)));
    return new Shown(user, id(text.substring(slash + 1)));
  }

  private static UUID id(String text) {
    return Ids.read(text)
        .orElseThrow(
            () ->
                new Refused(
                    new Refusal.BadRequest(
                        "shows_malformed",
                        "x-xentri-shows is a user's id, a slash and an organization's id.")));
  }

  /**
   * Goes on only for whom the page shows.
   *
   * @throws Refused 409 for anybody else, and for the same person in another org
   */
  public void require(UUID actualUser, UUID actualOrg) {
    if (!user.equals(actualUser) || !org.equals(actualOrg)) {
      throw changed();
    }
  }

  /** As {@link #require}, where the request is about the person and no org. */
  public void requirePerson(UUID actualUser) {
    if (!user.equals(actualUser)) {
      throw changed();
    }
  }

  /** What to answer a page that shows somebody else. */
  public static Refused changed() {
    return new Refused(
        new Refusal.Conflict(
            "session_changed",
            "This page shows another account or workspace than the one that is signed in now. Reload it to go on; nothing was changed."));
  }
}
