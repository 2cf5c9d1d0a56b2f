package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources as Clerk writes them. Their names, and what is always the same, lie in {@code
 * Documents}; {@code secret} fields appear in the Backend API only.
 */
record Render(Instance instance, Tx tx, boolean secret) {

  /** A resource as it is for everybody; {@code object}, the kind, comes first in it. */
  static ObjectNode document(String name) {
    return Json.resource(Render.class, "Documents/" + name + ".json");
  }

  /** A resource with what the record has to say under the same names. */
  static ObjectNode document(String name, Record values) {
    var document = document(name);
    ObjectNode told = Json.SNAKE_CASE.valueToTree(values);
    document.setAll(told.retain(document.propertyNames()));
    return document;
  }

  ObjectNode user(User user) {
    var node =
        document("user", user)
            .put("primary_email_address_id", user.emailId())
            .put("password_enabled", user.passwordHash() != null)
            .put("last_active_at", user.lastSignInAt())
            .put("has_image", user.imageId() != null);
    if (user.imageId() != null) {
      node.put("image_url", instance.origin() + OwnProfile.IMAGES + user.imageId());
    }
    if (secret) {
      node.putObject("private_metadata");
    }
    var addresses = node.putArray("email_addresses").add(email(user));
    new Addresses(tx)
        .ofUser(user.id())
        .forEach(address -> addresses.add(address.json(instance.now())));
    var accounts = new Users(tx).externalAccounts(user.id());
    node.set("external_accounts", array(accounts, Render::externalAccount));
    return node;
  }

  private static ObjectNode email(User user) {
    var node =
        document("email-address", user)
            .put("id", user.emailId())
            .put("email_address", user.email());
    if (user.emailVerifiedBy() != null) {
      node.set("verification", verified(user.emailVerifiedBy()));
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
    return document("external-account", account)
        .put("external_account_id", account.id())
        .put("identification_id", account.id().replaceFirst("^eac_", "idn_"))
        .put("email_address", account.email())
        .put("updated_at", account.createdAt());
  }

  ObjectNode organization(Organization organization) {
    var node = document("organization", organization);
    if (secret) {
      node.set("private_metadata", organization.secrets());
    }
    return node;
  }

  /** The membership with its organization and what everyone may know of its user. */
  ObjectNode membership(Membership membership) {
    var node =
        document("membership", membership)
            .put("role_name", membership.role().equals(Membership.ADMIN) ? "Admin" : "Member");
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
    return document("public-user-data", user)
        .put("user_id", user.id())
        .put("identifier", user.email());
  }

  ObjectNode session(Session session) {
    return document("session", session)
        .put("status", session.statusAt(instance.now()))
        .put("last_active_organization_id", session.activeOrganizationId());
  }

  /** The active session as its own browser sees it: with the person and a fresh token. */
  ObjectNode ownSession(Session session, String token) {
    var node = session(session);
    var user = person(session.userId());
    var full = user(user);
    var memberships = new Organizations(tx).ofUser(user.id());
    full.set("organization_memberships", array(memberships, this::membership));
    node.set("user", full);
    node.set("public_user_data", publicUserData(user));
    node.putObject("last_active_token").put("object", "token").put("jwt", token);
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
