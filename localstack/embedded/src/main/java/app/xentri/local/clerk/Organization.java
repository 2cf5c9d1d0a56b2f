package app.xentri.local.clerk;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An organization. Times are epoch milliseconds. */
record Organization(
    String id,
    String name,
    String slug,
    @Nullable String createdBy,
    int maxMemberships,
    ObjectNode publicMetadata,
    ObjectNode privateMetadata,
    long members,
    long createdAt,
    long updatedAt) {

  static final int STANDARD_MAX_MEMBERSHIPS = 5;

  /** A new organization without members, with the wanted slug or one made from the name. */
  static Organization create(
      String name, @Nullable String slug, @Nullable String createdBy, long now) {
    return new Organization(
        Ids.next("org"),
        name,
        slug == null ? slugOf(name) : slug,
        createdBy,
        STANDARD_MAX_MEMBERSHIPS,
        Json.object(),
        Json.object(),
        0,
        now,
        now);
  }

  Organization with(int most, ObjectNode publicOne, ObjectNode privateOne) {
    return new Organization(
        id, name, slug, createdBy, most, publicOne, privateOne, members, createdAt, updatedAt);
  }

  Organization renamed(String newName, String newSlug) {
    return new Organization(
        id,
        newName,
        newSlug,
        createdBy,
        maxMemberships,
        publicMetadata,
        privateMetadata,
        members,
        createdAt,
        updatedAt);
  }

  Organization touched(long now) {
    return new Organization(
        id,
        name,
        slug,
        createdBy,
        maxMemberships,
        publicMetadata,
        privateMetadata,
        members,
        createdAt,
        now);
  }

  /** Letters, digits and hyphens made from a name; {@code org} when nothing is left. */
  static String slugOf(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return plain.isEmpty() ? "org" : plain.substring(0, Math.min(plain.length(), 48));
  }
}
