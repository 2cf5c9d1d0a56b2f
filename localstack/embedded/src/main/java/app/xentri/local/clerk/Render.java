package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources as Clerk writes them: what is always the same lies in {@code Documents}. {@code secret}
 * fields appear in the Backend API only.
 */
record Render(Instance instance, Tx tx, boolean secret) {

  /**
   * The part of a resource that is always the same; {@code object}, the kind, comes first in it.
   */
  static ObjectNode document(String name) {
    return Json.resource(Render.class, "Documents/" + name + ".json");
  }

  ObjectNode user(User user) {
    var node =
        document("user")
            .put("id", user.id())
            .put("primary_email_address_id", user.emailId())
            .put("first_name", user.firstName())
            .put("last_name", user.lastName())
            .put("password_enabled", user.passwordHash() != null)
            .put("last_sign_in_at", user.lastSignInAt())
            .put("last_active_at", user.lastSignInAt())
            .put("created_at", user.createdAt())
            .put("updated_at", user.updatedAt());
    if (secret) {
      node.putObject("private_metadata");
    }
    var accounts = new Users(tx).externalAccounts(user.id());
    node.putArray("email_addresses").add(email(user, accounts));
    node.set("external_accounts", array(accounts, Render::externalAccount));
    return node;
  }

  private static ObjectNode email(User user, List<ExternalAccount> accounts) {
    var node =
        document("email-address")
            .put("id", user.emailId())
            .put("email_address", user.email())
            .put("created_at", user.createdAt())
            .put("updated_at", user.updatedAt());
    if (user.emailVerifiedBy() != null) {
      node.set("verification", verified(user.emailVerifiedBy()));
    }
    var links = node.putArray("linked_to");
    for (var account : accounts) {
      links.addObject().put("type", account.provider()).put("id", account.id());
    }
    return node;
  }

  private static ObjectNode verified(String strategy) {
    String kind =
        switch (strategy) {
          case "admin" -> "verification_admin";
          case "from_oauth_google" -> "verification_from_oauth";
          default -> "verification_otp";
        };
    return document("verified").put("object", kind).put("strategy", strategy);
  }

  private static ObjectNode externalAccount(ExternalAccount account) {
    var node =
        document("external-account")
            .put("id", account.id())
            .put("external_account_id", account.id())
            .put("provider", account.provider())
            .put("identification_id", account.id().replaceFirst("^eac_", "idn_"))
            .put("provider_user_id", account.providerUserId())
            .put("email_address", account.email())
            .put("first_name", account.firstName())
            .put("last_name", account.lastName())
            .put("created_at", account.createdAt())
            .put("updated_at", account.createdAt());
    node.withObject("verification")
        .put("strategy", account.provider())
        .put("expire_at", account.createdAt() + Duration.ofMinutes(10).toMillis());
    return node;
  }

  ObjectNode organization(Organization organization) {
    var node =
        document("organization")
            .put("id", organization.id())
            .put("name", organization.name())
            .put("slug", organization.slug())
            .put("members_count", organization.members())
            .put("created_at", organization.createdAt())
            .put("updated_at", organization.updatedAt());
    if (organization.createdBy() != null) {
      node.put("created_by", organization.createdBy());
    }
    if (secret) {
      node.set("private_metadata", organization.secrets());
    }
    return node;
  }

  /** The membership with its organization and what everyone may know of its user. */
  ObjectNode membership(Membership membership) {
    var node =
        document("membership")
            .put("id", membership.id())
            .put("role", membership.role())
            .put("role_name", membership.role().equals(Membership.ADMIN) ? "Admin" : "Member")
            .put("created_at", membership.createdAt())
            .put("updated_at", membership.updatedAt());
    if (secret) {
      node.putObject("private_metadata");
    }
    var organization = new Organizations(tx).find(membership.organizationId()).orElseThrow();
    node.set("organization", organization(organization));
    node.set("public_user_data", publicUserData(person(membership.userId())));
    return node;
  }

  private User person(String id) {
    return new Users(tx).byId(id).orElseThrow();
  }

  private static ObjectNode publicUserData(User user) {
    return document("public-user-data")
        .put("user_id", user.id())
        .put("first_name", user.firstName())
        .put("last_name", user.lastName())
        .put("identifier", user.email());
  }

  ObjectNode session(Session session) {
    return document("session")
        .put("id", session.id())
        .put("client_id", session.clientId())
        .put("user_id", session.userId())
        .put("status", session.statusAt(instance.now()))
        .put("last_active_organization_id", session.activeOrganizationId())
        .put("last_active_at", session.lastActiveAt())
        .put("expire_at", session.expireAt())
        .put("abandon_at", session.abandonAt())
        .put("created_at", session.createdAt())
        .put("updated_at", session.updatedAt());
  }

  /** The active session as its own browser sees it: with the person and a fresh token. */
  ObjectNode ownSession(Session session, @Nullable String origin) {
    var node = session(session);
    var user = person(session.userId());
    var full = user(user);
    full.set(
        "organization_memberships",
        array(new Organizations(tx).ofUser(user.id()), this::membership));
    node.set("user", full);
    node.set("public_user_data", publicUserData(user));
    var age = node.putArray("factor_verification_age");
    for (long minutes : session.factorAge(instance.now())) {
      age.add(minutes);
    }
    node.putObject("last_active_token")
        .put("object", "token")
        .put("jwt", new Tokens(instance).session(tx, session, origin, Tokens.SESSION_TOKEN_LIFE));
    return node;
  }

  /** What is left to say about something deleted. */
  static ObjectNode deleted(String kind, String id) {
    return Json.object().put("object", kind).put("id", id).put("deleted", true);
  }

  static <T> ArrayNode array(List<T> all, Function<T, ObjectNode> as) {
    var array = Json.array();
    all.forEach(one -> array.add(as.apply(one)));
    return array;
  }
}
