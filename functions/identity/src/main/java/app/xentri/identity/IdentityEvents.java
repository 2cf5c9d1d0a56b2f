package app.xentri.identity;

import app.xentri.platform.Json;
import app.xentri.platform.event.NewEvent;
import java.util.List;
import java.util.UUID;

/** The facts that this context records. Ids and field names only. */
public final class IdentityEvents {

  private static final String SOURCE = "identity";

  private IdentityEvents() {}

  /** {@code method} is {@code password}, {@code social} or {@code unknown}. */
  public static NewEvent signedUp(UUID user, String method) {
    var payload = Json.object().put("user_id", user.toString()).put("method", method);
    return NewEvent.of("xentri.user.signup.v1", payload, SOURCE).dedupedBy("user:" + user);
  }

  public static NewEvent loggedIn(UUID user, String method, String session) {
    var payload = Json.object().put("user_id", user.toString()).put("method", method);
    return NewEvent.of("xentri.user.login.v1", payload, SOURCE).dedupedBy("session:" + session);
  }

  public static NewEvent userUpdated(UUID user, List<String> fields) {
    var payload = Json.object().put("user_id", user.toString());
    fields.forEach(payload.putArray("fields")::add);
    return NewEvent.of("xentri.user.updated.v1", payload, SOURCE);
  }

  public static NewEvent orgCreated(UUID org, UUID owner) {
    var payload =
        Json.object().put("org_id", org.toString()).put("owner_user_id", owner.toString());
    return NewEvent.of("xentri.org.created.v1", payload, SOURCE).dedupedBy("org:" + org);
  }

  public static NewEvent memberAdded(UUID user, String role) {
    return member("added", user, role);
  }

  public static NewEvent memberRemoved(UUID user, String role) {
    return member("removed", user, role);
  }

  private static NewEvent member(String what, UUID user, String role) {
    var payload = Json.object().put("user_id", user.toString()).put("role", role);
    return NewEvent.of("xentri.member." + what + ".v1", payload, SOURCE);
  }
}
