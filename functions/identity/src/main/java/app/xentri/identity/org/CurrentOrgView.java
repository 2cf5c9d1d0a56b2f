package app.xentri.identity.org;

import java.time.Instant;
import java.util.UUID;

/**
 * The organization that a call is about, as its member sees it.
 *
 * @param role {@code owner}, {@code admin} or {@code member}
 * @param nameSettled whether an owner or an admin has said what it is called
 */
record CurrentOrgView(
    UUID id, String name, String slug, String role, boolean nameSettled, Instant createdAt) {

  /** The same under this name, which is settled. */
  CurrentOrgView called(String other) {
    return new CurrentOrgView(id, other, slug, role, true, createdAt);
  }
}
