package app.xentri.local.clerk;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Tickets that the Backend API hands out: each signs one person in once. */
record SignInTokens(Instance instance, Tx tx) {

  static final Duration STANDARD_LIFE = Duration.ofDays(30);

  private record Ticket(String id, String userId, String status, long expireAt) {}

  /** What using a ticket comes to. */
  sealed interface Used {

    /** It was good for this person, and now it is used up. */
    record By(User user) implements Used {}

    /** It was not, for the reason with this code. */
    record Refused(String code) implements Used {}
  }

  /** A new ticket; the only time its secret is seen. */
  ObjectNode create(User user, Duration life) {
    long now = instance.now();
    String id = Ids.next("sit");
    String ticket = Ids.letters(64);
    String digest = Ids.digest(ticket);
    long end = now + life.toMillis();
    tx.sql(SignInTokens.class, "insert", id, digest, user.id(), "pending", end, now, now).update();
    return Render.document("sign-in-token")
        .put("id", id)
        .put("user_id", user.id())
        .put("created_at", now)
        .put("updated_at", now)
        .put("token", ticket);
  }

  Used use(String secret) {
    return tx.sql(SignInTokens.class, "lockByToken", Ids.digest(secret))
        .query(Ticket.class)
        .optional()
        .map(this::use)
        .orElseGet(() -> new Used.Refused("sign_in_token_not_found_code"));
  }

  private Used use(Ticket ticket) {
    if (!ticket.status().equals("pending")) {
      return new Used.Refused("sign_in_token_already_used_code");
    }
    if (ticket.expireAt() <= instance.now()) {
      return new Used.Refused("sign_in_token_expired_code");
    }
    tx.sql(SignInTokens.class, "use", instance.now(), ticket.id()).update();
    return new Used.By(new Users(tx).byId(ticket.userId()).orElseThrow());
  }
}
