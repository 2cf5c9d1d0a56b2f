package app.xentri.copilot.brief;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a statement states after its owner has changed its words. */
final class Rewording {

  private static final String ENDS = " .!;…";

  private final String before;
  private final String after;
  private final boolean alone;

  private Rewording(Statement statement, String after) {
    this.before = statement.text();
    this.after = after;
    this.alone = statement.states().size() == 1;
  }

  /** The claims that the new words still make, each with the value that stands in them now. */
  static List<Claim> of(Statement statement, String text) {
    var rewording = new Rewording(statement, text);
    var claims = new ArrayList<Claim>();
    for (var claim : statement.states()) {
      var value = rewording.now(claim.value(), claim.field().longest());
      if (claim.value() == null || value != null) {
        var price = rewording.now(claim.price(), Field.PRICE.longest());
        claims.add(claim.saying(value, price));
      }
    }
    return claims;
  }

  private @Nullable String now(@Nullable String value, int longest) {
    if (value == null) {
      return null;
    }
    var kept = find(after, value).map(_ -> value);
    var found = alone ? inItsPlace(value).or(() -> kept) : kept.or(() -> inItsPlace(value));
    return found.filter(it -> it.length() <= longest).orElse(null);
  }

  /** What stands now between the words that were around the value. */
  private Optional<String> inItsPlace(String value) {
    return find(before, value)
        .map(
            at -> {
              var head = before.substring(0, at);
              var tail = withoutEnd(before.substring(at + value.length()));
              var rest = withoutEnd(after);
              return rest.length() >= head.length() + tail.length()
                      && rest.startsWith(head)
                      && rest.endsWith(tail)
                  ? rest.substring(head.length(), rest.length() - tail.length()).strip()
                  : "";
            })
        .filter(found -> !found.isBlank());
  }

  private static String withoutEnd(String text) {
    var end = text.length();
    while (end > 0 && ENDS.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Where a text says these words, whole and however they are capitalised. */
  static Optional<Integer> find(String text, String words) {
    for (var at = 0; at + words.length() <= text.length(); at++) {
      if (text.regionMatches(true, at, words, 0, words.length())
          && isEdge(text, at)
          && isEdge(text, at + words.length())) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private static boolean isEdge(String text, int at) {
    return at == 0
        || at == text.length()
        || !(Character.isLetterOrDigit(text.codePointBefore(at))
            && Character.isLetterOrDigit(text.codePointAt(at)));
  }

  /** The text with other words in place of these; empty if it does not say them. */
  static Optional<String> replace(String text, String words, String others) {
    return find(text, words)
        .map(at -> text.substring(0, at) + others + text.substring(at + words.length()));
  }

  /** Whether two texts differ in nothing but capitals and how they end. */
  static boolean saysJust(String text, String words) {
    return withoutEnd(text).equalsIgnoreCase(withoutEnd(words));
  }
}
