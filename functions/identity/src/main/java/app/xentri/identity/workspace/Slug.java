package app.xentri.identity.workspace;

import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.platform.Sha256;
import java.math.BigInteger;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A name as it can stand in an address: lower-case letters, digits and single hyphens. Latin
 * letters become the plain ones that people write for them. A name in another script is not spelt
 * in ours, which would need its language: it gets {@code workspace} and a few characters of its
 * own. The database puts a number behind a slug that is taken.
 */
public record Slug(String value) {

  // The database allows 64, and puts at most a hyphen and a number behind.
  private static final int LONGEST = 56;
  private static final int OWN_CHARACTERS = 6;
  private static final String NEUTRAL = "workspace";

  /** The possessive of "Ann's workspace" is grammar and no part of a name. */
  private static final Pattern POSSESSIVE = Pattern.compile("['’ʼ]s(?![\\p{L}\\p{N}])");

  private static final Pattern MARKS_AND_APOSTROPHES = Pattern.compile("[\\p{M}'’ʼ]+");
  private static final Pattern NEITHER = Pattern.compile("[^a-z0-9]+");
  private static final Pattern FOREIGN = Pattern.compile("[^\\x00-\\x7f]");

  /** Latin letters that Unicode does not take apart into a plain one and a mark. */
  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("æ", "ae"),
          Map.entry("œ", "oe"),
          Map.entry("ø", "o"),
          Map.entry("ł", "l"),
          Map.entry("ß", "ss"),
          Map.entry("đ", "d"),
          Map.entry("ð", "d"),
          Map.entry("ɖ", "d"),
          Map.entry("þ", "th"),
          Map.entry("ħ", "h"),
          Map.entry("ı", "i"),
          Map.entry("ɨ", "i"),
          Map.entry("ĸ", "k"),
          Map.entry("ŋ", "n"),
          Map.entry("ŧ", "t"),
          Map.entry("ə", "e"),
          Map.entry("ɛ", "e"),
          Map.entry("ɔ", "o"),
          Map.entry("ɓ", "b"),
          Map.entry("ɗ", "d"),
          Map.entry("ƒ", "f"),
          Map.entry("ɣ", "g"),
          Map.entry("ɠ", "g"),
          Map.entry("ƙ", "k"),
          Map.entry("ƴ", "y"),
          Map.entry("ʋ", "v"),
          Map.entry("ƶ", "z"),
          Map.entry("ƀ", "b"),
          Map.entry("ǥ", "g"),
          Map.entry("ɉ", "j"),
          Map.entry("ɍ", "r"),
          Map.entry("ʉ", "u"));

  /** Made from its name, and from its id where nothing of the name can stand in an address. */
  public static Slug of(ClerkOrganization organization) {
    return of(organization.nameOrUsual(), organization.id());
  }

  static Slug of(String name, String id) {
    String latin = latin(name);
    String words = NEITHER.matcher(latin).replaceAll("-");
    String cut = words.substring(0, Math.min(words.length(), LONGEST));
    String trimmed = trimmed(trimmed(cut));
    boolean saysNothing =
        trimmed.isEmpty() || (trimmed.equals(NEUTRAL) && FOREIGN.matcher(latin).find());
    return new Slug(saysNothing ? NEUTRAL + "-" + ownCharacters(id) : trimmed);
  }

  private static String latin(String name) {
    String named = POSSESSIVE.matcher(name).replaceAll("");
    String apart = Normalizer.normalize(named, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    var plain = new StringBuilder();
    MARKS_AND_APOSTROPHES
        .matcher(apart)
        .replaceAll("")
        .codePoints()
        .mapToObj(Character::toString)
        .forEach(letter -> plain.append(PLAIN.getOrDefault(letter, letter)));
    return plain.toString();
  }

  private static String trimmed(String words) {
    return words.replaceAll("^-|-$", "");
  }

  private static String ownCharacters(String id) {
    return new BigInteger(1, Sha256.of(id))
        .toString(Character.MAX_RADIX)
        .substring(0, OWN_CHARACTERS);
  }
}
