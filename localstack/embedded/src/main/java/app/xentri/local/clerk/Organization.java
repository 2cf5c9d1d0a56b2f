package app.xentri.local.clerk;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An organization. Times are epoch milliseconds. */
record Organization(
    String id,
    String name,
    String slug,
    @Nullable String createdBy,
    int maxMemberships,
    Metadata metadata,
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
        Metadata.none(),
        0,
        now,
        now);
  }

  Organization with(int most, Metadata next) {
    return new Organization(id, name, slug, createdBy, most, next, members, createdAt, updatedAt);
  }

  Organization renamed(String newName, String newSlug) {
    return new Organization(
        id, newName, newSlug, createdBy, maxMemberships, metadata, members, createdAt, updatedAt);
  }

  Organization touched(long now) {
    return new Organization(
        id, name, slug, createdBy, maxMemberships, metadata, members, createdAt, now);
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
