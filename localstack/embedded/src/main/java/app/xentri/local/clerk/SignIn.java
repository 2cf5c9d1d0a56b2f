package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;

/**
 * A sign-in under way.
 *
 * @param status {@code needs_identifier}, {@code needs_first_factor}, {@code needs_new_password} or
 *     {@code complete}
 * @param emailId of the address that a code goes to
 * @param way where a provider leads back to
 */
record SignIn(
    String id,
    String status,
    @Nullable String identifier,
    @Nullable String userId,
    @Nullable String emailId,
    @Nullable Verification first,
    @Nullable String createdSessionId,
    @Nullable WayBack way) {

  static final String NEEDS_FIRST_FACTOR = "needs_first_factor";
  static final String NEEDS_NEW_PASSWORD = "needs_new_password";

  /**
   * Where a provider leads a browser back to.
   *
   * @param unfinished when more is to do
   * @param whenComplete when all is done
   */
  record WayBack(String unfinished, String whenComplete) {}

  static SignIn start() {
    return new SignIn(Ids.next("sia"), "needs_identifier", null, null, null, null, null, null);
  }

  SignIn of(User user) {
    return new SignIn(
        id,
        NEEDS_FIRST_FACTOR,
        user.email(),
        user.id(),
        user.emailId(),
        first,
        createdSessionId,
        way);
  }

  SignIn with(Verification verification) {
    return new SignIn(id, status, identifier, userId, emailId, verification, createdSessionId, way);
  }

  SignIn needingNewPassword() {
    return new SignIn(
        id, NEEDS_NEW_PASSWORD, identifier, userId, emailId, first, createdSessionId, way);
  }

  SignIn completed(String sessionId) {
    return new SignIn(id, "complete", identifier, userId, emailId, first, sessionId, way);
  }

  SignIn leadingTo(WayBack next) {
    return new SignIn(id, status, identifier, userId, emailId, first, createdSessionId, next);
  }
}
