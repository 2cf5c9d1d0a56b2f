package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;

/**
 * A sign-up under way.
 *
 * @param email proof of the address, when a code was asked for
 * @param made whom it made, once it is complete
 */
record SignUp(
    String id,
    @Nullable String emailAddress,
    @Nullable String passwordHash,
    @Nullable Verification email,
    @Nullable Made made) {

  /** The person and the session that they have at once. */
  record Made(String userId, String sessionId) {}

  static SignUp of(String emailAddress, @Nullable String passwordHash) {
    return new SignUp(Ids.next("sua"), emailAddress, passwordHash, null, null);
  }

  boolean complete() {
    return made != null;
  }

  boolean emailProved() {
    return email != null && email.isVerified();
  }

  SignUp with(Verification verification) {
    return new SignUp(id, emailAddress, passwordHash, verification, made);
  }

  SignUp completed(String userId, String sessionId) {
    return new SignUp(id, emailAddress, passwordHash, email, new Made(userId, sessionId));
  }
}
