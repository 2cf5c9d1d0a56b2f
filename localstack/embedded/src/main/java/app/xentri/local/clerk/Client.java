package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;

/**
 * One browser.
 *
 * @param signInId the sign-in under way, if any
 * @param signUpId the sign-up under way, if any
 * @param lastStrategy how someone last got in here, for example {@code password}
 */
record Client(
    String id,
    @Nullable String signInId,
    @Nullable String signUpId,
    @Nullable String lastActiveSessionId,
    @Nullable String lastStrategy,
    long createdAt,
    long updatedAt) {

  Client withSignIn(@Nullable String next) {
    return new Client(id, next, signUpId, lastActiveSessionId, lastStrategy, createdAt, updatedAt);
  }

  Client withSignUp(@Nullable String next) {
    return new Client(id, signInId, next, lastActiveSessionId, lastStrategy, createdAt, updatedAt);
  }

  Client withLastActive(@Nullable String sessionId) {
    return new Client(id, signInId, signUpId, sessionId, lastStrategy, createdAt, updatedAt);
  }

  Client touched(long now) {
    return new Client(id, signInId, signUpId, lastActiveSessionId, lastStrategy, createdAt, now);
  }

  /** After a completed attempt: nothing under way any more. */
  Client entered(String sessionId, String strategy) {
    return new Client(id, null, null, sessionId, strategy, createdAt, updatedAt);
  }
}
