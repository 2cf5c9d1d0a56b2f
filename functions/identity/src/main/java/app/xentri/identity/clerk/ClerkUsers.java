package app.xentri.identity.clerk;

import com.clerk.backend_api.models.components.EmailAddress;
import com.clerk.backend_api.models.components.Organization;
import com.clerk.backend_api.models.components.OrganizationMembership;
import com.clerk.backend_api.models.components.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the SDK's models into ours. */
final class ClerkUsers {

  private ClerkUsers() {}

  static ClerkUser from(User user) {
    return ClerkUser.told(
        id(user.id()),
        primary(user.emailAddresses(), user.primaryEmailAddressId()),
        Told.of(user.firstName()),
        Told.of(user.lastName()),
        new Told(user.hasImage()),
        Told.of(user.imageUrl()),
        new Told(user.passwordEnabled()),
        !user.externalAccounts().isEmpty(),
        new Told(user.updatedAt()));
  }

  private static Told primary(List<EmailAddress> addresses, Optional<String> id) {
    return Told.of(
        addresses.stream()
            .filter(address -> address.id().equals(id))
            .findFirst()
            .or(() -> addresses.stream().findFirst())
            .map(EmailAddress::emailAddress));
  }

  static ClerkMembership membership(String userId, OrganizationMembership membership) {
    var organization = membership.organization();
    return new ClerkMembership(
        id(membership.id()),
        userId,
        ClerkOrganization.told(
            id(organization.id()),
            new Told(organization.name()),
            // An organization that nobody in particular has made belongs to its admins.
            new Told(organization.createdBy().orElse(userId)),
            mark(organization.privateMetadata()),
            new Told(organization.updatedAt())),
        new Told(membership.role()).role().orElse(null),
        new Told(membership.updatedAt()).time().orElse(Instant.EPOCH));
  }

  /** What was just made for a person, who is its first member. */
  static ClerkMembership first(String userId, String mark, Organization made) {
    Instant at = new Told(made.updatedAt()).time().orElse(Instant.EPOCH);
    return new ClerkMembership(
        null,
        userId,
        ClerkOrganization.told(
            id(made.id()),
            new Told(made.name()),
            new Told(userId),
            new Told(mark),
            new Told(made.updatedAt())),
        "org:admin",
        at);
  }

  private static Told mark(Optional<Map<String, Object>> metadata) {
    return Told.of(metadata.map(values -> values.get(SdkClerkDirectory.MARK)));
  }

  /** Whatever answers with something else as an id is not the provider, or not itself. */
  static String id(String told) {
    return new Told(told).id().orElseThrow(ClerkTransport.NoAnswer::new);
  }
}
