package app.xentri.identity.clerk;

import app.xentri.platform.text.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organization as the provider knows it.
 *
 * @param createdBy the provider's id of the person who made it, if a person did
 * @param mark what {@link ClerkDirectory#createOrganization} was given to find it again
 */
public record ClerkOrganization(
    String id, String name, @Nullable String createdBy, @Nullable String mark, Instant updatedAt) {

  private static final int LONGEST = 120;

  public ClerkOrganization {
    name = name.strip();
    name =
        name.codePointCount(0, name.length()) <= LONGEST
            ? name
            : name.substring(0, name.offsetByCodePoints(0, LONGEST)).strip();
    name = !Text.isVisible(name) ? "Workspace" : name;
  }
}
