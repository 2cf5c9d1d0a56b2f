package app.xentri.platform;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Says which version of which thing of which org somebody has seen, as {@code ETag}, {@code
 * If-Match} and {@code If-None-Match} carry it (RFC 9110). A version alone would say that my
 * version 1 is your version 1. To callers it is opaque: only the whole of it compares.
 */
public final class EntityTag {

  private static final int SCOPE_BYTES = 12;

  /** Some CDNs weaken the tags of what they compress. Without a scope it is nothing's tag. */
  private static final Pattern FORM =
      Pattern.compile("(?:W/)?\"(?:([A-Za-z0-9_-]{1,64})\\.)?([0-9]{1,18})\"");

  private final String scope;
  private final long version;

  private EntityTag(String scope, long version) {
    this.scope = scope;
    this.version = version;
  }

  /**
   * The tag of one version of one thing in one org.
   *
   * @param kind of thing, for example {@code brief}: ids of different kinds may be the same
   * @param org whose it is, or from within which it is seen
   */
  public static EntityTag of(String kind, UUID id, UUID org, long version) {
    byte[] scope = Arrays.copyOf(Sha256.of(kind + '\n' + id + '\n' + org), SCOPE_BYTES);
    return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(scope), version);
  }

  /** The one tag that a caller sent; empty if it is none that this API could have given. */
  public static Optional<EntityTag> parse(String text) {
    var tag = FORM.matcher(text.strip());
    if (!tag.matches()) {
      return Optional.empty();
    }
    String scope = tag.group(1) == null ? "" : tag.group(1);
    return Optional.of(new EntityTag(scope, Long.parseLong(tag.group(2))));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntityTag tag && scope.equals(tag.scope) && version == tag.version;
  }

  @Override
  public int hashCode() {
    return scope.hashCode() * 31 + Long.hashCode(version);
  }

  /** As a header carries it, with its quotes. */
  @Override
  public String toString() {
    return '"' + scope + '.' + version + '"';
  }
}
