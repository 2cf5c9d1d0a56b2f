package app.xentri.copilot.brief;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A sentence without one of the things that it lists, in the words that it has. */
final class Cutting {

  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private static final String JOINS = "(?:and|or|plus|&|und|oder|et|ou|y|o|e)";

  private static final String BETWEEN =
      "(?:\\s*[,;]\\s*(?:" + JOINS + "\\s+)?|\\s+" + JOINS + "\\s+)";

  private static final Pattern SEPARATOR = Pattern.compile(BETWEEN, FLAGS);

  private static final Pattern BEFORE =
      Pattern.compile(BETWEEN + "(?:(?:an?|the|our|my)\\s+)?$", FLAGS);

  private static final Pattern AFTER = Pattern.compile("^" + BETWEEN, FLAGS);

  private Cutting() {}

  /**
   * The words of a statement without those of one claim; empty where they are not one of several
   * between commas or the like, or where other claims would not stand in what is left.
   *
   * @param left the claims that it still makes
   */
  static Optional<String> of(Statement statement, Claim claim, List<Claim> left) {
    var value = claim.value();
    if (value == null) {
      return Optional.empty();
    }
    var text = statement.text();
    return Rewording.find(text, value)
        .flatMap(at -> end(text, at + value.length(), claim).flatMap(end -> cut(text, at, end)))
        .filter(words -> Rewording.find(words, value).isEmpty())
        .filter(words -> left.stream().allMatch(one -> says(words, one)));
  }

  /** Where its words end: behind its price, if it has one, which must be near. */
  private static Optional<Integer> end(String text, int end, Claim claim) {
    var price = claim.price();
    if (price == null) {
      return Optional.of(end);
    }
    return Rewording.find(text.substring(end), price)
        .filter(gap -> !SEPARATOR.matcher(text.substring(end, end + gap)).find())
        .map(gap -> end + gap + price.length());
  }

  private static Optional<String> cut(String text, int from, int to) {
    var head = text.substring(0, from);
    var tail = text.substring(to);
    var before = BEFORE.matcher(head);
    if (before.find()) {
      return Optional.of(head.substring(0, before.start()) + tail).filter(Cutting::isSomething);
    }
    var after = AFTER.matcher(tail);
    if (after.find()) {
      var rest = tail.substring(after.end());
      return Optional.of(head.isBlank() ? capital(rest) : head + rest).filter(Cutting::isSomething);
    }
    return Optional.empty();
  }

  private static boolean isSomething(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  private static String capital(String text) {
    var first = text.offsetByCodePoints(0, text.isEmpty() ? 0 : 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
  }

  private static boolean says(String text, Claim claim) {
    var value = claim.value();
    var price = claim.price();
    return (value == null || Rewording.find(text, value).isPresent())
        && (price == null || Rewording.find(text, price).isPresent());
  }
}
