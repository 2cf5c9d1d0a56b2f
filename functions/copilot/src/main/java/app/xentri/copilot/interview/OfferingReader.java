package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds what is sold or done: the lists after "we do", "I sell", "services include". */
final class OfferingReader {
  private static final Phrases PHRASES = Phrases.of(OfferingReader.class);

  /**
   * Verbs that say nothing of the thing itself; the others stay part of the item ("fit bathrooms").
   */
  private static final String EMPTY_VERB =
      "do|offer|sell|provide|make|specialise in|specialize in|stock|supply"
          + "|specialising in|specializing in";

  private static final String VERB = PHRASES.any("trade");

  private static final Pattern TRIGGER =
      Pattern.compile(
          "(?iuU:(?<!then )\\b(?:we|i)(?:\\s+(?:"
              + PHRASES.any("only")
              + "))*\\s+(?:(?:"
              + EMPTY_VERB
              + ")\\s+(?:mostly\\s+|mainly\\s+|things like\\s+|both\\s+)?(?<plain>.+)|(?<verb>(?:"
              + VERB
              + ")\\s+.+))|\\b(?:services|products|offer|classes|treatments)\\s+(?:include"
              + "|are|such as|like)\\s+(?<list>.+)|\\bwhat (?:we|I) (?:do|offer|sell"
              + "|make) (?:is|are)\\s+(?<told>.+)|\\b(?:specialising"
              + "|specializing)\\s+in\\s+(?<special>.+))");

  private static final Pattern DOING = Pattern.compile("(?iuU:(?:" + VERB + ")\\s)");

  private static final List<String> GROUPS = List.of("plain", "verb", "list", "told", "special");

  private static final Pattern STOP =
      Pattern.compile("[.;!?(:]|\\s(?iuU:" + PHRASES.any("stop") + ")\\b");

  private static final Pattern LIST =
      Pattern.compile(
          "(?iuU:\\s*,\\s*(?:(?:and|or|also|plus)\\s+)?|\\s+(?:and|or|&"
              + "|plus)\\s+(?:also\\s+)?|\\s*/\\s*)");

  private static final Pattern LEAD_IN =
      Pattern.compile("^(?iuU:(?:(?:" + PHRASES.any("answer: before") + ")(?::\\s*|\\s+))+)");

  private static final Pattern NOT_AN_ITEM =
      Pattern.compile(
          "(?iuU:.*\\b(?:"
              + PHRASES.any("no item")
              + ")\\b.*|.*[£$€\\d@].*|(?:.*\\s)?"
              + Words.BUSINESS
              + ")");

  /** "We do the design and we stay" goes on with something else than the list. */
  private static final Pattern CLAUSE =
      Pattern.compile(
          "^(?iuU:(?:"
              + PHRASES.any("subject")
              + ")\\s+(?!(?:also\\s+)?(?:"
              + EMPTY_VERB
              + "|"
              + VERB
              + ")\\b))");

  /** Up to the last thing of a list, after words that only say more about one: ", and a report". */
  private static final Pattern MORE =
      Pattern.compile(
          "^.*?(?=,?\\s+(?:and|or|plus)\\s+(?:an?|our|also)\\s+[\\p{L}' -]+[.!]?$)|^.*$",
          Pattern.DOTALL);

  private OfferingReader() {}

  static List<Finding> read(String sentence) {
    var findings = new ArrayList<Finding>();
    var matcher = TRIGGER.matcher(sentence);
    if (matcher.find()) {
      GROUPS.stream()
          .filter(group -> matcher.group(group) != null)
          .forEach(group -> findings.addAll(items(sentence, matcher.start(group), true)));
    }
    return findings;
  }

  /** The list in an answer to "What do you offer?". */
  static List<Finding> prompted(String sentence) {
    return items(sentence, 0, false);
  }

  /**
   * @param strict whether the first piece that is no item ends the list, as it must where the list
   *     is only a part of the sentence
   */
  private static List<Finding> items(String sentence, int from, boolean strict) {
    var list = sentence.substring(from);
    var stop = STOP.matcher(list);
    var more = "";
    if (stop.find() && (strict || stop.start() > 0)) {
      more = strict ? "" : MORE.matcher(list.substring(stop.start())).replaceFirst("");
      list = list.substring(0, stop.start());
    }
    var findings = new ArrayList<Finding>();
    var at = from;
    for (var piece : LIST.split(list + more, -1)) {
      if (CLAUSE.matcher(piece).lookingAt()) {
        break;
      }
      var item = LEAD_IN.matcher(piece + " ").replaceFirst("").strip().replaceAll("[\"“”]", "");
      at = Math.max(at, sentence.indexOf(item, at));
      if (isItem(item) && sentence.startsWith(item, at)) {
        findings.add(Finding.of(Fact.ITEM, item, at, at + item.length()));
      } else if (strict) {
        break;
      }
    }
    return findings;
  }

  /** "I teach yoga" says what the owner does rather than what is on the list. */
  static boolean isDoing(String item) {
    return DOING.matcher(item).lookingAt();
  }

  private static boolean isItem(String item) {
    return item.length() > 2
        && Sentences.words(item) <= 5
        && Sentences.hasWords(item)
        && !NOT_AN_ITEM.matcher(item).matches();
  }
}
