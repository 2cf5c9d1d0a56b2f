package app.xentri.identity.workspace;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A name as it can stand in an address: lower-case letters, digits and single hyphens. The database
 * puts a number behind one that is taken.
 */
public record Slug(String value) {

  // The database allows 64, and puts at most a hyphen and a number behind.
  private static final int LONGEST = 56;

  /** Made from a name; {@code workspace} where nothing of it can stand in an address. */
  public static Slug of(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("[\\p{M}'’]+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(plain.length(), LONGEST));
    String trimmed = cut.replaceAll("^-|-$", "").replaceAll("^-|-$", "");
    return new Slug(trimmed.isEmpty() ? "workspace" : trimmed);
  }
}
