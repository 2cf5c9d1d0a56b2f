package app.xentri.identity.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person as the provider knows them.
 *
 * @param email the primary address
 * @param picture their own, where the provider has one that we can show
 * @param hasPassword whether they can sign in with one
 * @param hasSocial whether they can sign in through another provider
 * @param updatedAt the provider's time of the last change
 */
public record ClerkUser(
    String id,
    Email email,
    PersonName name,
    @Nullable String picture,
    boolean hasPassword,
    boolean hasSocial,
    Instant updatedAt) {

  /** The only way in that they have: {@code password} or {@code social}; else {@code unknown}. */
  public String method() {
    if (hasPassword == hasSocial) {
      return "unknown";
    }
    return hasPassword ? "password" : "social";
  }
}
