package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.platform.identity.Claims;
import app.xentri.platform.identity.TokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tokens in the shell's cookie: the provider's session tokens with a longer life. They name
 * their session in what is signed, so that every transaction can refuse a session that has ended
 * (docs/decisions/0009).
 */
final class SessionTokens {

  private static final Duration LIFE = Duration.ofMinutes(10);

  /** One of them. */
  record SessionToken(String jwt, Instant expiresAt) {

    /** Says nothing that would let somebody in. */
    @Override
    public String toString() {
      return "SessionToken[until " + expiresAt + "]";
    }
  }

  private final TokenVerifier verifier;
  private final Supplier<ClerkDirectory> clerk;

  SessionTokens(TokenVerifier verifier, Supplier<ClerkDirectory> clerk) {
    this.verifier = verifier;
    this.clerk = clerk;
  }

  /** The next token of this session; empty if the provider says that it is not active. */
  Optional<SessionToken> mint(String sessionId) {
    return clerk.get().mint(sessionId, LIFE).map(jwt -> checked(jwt, sessionId));
  }

  /** A provider that is set up wrongly is a fault now, not a cookie that nothing accepts later. */
  private SessionToken checked(String jwt, String sessionId) {
    Claims claims =
        verifier
            .verify(jwt)
            .filter(found -> found.sessionId().equals(sessionId))
            .orElseThrow(
                () -> new IllegalStateException("the provider makes tokens that we refuse"));
    return new SessionToken(jwt, claims.expiresAt());
  }
}
