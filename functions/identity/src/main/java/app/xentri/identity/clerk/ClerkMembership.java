package app.xentri.identity.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a person belongs to an organization.
 *
 * @param id the provider's; null where it has not told it
 * @param clerkRole its role key, for example {@code org:admin}
 */
public record ClerkMembership(
    @Nullable String id,
    String userId,
    ClerkOrganization organization,
    String clerkRole,
    Instant updatedAt) {

  /** The provider has no owners: ours is the admin who made the organization. */
  public String role() {
    if (!clerkRole.equals("org:admin")) {
      return "member";
    }
    String creator = organization.createdBy();
    return creator == null || creator.equals(userId) ? "owner" : "admin";
  }
}
