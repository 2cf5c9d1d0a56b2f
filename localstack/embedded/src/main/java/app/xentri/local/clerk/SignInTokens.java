package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Tickets that the Backend API hands out: each signs one person in once. */
record SignInTokens(Instance instance, Tx tx) {

  static final Duration STANDARD_LIFE = Duration.ofDays(30);

  /** What using a ticket comes to. */
  sealed interface Used {

    /** It was good for this person, and now it is used up. */
    record By(User user) implements Used {}

    /** It was not. */
    record Refused(Refusal refusal) implements Used {}
  }

  /** A new ticket; the only time its secret is seen. */
  ObjectNode create(User user, Duration life) {
    long now = instance.now();
    String id = Ids.next("sit");
    String ticket = Ids.letters(64);
    tx.change(
        "SignInTokens/insert",
        id,
        Ids.digest(ticket),
        user.id(),
        "pending",
        now + life.toMillis(),
        now,
        now);
    return json(id, user.id(), "pending", now, now)
        .put("token", ticket)
        .put("url", instance.origin() + "/sign-in?__clerk_ticket=" + ticket);
  }

  Used use(String ticket) {
    var found = tx.row("SignInTokens/lockByToken", Ids.digest(ticket));
    if (found.isEmpty()) {
      return new Used.Refused(Refusal.ticket("not_found"));
    }
    var row = found.get();
    if (!row.text("status").equals("pending")) {
      boolean revoked = row.text("status").equals("revoked");
      return new Used.Refused(Refusal.ticket(revoked ? "revoked" : "already_used"));
    }
    if (row.number("expire_at") <= instance.now()) {
      return new Used.Refused(Refusal.ticket("expired"));
    }
    tx.change("SignInTokens/setStatus", "accepted", instance.now(), row.text("id"));
    return new Used.By(new Users(tx).byId(row.text("user_id")).orElseThrow());
  }

  /** Makes a pending ticket useless; empty when there is no such ticket. */
  Optional<ObjectNode> revoke(String id) {
    return tx.row("SignInTokens/lockById", id).map(this::revoke);
  }

  private ObjectNode revoke(Row row) {
    boolean pending = row.text("status").equals("pending");
    String status = pending ? "revoked" : row.text("status");
    tx.change("SignInTokens/setStatus", status, instance.now(), row.text("id"));
    return json(
        row.text("id"), row.text("user_id"), status, row.number("created_at"), instance.now());
  }

  private static ObjectNode json(
      String id, String userId, String status, long createdAt, long updatedAt) {
    return Json.object()
        .put("object", "sign_in_token")
        .put("id", id)
        .put("user_id", userId)
        .put("status", status)
        .putNull("url")
        .put("created_at", createdAt)
        .put("updated_at", updatedAt);
  }
}
