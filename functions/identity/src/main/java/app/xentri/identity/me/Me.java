package app.xentri.identity.me;

import app.xentri.platform.EntityTag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in person, and the organization that the call is about.
 *
 * @param name empty if unknown
 * @param theme {@code dark}, {@code light} or {@code system}
 * @param version goes up with every change
 */
public record Me(
    UUID id,
    String email,
    String name,
    @Nullable String avatarUrl,
    String theme,
    long version,
    Org org) {

  /**
   * An organization as its member sees it.
   *
   * @param role {@code owner}, {@code admin} or {@code member}
   * @param nameSettled whether an owner or an admin has said what it is called
   */
  public record Org(UUID id, String name, String slug, String role, boolean nameSettled) {}

  /** The person alone. */
  public record Person(
      UUID id, String email, String name, @Nullable String avatarUrl, String theme, long version) {}

  /** Of the person as they are seen from this organization. */
  EntityTag tag() {
    return EntityTag.of("me", id, org.id(), version);
  }

  public Person person() {
    return new Person(id, email, name, avatarUrl, theme, version);
  }

  /** The same under another name, in another version. */
  Me renamed(String newName, long newVersion) {
    return new Me(id, email, newName, avatarUrl, theme, newVersion, org);
  }

  /** Says nothing about the person but who. */
  @Override
  public String toString() {
    return "Me[" + id + "]";
  }
}
