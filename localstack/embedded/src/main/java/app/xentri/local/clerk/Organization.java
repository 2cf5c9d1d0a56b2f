package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An organization. Times are epoch milliseconds.
 *
 * @param privateMetadata a JSON object, which only the Backend API shows
 * @param membersCount how many there are
 */
record Organization(
    String id,
    String name,
    String slug,
    @Nullable String createdBy,
    String privateMetadata,
    long membersCount,
    long createdAt,
    long updatedAt) {

  private static final int LONGEST_SLUG = 48;

  /** A new organization without members, with a slug made from its name. */
  static Organization create(
      String name, @Nullable String createdBy, ObjectNode privateMetadata, long now) {
    String metadata = privateMetadata.toString();
    return new Organization(Ids.next("org"), name, slugOf(name), createdBy, metadata, 0, now, now);
  }

  /** The same with another slug: that of the name is taken. */
  Organization withSlug(String other) {
    return new Organization(
        id, name, other, createdBy, privateMetadata, membersCount, createdAt, updatedAt);
  }

  Organization named(String other, long now) {
    return new Organization(
        id, other, slug, createdBy, privateMetadata, membersCount, createdAt, now);
  }

  ObjectNode secrets() {
    return (ObjectNode) Json.parse(privateMetadata);
  }

  /** Letters, digits and hyphens made from a name; {@code org} when nothing is left. */
  private static String slugOf(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return plain.isEmpty() ? "org" : plain.substring(0, Math.min(plain.length(), LONGEST_SLUG));
  }
}
