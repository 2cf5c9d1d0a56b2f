package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Resources as Clerk writes them. {@code secret} fields appear in the Backend API only. */
record Render(Instance instance, Tx tx, boolean secret) {

  ObjectNode user(User user) {
    var node =
        Json.object()
            .put("object", "user")
            .put("id", user.id())
            .put("external_id", user.externalId())
            .put("primary_email_address_id", user.address().id())
            .putNull("primary_phone_number_id")
            .putNull("primary_web3_wallet_id")
            .putNull("username")
            .put("first_name", user.name().first())
            .put("last_name", user.name().last())
            .putNull("locale")
            .put("image_url", "")
            .put("profile_image_url", "")
            .put("has_image", false)
            .put("password_enabled", user.passwordHash() != null)
            .put("two_factor_enabled", false)
            .put("totp_enabled", false)
            .put("backup_code_enabled", false)
            .put("banned", false)
            .put("locked", false)
            .putNull("lockout_expires_in_seconds")
            .putNull("verification_attempts_remaining")
            .putNull("mfa_enabled_at")
            .putNull("mfa_disabled_at")
            .put("delete_self_enabled", true)
            .put("create_organization_enabled", true)
            .putNull("create_organizations_limit")
            .putNull("legal_accepted_at")
            .put("last_sign_in_at", user.lastSignInAt())
            .put("last_active_at", user.lastSignInAt())
            .put("created_at", user.createdAt())
            .put("updated_at", user.updatedAt());
    node.set("public_metadata", user.metadata().publicPart());
    node.set("unsafe_metadata", user.metadata().unsafePart());
    if (secret) {
      node.set("private_metadata", user.metadata().privatePart());
    }
    node.putArray("email_addresses").add(email(user));
    node.set("external_accounts", externalAccounts(user));
    for (String none :
        new String[] {
          "phone_numbers", "web3_wallets", "passkeys", "saml_accounts", "enterprise_accounts"
        }) {
      node.putArray(none);
    }
    return node;
  }

  private ObjectNode email(User user) {
    var node =
        Json.object()
            .put("object", "email_address")
            .put("id", user.address().id())
            .put("email_address", user.email())
            .put("reserved", false)
            .put("matches_sso_connection", false)
            .put("created_at", user.createdAt())
            .put("updated_at", user.updatedAt());
    String verifiedBy = user.address().verifiedBy();
    if (verifiedBy == null) {
      node.putNull("verification");
    } else {
      node.set("verification", verified(verifiedBy));
    }
    var links = node.putArray("linked_to");
    for (var account : new Users(tx).externalAccounts(user.id())) {
      links.addObject().put("type", account.provider()).put("id", account.id());
    }
    return node;
  }

  private static ObjectNode verified(String strategy) {
    String kind =
        switch (strategy) {
          case "admin" -> "verification_admin";
          case "from_oauth_google" -> "verification_from_oauth";
          case "ticket" -> "verification_ticket";
          default -> "verification_otp";
        };
    return Json.object()
        .put("object", kind)
        .put("status", "verified")
        .put("strategy", strategy)
        .putNull("attempts")
        .putNull("expire_at");
  }

  private ArrayNode externalAccounts(User user) {
    var array = Json.array();
    for (var account : new Users(tx).externalAccounts(user.id())) {
      array.add(externalAccount(account));
    }
    return array;
  }

  private static ObjectNode externalAccount(ExternalAccount account) {
    var node =
        Json.object()
            .put("object", "external_account")
            .put("id", account.id())
            .put("external_account_id", account.id())
            .put("provider", account.provider())
            .put("identification_id", account.id().replaceFirst("^eac_", "idn_"))
            .put("provider_user_id", account.providerUserId())
            .put("approved_scopes", "email openid profile")
            .put("email_address", account.email())
            .put("email_address_verified", true)
            .put("first_name", account.firstName())
            .put("last_name", account.lastName())
            .put("image_url", "")
            .putNull("username")
            .putNull("phone_number")
            .putNull("label")
            .put("created_at", account.createdAt())
            .put("updated_at", account.createdAt());
    node.putObject("public_metadata");
    node.putObject("verification")
        .put("object", "verification_oauth")
        .put("status", "verified")
        .put("strategy", account.provider())
        .putNull("attempts")
        .put("expire_at", account.createdAt() + Duration.ofMinutes(10).toMillis());
    return node;
  }

  ObjectNode organization(Organization organization) {
    var node =
        Json.object()
            .put("object", "organization")
            .put("id", organization.id())
            .put("name", organization.name())
            .put("slug", organization.slug())
            .put("image_url", "")
            .put("has_image", false)
            .put("members_count", organization.members())
            .put("pending_invitations_count", 0)
            .put("max_allowed_memberships", organization.maxMemberships())
            .put("admin_delete_enabled", true)
            .put("created_at", organization.createdAt())
            .put("updated_at", organization.updatedAt());
    if (organization.createdBy() != null) {
      node.put("created_by", organization.createdBy());
    }
    node.set("public_metadata", organization.metadata().publicPart());
    if (secret) {
      node.set("private_metadata", organization.metadata().privatePart());
    }
    return node;
  }

  /** The membership with its organization and what everyone may know of its user. */
  ObjectNode membership(Membership membership) {
    var organization = new Organizations(tx).find(membership.organizationId()).orElseThrow();
    var user = new Users(tx).byId(membership.userId()).orElseThrow();
    return membership(membership, organization, user);
  }

  /** For webhooks of memberships whose rows are gone already. */
  ObjectNode membership(Membership membership, Organization organization, User user) {
    var node =
        Json.object()
            .put("object", "organization_membership")
            .put("id", membership.id())
            .put("role", membership.role())
            .put("role_name", membership.role().equals(Membership.ADMIN) ? "Admin" : "Member")
            .put("created_at", membership.createdAt())
            .put("updated_at", membership.updatedAt());
    node.putArray("permissions");
    node.putObject("public_metadata");
    if (secret) {
      node.putObject("private_metadata");
    }
    node.set("organization", organization(organization));
    node.set("public_user_data", publicUserData(user));
    return node;
  }

  private static ObjectNode publicUserData(User user) {
    return Json.object()
        .put("user_id", user.id())
        .put("first_name", user.name().first())
        .put("last_name", user.name().last())
        .put("image_url", "")
        .put("profile_image_url", "")
        .put("has_image", false)
        .put("identifier", user.email())
        .putNull("username");
  }

  ObjectNode session(Session session) {
    return Json.object()
        .put("object", "session")
        .put("id", session.id())
        .put("client_id", session.clientId())
        .put("user_id", session.userId())
        .put("status", session.statusAt(instance.now()))
        .put("last_active_organization_id", session.activeOrganizationId())
        .putNull("actor")
        .put("last_active_at", session.lastActiveAt())
        .put("expire_at", session.expireAt())
        .put("abandon_at", session.abandonAt())
        .put("created_at", session.createdAt())
        .put("updated_at", session.updatedAt())
        .putNull("tasks");
  }

  /** The session as its own browser sees it: with the person and, while active, a fresh token. */
  ObjectNode ownSession(Session session, @Nullable String origin) {
    var node = session(session);
    var user = new Users(tx).byId(session.userId()).orElseThrow();
    var full = user(user);
    full.set("organization_memberships", memberships(user.id()));
    node.set("user", full);
    node.set("public_user_data", publicUserData(user));
    var age = node.putArray("factor_verification_age");
    for (long minutes : session.factorAge(instance.now())) {
      age.add(minutes);
    }
    if (session.activeAt(instance.now())) {
      node.putObject("last_active_token")
          .put("object", "token")
          .put("jwt", new Tokens(instance).session(tx, session, origin, Tokens.SESSION_TOKEN_LIFE));
    } else {
      node.putNull("last_active_token");
    }
    return node;
  }

  private ArrayNode memberships(String userId) {
    var array = Json.array();
    new Organizations(tx).ofUser(userId, 100, 0).items().forEach(m -> array.add(membership(m)));
    return array;
  }

  /** What is left to say about something deleted. */
  static ObjectNode deleted(String kind, String id) {
    return Json.object().put("object", kind).put("id", id).put("deleted", true);
  }
}
