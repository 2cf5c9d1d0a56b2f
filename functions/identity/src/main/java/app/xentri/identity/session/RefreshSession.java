package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.session.SessionTokens.SessionToken;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Database;
import app.xentri.platform.identity.Claims;
import app.xentri.platform.identity.Shown;
import app.xentri.platform.identity.TokenVerifier;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Mints the next token as long as the provider's session is active. */
final class RefreshSession {

  private final Supplier<ClerkDirectory> clerk;
  private final Supplier<Database> database;
  private final SessionTokens tokens;

  RefreshSession(
      TokenVerifier verifier, Supplier<ClerkDirectory> clerk, Supplier<Database> database) {
    this.clerk = clerk;
    this.database = database;
    this.tokens = new SessionTokens(verifier, clerk);
  }

  /**
   * Denied as unauthenticated once the session has ended, and as a deleted account once that is
   * what the person's token is of.
   *
   * @param candidates one person's sessions, from cookies; the first that still lives is meant
   * @param shown whom the page shows, if it says so
   * @throws Refused 401 if the person is deleted, 409 if the page shows somebody else
   */
  Outcome<SessionToken> run(List<Claims> candidates, @Nullable Shown shown) {
    return candidates.stream()
        .filter(claims -> isOpen(claims, shown))
        .filter(this::isActiveAtProvider)
        .flatMap(claims -> tokens.mint(claims.sessionId()).stream())
        .findFirst()
        .map(Outcome::done)
        .orElseGet(
            () ->
                Outcome.denied(
                    new Refusal.Unauthenticated("Your session has ended. Sign in again.")));
  }

  private boolean isOpen(Claims claims, @Nullable Shown shown) {
    var standing = SessionStore.standing(database.get(), claims.sessionId(), claims.subject());
    if (standing.deleted()) {
      throw new Refused(Refusal.Unauthenticated.accountDeleted());
    }
    if (shown != null) {
      standing.person().ifPresent(shown::requirePerson);
    }
    return !standing.ended();
  }

  private boolean isActiveAtProvider(Claims claims) {
    return clerk
        .get()
        .session(claims.sessionId())
        .filter(session -> session.active() && session.userId().equals(claims.subject()))
        .isPresent();
  }
}
