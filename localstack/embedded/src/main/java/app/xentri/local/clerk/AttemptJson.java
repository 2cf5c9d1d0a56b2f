package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Sign-ins and sign-ups as clerk-js reads them. */
record AttemptJson(Instance instance) {

  ObjectNode of(SignIn signIn) {
    var node = Render.document("sign-in", signIn);
    node.set("first_factor_verification", json(signIn.first()));
    if (signIn.emailId() != null) {
      node.putArray("supported_first_factors")
          .addObject()
          .put("strategy", Codes.RESET)
          .put("email_address_id", signIn.emailId())
          .put("safe_identifier", signIn.identifier())
          .put("primary", true);
    }
    return node;
  }

  ObjectNode of(SignUp signUp) {
    var made = signUp.made();
    var node =
        Render.document("sign-up", signUp)
            .put("status", signUp.complete() ? "complete" : "missing_requirements")
            .put("has_password", signUp.passwordHash() != null)
            .put("created_session_id", made == null ? null : made.sessionId())
            .put("created_user_id", made == null ? null : made.userId())
            .put("abandon_at", instance.now() + Session.LIFE.toMillis());
    if (needsEmailProof(signUp)) {
      node.putArray("unverified_fields").add("email_address");
    }
    node.withObject("verifications").set("email_address", proof(signUp));
    return node;
  }

  boolean needsEmailProof(SignUp signUp) {
    return instance.options().verifyEmailAtSignUp() && !signUp.complete() && !signUp.emailProved();
  }

  private ObjectNode proof(SignUp signUp) {
    var proof = signUp.email();
    var node =
        proof == null
            ? Render.document("verification").put("status", "unverified")
            : proof.json(instance.now());
    node.put("next_action", signUp.emailProved() ? "" : "needs_prepare");
    node.putArray("supported_strategies").add(Codes.PROOF);
    return node;
  }

  private @Nullable ObjectNode json(@Nullable Verification verification) {
    return verification == null ? null : verification.json(instance.now());
  }
}
