package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.platform.identity.Claims;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which session a cookie token belongs to. */
final class OwnSession {

  private OwnSession() {}

  /**
   * The session's id: the token's own, which is signed, or else the one from the cookie beside it
   * if the provider says that it is the same person's.
   */
  static Optional<String> of(Claims claims, @Nullable String beside, ClerkDirectory clerk) {
    if (claims.sessionId() != null) {
      return Optional.of(claims.sessionId());
    }
    return Optional.ofNullable(beside)
        .flatMap(clerk::session)
        .filter(session -> session.userId().equals(claims.subject()))
        .map(session -> session.id());
  }
}
