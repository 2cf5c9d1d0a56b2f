package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.session.SessionTokens.SessionToken;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Database;
import app.xentri.platform.identity.Claims;
import app.xentri.platform.identity.TokenVerifier;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Mints the next token as long as the provider's session is active. */
final class RefreshSession {

  private final TokenVerifier verifier;
  private final Supplier<ClerkDirectory> clerk;
  private final Supplier<Database> database;
  private final SessionTokens tokens;
  private final SessionStore sessions = new SessionStore();

  RefreshSession(
      TokenVerifier verifier, Supplier<ClerkDirectory> clerk, Supplier<Database> database) {
    this.verifier = verifier;
    this.clerk = clerk;
    this.database = database;
    this.tokens = new SessionTokens(verifier, clerk);
  }

  /**
   * Denied as unauthenticated once the session has ended.
   *
   * @param token from the cookie; its own life may be over
   */
  Outcome<SessionToken> run(@Nullable String token) {
    return Optional.ofNullable(token)
        .flatMap(verifier::verifyIgnoringExpiry)
        .filter(claims -> !sessions.hasEnded(database.get(), claims.sessionId()))
        .filter(this::isActiveAtProvider)
        .flatMap(claims -> tokens.mint(claims.sessionId()))
        .map(Outcome::done)
        .orElse(
            Outcome.denied(new Refusal.Unauthenticated("Your session has ended. Sign in again.")));
  }

  private boolean isActiveAtProvider(Claims claims) {
    return clerk
        .get()
        .session(claims.sessionId())
        .filter(session -> session.active() && session.userId().equals(claims.subject()))
        .isPresent();
  }
}
