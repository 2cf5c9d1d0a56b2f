package app.xentri.identity.webhook;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.clerk.ClerkUser;
import org.jspecify.annotations.Nullable;

/** What the provider tells us. */
sealed interface ClerkMessage {

  /** A person is new or has changed; this is how they are now. */
  record UserStands(ClerkUser user) implements ClerkMessage {}

  record UserDeleted(String userId) implements ClerkMessage {}

  /** An organization is new or has changed. */
  record OrganizationStands(ClerkOrganization organization) implements ClerkMessage {}

  record OrganizationDeleted(String organizationId) implements ClerkMessage {}

  /** A membership is new or has changed. */
  record MembershipStands(ClerkMembership membership) implements ClerkMessage {}

  /** A membership is over; whose and where the message need not say. */
  record MembershipDeleted(
      String membershipId, @Nullable String userId, @Nullable String organizationId)
      implements ClerkMessage {}

  record SessionEnded(String sessionId) implements ClerkMessage {}

  /** Whose message this is, if it says so. */
  default @Nullable String person() {
    return switch (this) {
      case UserStands(var user) -> user.id();
      case UserDeleted(var id) -> id;
      case OrganizationStands(var organization) -> organization.createdBy();
      case MembershipStands(var membership) -> membership.userId();
      case MembershipDeleted(_, var user, _) -> user;
      case OrganizationDeleted _, SessionEnded _, Other _ -> null;
    };
  }

  /** Which organization it is about, if it is about one. */
  default @Nullable String place() {
    return switch (this) {
      case OrganizationStands(var organization) -> organization.id();
      case MembershipStands(var membership) -> membership.organization().id();
      case MembershipDeleted(_, _, var organization) -> organization;
      case OrganizationDeleted(var id) -> id;
      case UserStands _, UserDeleted _, SessionEnded _, Other _ -> null;
    };
  }

  /** Something that we keep nothing of. */
  record Other() implements ClerkMessage {}
}
