package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;

/**
 * One browser.
 *
 * @param signInId the sign-in under way, if any
 * @param signUpId the sign-up under way, if any
 */
record Client(
    String id,
    @Nullable String signInId,
    @Nullable String signUpId,
    @Nullable String lastActiveSessionId,
    long createdAt,
    long updatedAt) {

  Client withSignIn(@Nullable String next) {
    return new Client(id, next, signUpId, lastActiveSessionId, createdAt, updatedAt);
  }

  Client withSignUp(@Nullable String next) {
    return new Client(id, signInId, next, lastActiveSessionId, createdAt, updatedAt);
  }

  Client withLastActive(@Nullable String sessionId) {
    return new Client(id, signInId, signUpId, sessionId, createdAt, updatedAt);
  }

  Client touched(long now) {
    return new Client(id, signInId, signUpId, lastActiveSessionId, createdAt, now);
  }

  /** After a completed attempt: nothing under way any more. */
  Client entered(String sessionId) {
    return new Client(id, null, null, sessionId, createdAt, updatedAt);
  }
}
