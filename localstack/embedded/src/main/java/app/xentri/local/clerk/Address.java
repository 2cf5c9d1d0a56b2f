package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An e-mail address of a person beside the one that they are known by.
 *
 * @param state how far its verification has come, as JSON; null before a code was sent
 */
record Address(String id, String userId, String email, @Nullable String state, long createdAt) {

  private static final String KIND = "verification_otp";

  static Address of(User user, String email, long now) {
    return new Address(Ids.next("idn"), user.id(), email.toLowerCase(Locale.ROOT), null, now);
  }

  /** The one that a person was known by until now. */
  static Address before(User user, long now) {
    var address = new Address(user.emailId(), user.id(), user.email(), null, now);
    return user.emailVerifiedBy() == null
        ? address
        : address.with(Verification.verified(Codes.PROOF, now));
  }

  Address with(Verification verification) {
    return new Address(id, userId, email, Json.MAPPER.writeValueAsString(verification), createdAt);
  }

  @Nullable Verification verification() {
    return state == null ? null : Json.MAPPER.readValue(state, Verification.class);
  }

  boolean isVerified() {
    var verification = verification();
    return verification != null && verification.isVerified();
  }

  ObjectNode json(long now) {
    var verification = verification();
    var node =
        Render.document("email-address")
            .put("id", id)
            .put("email_address", email)
            .put("created_at", createdAt)
            .put("updated_at", createdAt);
    node.set("verification", verification == null ? null : told(verification, now));
    return node;
  }

  /** As it is told of an address: the kind says that it was a code. */
  private static ObjectNode told(Verification verification, long now) {
    return verification.isVerified()
        ? Render.document("verified").put("object", KIND).put("strategy", Codes.PROOF)
        : verification.json(now).put("object", KIND);
  }
}
