package app.xentri.local.clerk;

import app.xentri.local.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of Clerk's errors.
 *
 * @param status HTTP status
 * @param code Clerk's code, for example {@code form_identifier_exists}
 * @param longMessage a sentence for people
 * @param param the form field at fault, if one is
 */
record Refusal(
    int status, String code, String message, String longMessage, @Nullable String param) {

  /** {@code {errors: [{code, message, long_message, meta: {param_name}}], clerk_trace_id}}. */
  ObjectNode json() {
    var root = Json.object();
    root.putArray("errors").add(error());
    return root.put("clerk_trace_id", Ids.letters(32).toLowerCase(java.util.Locale.ROOT));
  }

  /** The error alone, as it stands inside a failed verification. */
  ObjectNode error() {
    var error =
        Json.object().put("code", code).put("message", message).put("long_message", longMessage);
    var meta = error.putObject("meta");
    if (param != null) {
      meta.put("param_name", param);
    }
    return error;
  }

  static Refusal identifierExists(String param) {
    return new Refusal(
        422,
        "form_identifier_exists",
        "already exists",
        "That " + spoken(param) + " is taken. Please try another.",
        param);
  }

  static Refusal identifierNotFound() {
    return new Refusal(
        422,
        "form_identifier_not_found",
        "is invalid",
        "Couldn't find your account.",
        "identifier");
  }

  static Refusal passwordIncorrect() {
    return new Refusal(
        422,
        "form_password_incorrect",
        "is incorrect",
        "Password is incorrect. Try again, or use another method.",
        "password");
  }

  static Refusal passwordTooShort() {
    return new Refusal(
        422,
        "form_password_length_too_short",
        "is too short",
        "Passwords must be " + Passwords.SHORTEST + " characters or more.",
        "password");
  }

  static Refusal passwordTooLong() {
    return new Refusal(
        422,
        "form_password_length_too_long",
        "is too long",
        "Passwords must be " + Passwords.LONGEST + " characters or less.",
        "password");
  }

  static Refusal missing(String param) {
    return new Refusal(
        422, "form_param_missing", "is missing", param + " must be included.", param);
  }

  static Refusal invalid(String param) {
    return new Refusal(
        422,
        "form_param_value_invalid",
        "is invalid",
        "The value given for " + spoken(param) + " is not allowed.",
        param);
  }

  static Refusal emailMalformed(String param) {
    return new Refusal(
        422,
        "form_param_format_invalid",
        "is invalid",
        "Email address must be a valid email address.",
        param);
  }

  static Refusal codeIncorrect() {
    return new Refusal(422, "form_code_incorrect", "is incorrect", "Incorrect code", "code");
  }

  static Refusal verificationExpired() {
    return new Refusal(
        400,
        "verification_expired",
        "expired",
        "This verification has expired. You must create a new one.",
        null);
  }

  static Refusal verificationFailed() {
    return new Refusal(
        400,
        "verification_failed",
        "failed",
        "Too many failed attempts. You have to try again with the same or another method.",
        null);
  }

  static Refusal verificationMissing() {
    return new Refusal(
        400,
        "verification_missing",
        "not found",
        "Nothing was sent yet that could be verified. Prepare the verification first.",
        null);
  }

  static Refusal tooManyRequests() {
    return new Refusal(
        429,
        "too_many_requests",
        "Too many requests. Please try again in a bit.",
        "Too many requests. Please try again in a bit.",
        null);
  }

  static Refusal sessionExists() {
    return new Refusal(
        400, "session_exists", "Session already exists", "You're already signed in.", null);
  }

  static Refusal signedOut() {
    return new Refusal(401, "signed_out", "Signed out", "You are signed out.", null);
  }

  static Refusal ticket(String why) {
    return new Refusal(
        400,
        "sign_in_token_" + why + "_code",
        "sign in token " + why.replace('_', ' '),
        "This sign in token is " + why.replace('_', ' ') + " and cannot be used.",
        null);
  }

  static Refusal notAllowedNow(String what) {
    return new Refusal(400, "action_not_allowed", "not allowed", what, null);
  }

  static Refusal originInvalid() {
    return new Refusal(
        400,
        "origin_invalid",
        "Invalid HTTP Origin header",
        "The Request HTTP Origin header must be equal to the app's own origin.",
        null);
  }

  static Refusal notFound(String long_) {
    return new Refusal(404, "resource_not_found", "not found", long_, null);
  }

  static Refusal transferMissing() {
    return new Refusal(
        400,
        "account_transfer_invalid",
        "invalid account transfer",
        "There is no account to transfer to this attempt.",
        null);
  }

  static Refusal badJson() {
    return new Refusal(
        400,
        "request_body_invalid",
        "Request body invalid",
        "The request body is not a JSON object. Please consult the API documentation.",
        null);
  }

  static Refusal tooLarge() {
    return new Refusal(
        413,
        "request_body_too_large",
        "Request body too large",
        "The request body is larger than 1 MiB.",
        null);
  }

  static Refusal unauthenticated() {
    return new Refusal(
        401,
        "secret_key_invalid",
        "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.",
        "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.",
        "authorization");
  }

  static Refusal incorrectPassword() {
    return new Refusal(
        422,
        "incorrect_password",
        "Incorrect password",
        "The provided password is incorrect.",
        "password");
  }

  static Refusal noPasswordSet() {
    return new Refusal(
        400, "no_password_set", "No password set", "This user does not have a password.", null);
  }

  static Refusal alreadyMember() {
    return new Refusal(
        400,
        "already_a_member_in_organization",
        "already a member",
        "The user is already a member of the organization.",
        null);
  }

  static Refusal membershipQuota(int most) {
    return new Refusal(
        403,
        "organization_membership_quota_exceeded",
        "organization membership quota exceeded",
        "You have reached your limit of " + most + " organization memberships.",
        null);
  }

  static Refusal lastAdmin() {
    return new Refusal(
        400,
        "organization_minimum_permissions_needed",
        "minimum permissions needed",
        "There has to be at least one organization member with the minimum required permissions.",
        null);
  }

  private static String spoken(String param) {
    return param.replace('_', ' ');
  }
}
