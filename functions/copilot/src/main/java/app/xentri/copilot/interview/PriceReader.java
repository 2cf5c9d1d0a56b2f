package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds prices that name a currency, and the thing each of them is for. */
final class PriceReader {
  private static final Phrases PHRASES = Phrases.of(PriceReader.class);

  /** Between the thousands, and before a currency, a space may be one that does not break. */
  private static final String SPACE = "[ \\u00a0\\u2009\\u202f]";

  private static final String THOUSANDS = "(?:" + SPACE + "|['’])";

  private static final String STARTS_A_NUMBER = "(?<![\\d,.])";

  /** "12 000", "1 234,50". */
  private static final String GROUPED =
      "\\d{1,3}(?:" + THOUSANDS + "\\d{3})+(?:[,.]\\d{1,2})?(?![\\d,.]*\\d)";

  private static final String NOT_THE_LAST_GROUP = "(?!(?<=\\d" + THOUSANDS + ")\\d{3}(?!\\d))";

  /** "1,800", "1.200", "4.50". */
  private static final String PLAIN = NOT_THE_LAST_GROUP + "\\d(?:[\\d,.]*\\d)?";

  /** Never the end of a longer number: where that cannot be read, none of it is. */
  private static final String AMOUNT =
      "(?:" + STARTS_A_NUMBER + GROUPED + "|" + STARTS_A_NUMBER + PLAIN + ")";

  /** "£60", "US$ 1,200", "$5k". */
  private static final String SYMBOL_FIRST =
      "(?:US|A|C|NZ|R)?[$£€₹¥₪₺₱]" + SPACE + "?" + AMOUNT + "k?";

  /** "EUR 60". */
  private static final String CODE_FIRST =
      "(?iuU:" + PHRASES.any("currency code") + ")" + SPACE + "?" + AMOUNT;

  /** "60€", "60 euros". */
  private static final String CURRENCY_LAST =
      AMOUNT + SPACE + "?(?:[€£$₹]|(?iuU:" + PHRASES.any("currency") + ")\\b)";

  private static final String MONEY =
      "(?:" + String.join("|", SYMBOL_FIRST, CODE_FIRST, CURRENCY_LAST) + ")";

  private static final String ABOUT = "(?:(?iuU:" + PHRASES.any("before a price") + ")\\s+)?";

  /** "£40 to £60", "£40–60". */
  private static final String UP_TO =
      "(?:\\s?(?:-|–|—|(?iuU:to|and|or))\\s?(?:" + MONEY + "|\\d[\\d,.]*\\d))?";

  private static final String PER =
      "(?:\\s?(?:/|(?iuU:per|an|a|each))\\s?(?iuU:" + PHRASES.any("unit") + ")\\b)?";

  private static final String ALL_IN = "(?:\\s(?iuU:each|all in|plus vat|\\+ vat|inc vat))?";

  private static final Pattern PRICE = Pattern.compile(ABOUT + MONEY + UP_TO + PER + ALL_IN);

  private static final Pattern BREAK = Pattern.compile("[,;:.!?()]|\\s(?:and|or|but|plus)\\s");
  private static final Pattern LEFT_TRIM =
      Pattern.compile("^(?iuU:(?:" + PHRASES.any("leads an item") + ")\\s+)+");
  private static final Pattern LEFT_TAIL =
      Pattern.compile("(?iuU:(?:\\s+|^)(?:" + PHRASES.any("after an item") + ")|\\s*[-–—=:])+$");
  private static final Pattern RIGHT =
      Pattern.compile(
          "^\\s+(?iuU:for)\\s+(?iuU:(?:"
              + PHRASES.any("determiner")
              + ")\\s+)?(?<item>[^,;:.!?()]{2,50}"
              + Words.WHOLE
              + ")");
  private static final Pattern RIGHT_NOUN =
      Pattern.compile("^\\s+(?<item>[\\p{L}][\\p{L}' -]{2,40}" + Words.WHOLE + ")");
  private static final Pattern RIGHT_ENDS =
      Pattern.compile(
          "\\s(?iuU:" + PHRASES.any("ends an item") + ")\\b.*$|\\s(?iuU:to|or|at|from|for)\\s*$");

  /** "£45 small dogs, £60 big ones": each price leads what it is for. */
  private static final Pattern CLAUSE_BEFORE = Pattern.compile("[,;.]\\s*$");

  private static final Pattern DETERMINED = Pattern.compile("(?iuU:\\b(?:a|an|our|my|the)\\s*)$");
  private static final Pattern NOT_AN_ITEM =
      Pattern.compile(
          "(?iuU:.*\\b(?:"
              + PHRASES.any("no item: anywhere")
              + ")\\b.*|(?:"
              + PHRASES.any("no item: alone")
              + ")?|(?:"
              + PHRASES.any("no item: first")
              + ")\\s.*)");

  /** Money that is not a price: turnover hoped for, rent paid, savings made. */
  private static final Pattern OTHER_MONEY =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("other money") + ")\\b)");

  /** "Free delivery over £40" is no price. */
  private static final Pattern FREE_BEFORE =
      Pattern.compile("(?iuU:\\bfree\\b[\\p{L} ]{0,20}(?:over|above|from|for orders)?\\s*)$");

  private PriceReader() {}

  static List<Finding> read(String sentence) {
    var findings = new ArrayList<Finding>();
    if (OTHER_MONEY.matcher(sentence).find()) {
      return findings;
    }
    var matcher = PRICE.matcher(sentence);
    var from = 0;
    while (matcher.find()) {
      if (FREE_BEFORE.matcher(sentence.substring(0, matcher.start())).find()) {
        continue;
      }
      var price = trimmed(matcher.group());
      var end = matcher.start() + price.length();
      var found = before(sentence, from, matcher, price);
      if (found == null) {
        found = after(sentence, matcher, price, next(sentence, end)).orElse(null);
      }
      if (found == null) {
        found = new Finding(Fact.PRICE, price, null, matcher.start(), end);
      }
      findings.add(found);
      from = Math.max(end, found.end());
    }
    return findings;
  }

  /** Where the next price begins, whose words are its own; the end of the sentence without one. */
  private static int next(String sentence, int from) {
    var next = PRICE.matcher(sentence);
    return next.find(from) ? next.start() : sentence.length();
  }

  private static String trimmed(String price) {
    return price.strip().replaceAll("[,.]+$", "");
  }

  private static @Nullable Finding before(
      String sentence, int from, Matcher matcher, String price) {
    var left = sentence.substring(from, matcher.start());
    var at = from + lastBreak(left);
    left = sentence.substring(at, matcher.start());
    if (from > 0 && at == from && left.stripLeading().startsWith("for ")) {
      // "£30 for a cut to £60 for colour": these words belong to the price before.
      return null;
    }
    var item = LEFT_TAIL.matcher(left.stripTrailing()).replaceFirst("").strip();
    item = LEFT_TRIM.matcher(item + " ").replaceFirst("").strip();
    if (!isItem(item)) {
      return null;
    }
    var start = sentence.indexOf(item, at);
    return new Finding(Fact.ITEM, item, price, start, matcher.start() + price.length());
  }

  /** A colon or a bracket right before the price belongs to it: "Cut: £30", "sourdough (£4)". */
  private static int lastBreak(String left) {
    var searched = left.replaceAll("[:(\\s-]+$", "");
    var matcher = BREAK.matcher(searched);
    var last = 0;
    while (matcher.find()) {
      last = matcher.end();
    }
    return last;
  }

  private static Optional<Finding> after(String sentence, Matcher matcher, String price, int next) {
    var end = matcher.start() + price.length();
    var rest = sentence.substring(end, next);
    var named = RIGHT.matcher(rest);
    if (!named.find()) {
      named = RIGHT_NOUN.matcher(rest);
      var before = sentence.substring(0, matcher.start());
      var leads = before.isBlank() || CLAUSE_BEFORE.matcher(before).find();
      if (!(leads || DETERMINED.matcher(before).find()) || !named.find()) {
        return Optional.empty();
      }
    }
    var item = RIGHT_ENDS.matcher(named.group("item")).replaceFirst("").strip();
    var at = end + named.start("item");
    return isItem(item)
        ? Optional.of(new Finding(Fact.ITEM, item, price, matcher.start(), at + item.length()))
        : Optional.empty();
  }

  private static boolean isItem(String item) {
    return item.length() > 1
        && Sentences.words(item) <= 6
        && item.codePoints().anyMatch(Character::isLetter)
        && !NOT_AN_ITEM.matcher(item).matches();
  }
}
