package app.xentri.identity.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organization as the provider tells of it; null is what it does not tell, or not so that we
 * could keep it.
 *
 * @param createdBy the provider's id of the person who made it, if a person did
 * @param mark what {@link ClerkDirectory#createOrganization} was given to find it again
 * @param updatedAt the provider's time of the last change; long ago if it is not told
 */
public record ClerkOrganization(
    String id,
    @Nullable String name,
    @Nullable String createdBy,
    @Nullable String mark,
    Instant updatedAt) {

  private static final int LONGEST = 120;

  /** From the values that the provider tells, whichever way it does. */
  public static ClerkOrganization told(
      String id, Told name, Told createdBy, Told mark, Told updatedAt) {
    return new ClerkOrganization(
        id,
        name.line(LONGEST).orElse(null),
        createdBy.id().orElse(null),
        mark.line(LONGEST).orElse(null),
        updatedAt.time().orElse(Instant.EPOCH));
  }

  /** What it is called here, where it must be called something. */
  public String nameOrUsual() {
    return name == null ? "Workspace" : name;
  }
}
