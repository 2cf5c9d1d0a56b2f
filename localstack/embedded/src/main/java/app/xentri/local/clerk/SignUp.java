package app.xentri.local.clerk;

import app.xentri.local.Json;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sign-up under way.
 *
 * @param details what the person has given so far
 * @param email proof of the address, when a code was asked for
 * @param external what the provider said, when one was asked
 * @param made whom it made, once it is complete
 * @param way where a provider leads back to
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SignUp(
    String id,
    Details details,
    @Nullable Verification email,
    @Nullable Verification external,
    @Nullable Made made,
    @Nullable WayBack way) {

  /** Who somebody wants to be here. */
  record Details(
      @Nullable String emailAddress,
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String passwordHash,
      ObjectNode unsafeMetadata) {}

  /** The person and the session that they have at once. */
  record Made(String userId, String sessionId) {}

  static SignUp start() {
    var nothing = new Details(null, null, null, null, Json.object());
    return new SignUp(Ids.next("sua"), nothing, null, null, null, null);
  }

  boolean complete() {
    return made != null;
  }

  SignUp with(Details next) {
    return new SignUp(id, next, email, external, made, way);
  }

  SignUp withEmail(Verification verification) {
    return new SignUp(id, details, verification, external, made, way);
  }

  SignUp withExternal(Verification verification) {
    return new SignUp(id, details, email, verification, made, way);
  }

  SignUp completed(String userId, String sessionId) {
    return new SignUp(id, details, email, external, new Made(userId, sessionId), way);
  }

  SignUp leadingTo(WayBack next) {
    return new SignUp(id, details, email, external, made, next);
  }
}
