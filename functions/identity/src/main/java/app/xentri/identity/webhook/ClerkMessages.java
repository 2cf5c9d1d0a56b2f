package app.xentri.identity.webhook;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.clerk.Told;
import app.xentri.identity.webhook.ClerkMessage.MembershipDeleted;
import app.xentri.identity.webhook.ClerkMessage.MembershipStands;
import app.xentri.identity.webhook.ClerkMessage.OrganizationDeleted;
import app.xentri.identity.webhook.ClerkMessage.OrganizationStands;
import app.xentri.identity.webhook.ClerkMessage.Other;
import app.xentri.identity.webhook.ClerkMessage.SessionEnded;
import app.xentri.identity.webhook.ClerkMessage.UserDeleted;
import app.xentri.identity.webhook.ClerkMessage.UserStands;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads the provider's messages. What a message does not tell, or not so that we could keep it, is
 * missing from what is read; a message that does not even say whom it is about is one that we keep
 * nothing of. None is refused: the provider would send it again, and it would be the same.
 */
final class ClerkMessages {

  private ClerkMessages() {}

  static ClerkMessage read(JsonNode body) {
    JsonNode data = body.path("data");
    Optional<ClerkMessage> message =
        switch (body.path("type").asString("")) {
          case "user.created", "user.updated" -> user(data).map(UserStands::new);
          case "user.deleted" -> id(data, "id").map(UserDeleted::new);
          case "organization.created", "organization.updated" ->
              organization(data).map(OrganizationStands::new);
          case "organization.deleted" -> id(data, "id").map(OrganizationDeleted::new);
          case "organizationMembership.created", "organizationMembership.updated" ->
              membership(data).map(MembershipStands::new);
          case "organizationMembership.deleted" -> membershipDeleted(data);
          case "session.ended", "session.removed", "session.revoked" ->
              id(data, "id").map(SessionEnded::new);
          default -> Optional.empty();
        };
    return message.orElseGet(Other::new);
  }

  private static Optional<ClerkUser> user(JsonNode data) {
    return id(data, "id")
        .map(
            id ->
                ClerkUser.told(
                    id,
                    email(data),
                    told(data, "first_name"),
                    told(data, "last_name"),
                    told(data, "has_image"),
                    told(data, "image_url"),
                    told(data, "password_enabled"),
                    !data.path("external_accounts").isEmpty(),
                    told(data, "updated_at")));
  }

  private static Told email(JsonNode data) {
    Optional<String> primary = told(data, "primary_email_address_id").id();
    JsonNode addresses = data.path("email_addresses");
    for (JsonNode address : addresses) {
      if (primary.isPresent() && told(address, "id").id().equals(primary)) {
        return told(address, "email_address");
      }
    }
    return told(addresses.path(0), "email_address");
  }

  private static Optional<ClerkOrganization> organization(JsonNode data) {
    return id(data, "id")
        .map(
            id ->
                ClerkOrganization.told(
                    id,
                    told(data, "name"),
                    told(data, "created_by"),
                    Told.of(Optional.empty()),
                    told(data, "updated_at")));
  }

  private static Optional<ClerkMembership> membership(JsonNode data) {
    Optional<String> id = id(data, "id");
    Optional<String> user = id(data.path("public_user_data"), "user_id");
    Optional<ClerkOrganization> organization = organization(data.path("organization"));
    if (id.isEmpty() || user.isEmpty() || organization.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClerkMembership(
            id.get(),
            user.get(),
            organization.get(),
            told(data, "role").role().orElse(null),
            told(data, "updated_at").time().orElse(Instant.EPOCH)));
  }

  private static Optional<ClerkMessage> membershipDeleted(JsonNode data) {
    return id(data, "id")
        .map(
            id ->
                new MembershipDeleted(
                    id,
                    id(data.path("public_user_data"), "user_id").orElse(null),
                    id(data.path("organization"), "id").orElse(null)));
  }

  private static Optional<String> id(JsonNode data, String name) {
    return told(data, name).id();
  }

  private static Told told(JsonNode data, String name) {
    return Told.of(data.path(name));
  }
}
