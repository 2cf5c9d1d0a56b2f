package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Database;
import app.xentri.platform.identity.Claims;
import app.xentri.platform.identity.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a session: first here, where it counts at once, then at the provider. If the provider does
 * not answer, the session is over all the same, because we refuse its tokens and do not renew them.
 */
final class LogOut {

  private static final Logger LOG = LoggerFactory.getLogger(LogOut.class);

  private final Supplier<ClerkDirectory> clerk;
  private final Supplier<Database> database;

  LogOut(Supplier<ClerkDirectory> clerk, Supplier<Database> database) {
    this.clerk = clerk;
    this.database = database;
  }

  /**
   * Ends what the browser's cookies name, or of that what belongs to whom its page shows. Does
   * nothing without a token that was once good.
   *
   * @param shown whom the page shows, if it says so
   * @throws Refused 409 if the cookies are somebody else's
   */
  void run(List<Claims> named, @Nullable Shown shown) {
    List<Claims> meant = shown == null ? named : meant(named, shown);
    meant.stream().map(Claims::sessionId).distinct().forEach(this::end);
  }

  private List<Claims> meant(List<Claims> named, Shown shown) {
    var meant = new ArrayList<Claims>();
    for (Claims claims : named) {
      Optional<UUID> person =
          SessionStore.standing(database.get(), claims.sessionId(), claims.subject()).person();
      if (person.isEmpty() || person.get().equals(shown.user())) {
        meant.add(claims);
      }
    }
    if (meant.isEmpty() && !named.isEmpty()) {
      throw Shown.changed();
    }
    return meant;
  }

  private void end(String sessionId) {
    SessionStore.end(database.get(), sessionId);
    if (!clerk.get().revoke(sessionId)) {
      LOG.atWarn().log("session not ended at the identity provider");
    }
  }
}
