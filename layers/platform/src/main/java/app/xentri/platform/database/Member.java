package app.xentri.platform.database;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a transaction is: the org, and the person in it.
 *
 * @param userId null for work that an event or a schedule started
 * @param role {@code owner}, {@code admin}, {@code member}, or {@code job}
 */
public record Member(UUID orgId, @Nullable UUID userId, String role) {

  /** The person, where there is one. */
  public Optional<UUID> user() {
    return Optional.ofNullable(userId);
  }
}
