package app.xentri.identity.org;

import java.time.Instant;
import java.util.UUID;

/**
 * An organization as its member sees it.
 *
 * @param role {@code owner}, {@code admin} or {@code member}
 */
record Org(UUID id, String name, String slug, String role, Instant createdAt) {}
