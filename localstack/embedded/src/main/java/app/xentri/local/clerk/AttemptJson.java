package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sign-ins and sign-ups as clerk-js reads them. */
record AttemptJson(Instance instance, Tx tx) {

  ObjectNode of(SignIn signIn) {
    Optional<User> user = new Users(tx).byId(signIn.userId());
    var node =
        Json.object()
            .put("object", "sign_in")
            .put("id", signIn.id())
            .put("status", signIn.status())
            .put("identifier", signIn.identifier())
            .putNull("supported_second_factors")
            .putNull("second_factor_verification")
            .put("created_session_id", signIn.createdSessionId());
    node.putArray("supported_identifiers").add("email_address");
    node.set("supported_first_factors", user.map(AttemptJson::factors).orElse(null));
    node.set("first_factor_verification", json(signIn.first()));
    node.set("user_data", user.map(AttemptJson::userData).orElse(null));
    return node;
  }

  private static ArrayNode factors(User user) {
    var factors = Json.array();
    if (user.passwordHash() != null) {
      factors.addObject().put("strategy", "password");
    }
    for (String strategy : List.of("email_code", "reset_password_email_code")) {
      factors
          .addObject()
          .put("strategy", strategy)
          .put("email_address_id", user.address().id())
          .put("safe_identifier", masked(user.email()))
          .put("primary", true);
    }
    return factors;
  }

  /** The first letters of an address, the rest hidden: {@code an*****@example.com}. */
  private static String masked(String email) {
    int at = email.indexOf('@');
    String shown = email.substring(0, Math.min(2, at));
    return shown + "*".repeat(Math.max(1, at - shown.length())) + email.substring(at);
  }

  private static ObjectNode userData(User user) {
    return Json.object()
        .put("first_name", user.name().first())
        .put("last_name", user.name().last())
        .put("image_url", "")
        .put("has_image", false);
  }

  ObjectNode of(SignUp signUp) {
    var missing = new ArrayList<String>();
    var details = signUp.details();
    var made = signUp.made();
    boolean external = verified(signUp.external());
    if (details.emailAddress() == null) {
      missing.add("email_address");
    }
    if (details.passwordHash() == null && !external) {
      missing.add("password");
    }
    var node =
        Json.object()
            .put("object", "sign_up")
            .put("id", signUp.id())
            .put("status", signUp.complete() ? "complete" : "missing_requirements")
            .putNull("username")
            .put("first_name", details.firstName())
            .put("last_name", details.lastName())
            .put("email_address", details.emailAddress())
            .putNull("phone_number")
            .putNull("web3_wallet")
            .putNull("external_account")
            .put("has_password", details.passwordHash() != null)
            .put("created_session_id", made == null ? null : made.sessionId())
            .put("created_user_id", made == null ? null : made.userId())
            .put("abandon_at", instance.now() + Session.LIFE.toMillis())
            .putNull("legal_accepted_at")
            .putNull("locale");
    node.putArray("required_fields").add("email_address").add("password");
    node.putArray("optional_fields").add("first_name").add("last_name").add("oauth_google");
    var missingFields = node.putArray("missing_fields");
    missing.forEach(missingFields::add);
    var unverified = node.putArray("unverified_fields");
    if (needsEmailProof(signUp)) {
      unverified.add("email_address");
    }
    node.set("unsafe_metadata", details.unsafeMetadata());
    node.set("verifications", verifications(signUp));
    return node;
  }

  boolean needsEmailProof(SignUp signUp) {
    return instance.options().verifyEmailAtSignUp()
        && signUp.details().emailAddress() != null
        && !signUp.complete()
        && !verified(signUp.email())
        && !verified(signUp.external());
  }

  static boolean verified(@Nullable Verification verification) {
    return verification != null && verification.status().equals("verified");
  }

  private ObjectNode verifications(SignUp signUp) {
    var node = Json.object();
    var email = json(signUp.email());
    if (email == null && signUp.details().emailAddress() != null) {
      email = Json.object().put("object", "verification").put("status", "unverified");
    }
    if (email != null) {
      boolean proved = "verified".equals(email.path("status").asString());
      email.put("next_action", proved ? "" : "needs_prepare");
      email.putArray("supported_strategies").add("email_code");
    }
    node.set("email_address", email);
    node.putNull("phone_number").putNull("web3_wallet");
    node.set("external_account", json(signUp.external()));
    return node;
  }

  private @Nullable ObjectNode json(@Nullable Verification verification) {
    return verification == null ? null : verification.json(instance.now());
  }
}
