package app.xentri.local.clerk;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sign-up under way.
 *
 * @param email proof of the address, when a code was asked for
 * @param external what the provider said, when one was asked
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SignUp(
    String id,
    @Nullable String emailAddress,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String passwordHash,
    ObjectNode unsafeMetadata,
    @Nullable Verification email,
    @Nullable Verification external,
    @Nullable String createdSessionId,
    @Nullable String createdUserId,
    @Nullable String redirectUrl,
    @Nullable String redirectUrlComplete) {

  static SignUp start() {
    return new SignUp(
        Ids.next("sua"), null, null, null, null, Json.object(), null, null, null, null, null, null);
  }

  boolean complete() {
    return createdSessionId != null;
  }

  SignUp with(
      @Nullable String newEmail,
      @Nullable String first,
      @Nullable String last,
      @Nullable String newPasswordHash,
      ObjectNode metadata) {
    return new SignUp(
        id,
        newEmail,
        first,
        last,
        newPasswordHash,
        metadata,
        email,
        external,
        createdSessionId,
        createdUserId,
        redirectUrl,
        redirectUrlComplete);
  }

  SignUp withEmail(Verification verification) {
    return new SignUp(
        id,
        emailAddress,
        firstName,
        lastName,
        passwordHash,
        unsafeMetadata,
        verification,
        external,
        createdSessionId,
        createdUserId,
        redirectUrl,
        redirectUrlComplete);
  }

  SignUp withExternal(Verification verification) {
    return new SignUp(
        id,
        emailAddress,
        firstName,
        lastName,
        passwordHash,
        unsafeMetadata,
        email,
        verification,
        createdSessionId,
        createdUserId,
        redirectUrl,
        redirectUrlComplete);
  }

  SignUp completed(String userId, String sessionId) {
    return new SignUp(
        id,
        emailAddress,
        firstName,
        lastName,
        passwordHash,
        unsafeMetadata,
        email,
        external,
        sessionId,
        userId,
        redirectUrl,
        redirectUrlComplete);
  }

  SignUp leadingTo(String url, @Nullable String whenComplete) {
    return new SignUp(
        id,
        emailAddress,
        firstName,
        lastName,
        passwordHash,
        unsafeMetadata,
        email,
        external,
        createdSessionId,
        createdUserId,
        url,
        whenComplete);
  }
}
