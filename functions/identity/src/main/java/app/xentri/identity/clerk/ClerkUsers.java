package app.xentri.identity.clerk;

import com.clerk.backend_api.models.components.EmailAddress;
import com.clerk.backend_api.models.components.OrganizationMembership;
import com.clerk.backend_api.models.components.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the SDK's models into ours. */
final class ClerkUsers {

  private ClerkUsers() {}

  static ClerkUser from(User user) {
    return new ClerkUser(
        user.id(),
        primary(user.emailAddresses(), user.primaryEmailAddressId()),
        PersonName.of(user.firstName().orElse(null), user.lastName().orElse(null)),
        Pictures.usable(user.hasImage() ? user.imageUrl().orElse(null) : null),
        user.passwordEnabled(),
        !user.externalAccounts().isEmpty(),
        Instant.ofEpochMilli(user.updatedAt()));
  }

  private static Email primary(List<EmailAddress> addresses, Optional<String> id) {
    return addresses.stream()
        .filter(address -> address.id().equals(id))
        .findFirst()
        .or(() -> addresses.stream().findFirst())
        .map(address -> new Email(address.emailAddress()))
        .orElse(new Email(""));
  }

  static ClerkMembership membership(String userId, OrganizationMembership membership) {
    var organization = membership.organization();
    return new ClerkMembership(
        membership.id(),
        userId,
        new ClerkOrganization(
            organization.id(),
            organization.name(),
            organization.createdBy().orElse(null),
            mark(organization.privateMetadata()),
            Instant.ofEpochMilli(organization.updatedAt())),
        membership.role(),
        Instant.ofEpochMilli(membership.updatedAt()));
  }

  private static @Nullable String mark(Optional<Map<String, Object>> metadata) {
    return metadata
        .map(values -> values.get(SdkClerkDirectory.MARK))
        .map(Object::toString)
        .orElse(null);
  }
}
