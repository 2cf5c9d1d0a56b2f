package app.xentri.identity.webhook;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.clerk.Email;
import app.xentri.identity.clerk.PersonName;
import app.xentri.identity.clerk.Pictures;
import app.xentri.identity.webhook.ClerkMessage.MembershipDeleted;
import app.xentri.identity.webhook.ClerkMessage.MembershipStands;
import app.xentri.identity.webhook.ClerkMessage.OrganizationDeleted;
import app.xentri.identity.webhook.ClerkMessage.OrganizationStands;
import app.xentri.identity.webhook.ClerkMessage.Other;
import app.xentri.identity.webhook.ClerkMessage.SessionEnded;
import app.xentri.identity.webhook.ClerkMessage.UserDeleted;
import app.xentri.identity.webhook.ClerkMessage.UserStands;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the provider's messages. */
final class ClerkMessages {

  private ClerkMessages() {}

  /** Denied as invalid if a message of a type that we follow lacks what we need of it. */
  static Outcome<ClerkMessage> read(JsonNode body) {
    try {
      return Outcome.done(message(body.path("type").asString(), body.path("data")));
    } catch (Missing missing) {
      return Outcome.denied(
          new Refusal.Invalid(List.of(new Violation(missing.pointer, "is required"))));
    }
  }

  private static ClerkMessage message(String type, JsonNode data) throws Missing {
    return switch (type) {
      case "user.created", "user.updated" -> new UserStands(user(data));
      case "user.deleted" -> new UserDeleted(text(data, "id"));
      case "organization.created", "organization.updated" ->
          new OrganizationStands(organization(data));
      case "organization.deleted" -> new OrganizationDeleted(text(data, "id"));
      case "organizationMembership.created", "organizationMembership.updated" ->
          new MembershipStands(membership(data));
      case "organizationMembership.deleted" ->
          new MembershipDeleted(
              text(data, "id"),
              text(data.path("public_user_data"), "user_id"),
              text(data.path("organization"), "id"));
      case "session.ended", "session.removed", "session.revoked" ->
          new SessionEnded(text(data, "id"));
      default -> new Other();
    };
  }

  private static ClerkUser user(JsonNode data) throws Missing {
    return new ClerkUser(
        text(data, "id"),
        email(data),
        PersonName.of(maybe(data, "first_name"), maybe(data, "last_name")),
        Pictures.usable(data.path("has_image").asBoolean(false) ? maybe(data, "image_url") : null),
        data.path("password_enabled").asBoolean(false),
        !data.path("external_accounts").isEmpty(),
        time(data));
  }

  private static Email email(JsonNode data) {
    String primary = maybe(data, "primary_email_address_id");
    JsonNode addresses = data.path("email_addresses");
    for (JsonNode address : addresses) {
      if (address.path("id").asString("").equals(primary)) {
        return new Email(address.path("email_address").asString(""));
      }
    }
    return new Email(addresses.path(0).path("email_address").asString(""));
  }

  private static ClerkOrganization organization(JsonNode data) throws Missing {
    return new ClerkOrganization(
        text(data, "id"), text(data, "name"), maybe(data, "created_by"), null, time(data));
  }

  private static ClerkMembership membership(JsonNode data) throws Missing {
    return new ClerkMembership(
        text(data, "id"),
        text(data.path("public_user_data"), "user_id"),
        organization(data.path("organization")),
        text(data, "role"),
        time(data));
  }

  private static Instant time(JsonNode data) throws Missing {
    JsonNode millis = data.path("updated_at");
    if (!millis.isIntegralNumber()) {
      throw new Missing("updated_at");
    }
    return Instant.ofEpochMilli(millis.asLong());
  }

  private static String text(JsonNode data, String name) throws Missing {
    String text = maybe(data, name);
    if (text == null || text.isBlank()) {
      throw new Missing(name);
    }
    return text;
  }

  private static @Nullable String maybe(JsonNode data, String name) {
    JsonNode value = data.path(name);
    return value.isString() ? value.asString() : null;
  }

  private static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    Missing(String name) {
      super(name, null, false, false);
      pointer = "/data/" + name;
    }
  }
}
