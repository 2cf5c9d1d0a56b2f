package app.xentri.local.clerk;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in under way.
 *
 * @param status {@code needs_identifier}, {@code needs_first_factor}, {@code needs_new_password} or
 *     {@code complete}
 * @param way where a provider leads back to
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SignIn(
    String id,
    String status,
    @Nullable String identifier,
    @Nullable String userId,
    @Nullable Verification first,
    @Nullable String createdSessionId,
    @Nullable WayBack way) {

  static final String NEEDS_IDENTIFIER = "needs_identifier";
  static final String NEEDS_FIRST_FACTOR = "needs_first_factor";
  static final String NEEDS_NEW_PASSWORD = "needs_new_password";
  static final String COMPLETE = "complete";

  static SignIn start() {
    return new SignIn(Ids.next("sia"), NEEDS_IDENTIFIER, null, null, null, null, null);
  }

  SignIn of(User user) {
    return new SignIn(
        id, NEEDS_FIRST_FACTOR, user.email(), user.id(), first, createdSessionId, way);
  }

  SignIn with(Verification verification) {
    return new SignIn(id, status, identifier, userId, verification, createdSessionId, way);
  }

  SignIn as(String next) {
    return new SignIn(id, next, identifier, userId, first, createdSessionId, way);
  }

  SignIn completed(String sessionId) {
    return new SignIn(id, COMPLETE, identifier, userId, first, sessionId, way);
  }

  SignIn leadingTo(WayBack next) {
    return new SignIn(id, status, identifier, userId, first, createdSessionId, next);
  }
}
