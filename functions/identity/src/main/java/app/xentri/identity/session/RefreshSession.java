package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkSession;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Database;
import app.xentri.platform.identity.Claims;
import app.xentri.platform.identity.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Mints the next token as long as the provider's session is active. */
final class RefreshSession {

  /**
   * The next token.
   *
   * @param life how long it is good for
   */
  record Refreshed(String token, String sessionId, Duration life) {}

  private final TokenVerifier verifier;
  private final Supplier<ClerkDirectory> clerk;
  private final Supplier<Database> database;
  private final Clock clock;
  private final SessionStore sessions = new SessionStore();

  RefreshSession(
      TokenVerifier verifier,
      Supplier<ClerkDirectory> clerk,
      Supplier<Database> database,
      Clock clock) {
    this.verifier = verifier;
    this.clerk = clerk;
    this.database = database;
    this.clock = clock;
  }

  /**
   * Denied as unauthenticated once the session has ended.
   *
   * @param token from the cookie; its own life may be over
   * @param beside the session id from the cookie beside it
   */
  Outcome<Refreshed> run(@Nullable String token, @Nullable String beside) {
    Optional<Claims> claims = Optional.ofNullable(token).flatMap(verifier::verifyIgnoringExpiry);
    Optional<ClerkSession> session =
        claims.flatMap(
            known ->
                Optional.ofNullable(known.sessionId() == null ? beside : known.sessionId())
                    .flatMap(id -> clerk.get().session(id))
                    .filter(found -> found.active() && found.userId().equals(known.subject())));
    return session
        .filter(found -> !sessions.hasEnded(database.get(), found.id()))
        .flatMap(found -> clerk.get().mint(found.id()).map(next -> refreshed(next, found.id())))
        .map(Outcome::done)
        .orElse(
            Outcome.denied(new Refusal.Unauthenticated("Your session has ended. Sign in again.")));
  }

  private Refreshed refreshed(String token, String sessionId) {
    Claims claims =
        verifier
            .verify(token)
            .orElseThrow(
                () -> new IllegalStateException("the template makes tokens that we refuse"));
    return new Refreshed(token, sessionId, Duration.between(clock.instant(), claims.expiresAt()));
  }
}
