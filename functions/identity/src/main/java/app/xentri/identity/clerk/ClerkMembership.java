package app.xentri.identity.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a person belongs to an organization.
 *
 * @param id the provider's; null where it has not told it
 * @param clerkRole its role key, for example {@code org:admin}; null if it does not tell one
 * @param updatedAt the provider's time of the last change; long ago if it is not told
 */
public record ClerkMembership(
    @Nullable String id,
    String userId,
    ClerkOrganization organization,
    @Nullable String clerkRole,
    Instant updatedAt) {

  /** The provider has no owners: ours is the admin who made the organization. */
  public @Nullable String role() {
    if (clerkRole == null) {
      return null;
    }
    if (!clerkRole.equals("org:admin")) {
      return "member";
    }
    return userId.equals(organization.createdBy()) ? "owner" : "admin";
  }
}
