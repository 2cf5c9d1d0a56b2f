package app.xentri.identity.webhook;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.clerk.ClerkUser;

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

  record MembershipDeleted(String membershipId, String userId, String organizationId)
      implements ClerkMessage {}

  record SessionEnded(String sessionId) implements ClerkMessage {}

  /** Something that we keep nothing of. */
  record Other() implements ClerkMessage {}
}
