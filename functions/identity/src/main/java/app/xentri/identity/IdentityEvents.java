package app.xentri.identity;

import app.xentri.platform.event.NewEvent;
import java.util.List;
import java.util.UUID;

/** The facts that this context records. Ids and field names only. */
public final class IdentityEvents {

  private static final String SOURCE = "identity";

  private record Entered(UUID userId, String method) {}

  private record Updated(UUID userId, List<String> fields) {}

  private record OrgCreated(UUID orgId, UUID ownerUserId) {}

  private record OrgRenamed(UUID orgId) {}

  private record InOrg(UUID userId, String role) {}

  private IdentityEvents() {}

  /** {@code method} is {@code password}, {@code social} or {@code unknown}. */
  public static NewEvent signedUp(UUID user, String method) {
    return NewEvent.of("xentri.user.signup.v1", new Entered(user, method), SOURCE)
        .dedupedBy("user:" + user);
  }

  public static NewEvent loggedIn(UUID user, String method, String session) {
    return NewEvent.of("xentri.user.login.v1", new Entered(user, method), SOURCE)
        .dedupedBy("session:" + session);
  }

  public static NewEvent userUpdated(UUID user, List<String> fields) {
    return NewEvent.of("xentri.user.updated.v1", new Updated(user, fields), SOURCE);
  }

  public static NewEvent orgCreated(UUID org, UUID owner) {
    return NewEvent.of("xentri.org.created.v1", new OrgCreated(org, owner), SOURCE)
        .dedupedBy("org:" + org);
  }

  public static NewEvent orgRenamed(UUID org) {
    return NewEvent.of("xentri.org.renamed.v1", new OrgRenamed(org), SOURCE);
  }

  public static NewEvent memberAdded(UUID user, String role) {
    return member("added", user, role);
  }

  public static NewEvent memberRemoved(UUID user, String role) {
    return member("removed", user, role);
  }

  private static NewEvent member(String what, UUID user, String role) {
    return NewEvent.of("xentri.member." + what + ".v1", new InOrg(user, role), SOURCE);
  }
}
