package app.xentri.local.clerk;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What clerk-js must know of the instance before it can do anything. */
record EnvironmentJson(Instance instance) {

  ObjectNode json() {
    var root =
        Json.object()
            .put("object", "environment")
            .put("id", instance.secrets().instanceId())
            .put("maintenance_mode", false)
            .put("client_debug_mode", false)
            .put("partitioned_cookies", false);
    root.putObject("auth_config")
        .put("object", "auth_config")
        .put("id", "aconf_local")
        .put("single_session_mode", true)
        .putNull("claimed_at")
        .put("reverification", false)
        .put("session_minter", false);
    root.set("display_config", display());
    root.set("user_settings", userSettings());
    root.set("organization_settings", organizationSettings());
    root.putObject("commerce_settings").putObject("billing").put("enabled", false);
    root.putObject("api_keys_settings").put("enabled", false);
    root.putObject("protect_config").put("object", "protect_config").put("id", "protect_local");
    return root;
  }

  private ObjectNode display() {
    String origin = instance.origin().toString();
    var node =
        Json.object()
            .put("object", "display_config")
            .put("id", "display_config_local")
            .put("instance_environment_type", "development")
            .put("application_name", "Xentri")
            .put("preferred_sign_in_strategy", "password")
            .put("branded", false)
            .put("backend_host", instance.origin().getAuthority())
            .put("home_url", origin)
            .put("sign_in_url", origin + "/sign-in")
            .put("sign_up_url", origin + "/sign-up")
            .putNull("captcha_public_key")
            .put("captcha_widget_type", "invisible")
            .putNull("captcha_public_key_invisible")
            .put("captcha_provider", "turnstile")
            .put("show_devmode_warning", false)
            .putNull("support_email");
    for (String url :
        List.of(
            "after_sign_in_url",
            "after_sign_up_url",
            "after_sign_out_one_url",
            "after_sign_out_all_url",
            "after_switch_session_url",
            "after_create_organization_url",
            "after_leave_organization_url",
            "organization_profile_url",
            "create_organization_url",
            "user_profile_url",
            "logo_link_url")) {
      node.put(url, origin + "/");
    }
    node.putObject("theme");
    node.putArray("captcha_oauth_bypass").add(ProviderFlow.STRATEGY);
    return node;
  }

  private ObjectNode userSettings() {
    var node = Json.object();
    var attributes = node.putObject("attributes");
    attributes.set("email_address", email());
    attributes.set("password", password());
    for (String name : List.of("first_name", "last_name")) {
      attributes.set(name, attribute(name, true, false));
    }
    for (String off : List.of("phone_number", "username", "web3_wallet", "passkey")) {
      attributes.set(off, attribute(off, false, false));
    }
    node.putObject("social").set(ProviderFlow.STRATEGY, google());
    node.putObject("enterprise_sso").put("enabled", false).put("self_serve_sso", false);
    node.putObject("saml").put("enabled", false);
    node.putObject("sign_in").putObject("second_factor").put("required", false);
    signUp(node.putObject("sign_up"));
    passwordRules(node.putObject("password_settings"));
    node.putObject("username_settings").put("min_length", 4).put("max_length", 64);
    node.putObject("actions").put("delete_self", true).put("create_organization", true);
    node.putObject("passkey_settings")
        .put("allow_autofill", false)
        .put("show_sign_in_button", false);
    return node;
  }

  private static void signUp(ObjectNode node) {
    node.put("captcha_enabled", false)
        .put("captcha_widget_type", "invisible")
        .put("mode", "public")
        .put("progressive", true)
        .put("custom_action_required", false)
        .put("legal_consent_enabled", false)
        .putObject("mfa")
        .put("required", false);
  }

  private static void passwordRules(ObjectNode node) {
    node.put("min_length", Passwords.SHORTEST)
        .put("max_length", Passwords.LONGEST)
        .put("disable_hibp", true)
        .put("show_zxcvbn", false)
        .put("min_zxcvbn_strength", 0)
        .put("require_special_char", false)
        .put("require_numbers", false)
        .put("require_lowercase", false)
        .put("require_uppercase", false)
        .put("allowed_special_characters", "");
  }

  private ObjectNode email() {
    var node =
        attribute("email_address", true, true)
            .put("used_for_first_factor", true)
            .put("verify_at_sign_up", instance.options().verifyEmailAtSignUp());
    node.putArray("first_factors").add("email_code");
    node.putArray("verifications").add("email_code");
    return node;
  }

  private static ObjectNode password() {
    return attribute("password", true, true);
  }

  private static ObjectNode attribute(String name, boolean enabled, boolean required) {
    var node =
        Json.object()
            .put("name", name)
            .put("enabled", enabled)
            .put("required", required)
            .put("used_for_first_factor", false)
            .put("used_for_second_factor", false)
            .put("verify_at_sign_up", false);
    node.putArray("first_factors");
    node.putArray("second_factors");
    node.putArray("verifications");
    return node;
  }

  private static ObjectNode google() {
    return Json.object()
        .put("enabled", true)
        .put("required", false)
        .put("authenticatable", true)
        .put("block_email_subaddresses", false)
        .put("strategy", ProviderFlow.STRATEGY)
        .put("not_selectable", false)
        .put("deprecated", false)
        .put("name", "Google")
        .putNull("logo_url");
  }

  private static ObjectNode organizationSettings() {
    var node =
        Json.object()
            .put("enabled", true)
            .put("max_allowed_memberships", Organization.STANDARD_MAX_MEMBERSHIPS)
            .put("force_organization_selection", false)
            .put("creator_role", Membership.ADMIN);
    node.putObject("actions").put("admin_delete", true);
    node.putObject("slug").put("disabled", false);
    var domains = node.putObject("domains").put("enabled", false).putNull("default_role");
    domains.putArray("enrollment_modes");
    return node;
  }
}
