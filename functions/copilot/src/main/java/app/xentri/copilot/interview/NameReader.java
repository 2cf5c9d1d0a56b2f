package app.xentri.copilot.interview;

import static app.xentri.copilot.interview.Words.BUSINESS;
import static app.xentri.copilot.interview.Words.CAPITAL;
import static app.xentri.copilot.interview.Words.NAME;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the name of the business, and what kind of business it is. */
final class NameReader {
  private static final Phrases PHRASES = Phrases.of(NameReader.class);

  private static final String QUOTE = "[\"“‘']?";

  private static final List<Pattern> SAID =
      List.of(
          Pattern.compile(
              "(?iuU:\\b(?:called|named|trading as|trades? as|known as|goes by|"
                  + BUSINESS
                  + "(?:'s)? name is|(?<!my )name is|(?<!my )name's))\\s+"
                  + QUOTE
                  + "(?<name>(?:The\\s+)?"
                  + NAME
                  + ")"),
          Pattern.compile(
              "(?iuU:\\b(?:it's|it is|is|are|we're|"
                  + BUSINESS
                  + ")\\s+called)\\s+"
                  + QUOTE
                  + "(?<name>(?!when\\b|out\\b|a\\b|in\\b)[\\p{L}\\p{N}'&.\\- ]{2,60}?)"
                  + "(?=[\"”,;!?(]|\\.?$|\\.\\s|\\s(?iuU:"
                  + PHRASES.any("name ends before")
                  + ")\\b)"),
          Pattern.compile(
              "(?<name>(?:The\\s+)?"
                  + NAME
                  + ")\\s+(?iuU:is\\s+(?:my|our|the)\\s+(?:[\\p{L}-]+\\s+){0,3}"
                  + BUSINESS
                  + ")\\b"),
          Pattern.compile(
              "(?iuU:\\b(?:I|we)\\s+(?:"
                  + PHRASES.any("runs")
                  + ")\\s+)(?<name>(?:The\\s+)?"
                  + NAME
                  + ")"),
          Pattern.compile(
              "(?iuU:\\b(?:we're|we are|this is)\\s+)(?<name>(?:The\\s+)?"
                  + NAME
                  + "),?\\s+(?iuU:and we|an?|the|your)\\s"),
          Pattern.compile(
              "^(?iuU:(?:here )?at\\s+)(?<name>(?:The\\s+)?" + NAME + "),?\\s+(?iuU:we)\\b"),
          Pattern.compile(
              "(?iuU:\\b"
                  + BUSINESS
                  + "\\b[^.!?\"“]{0,60})[\"“](?<name>(?:The\\s+)?"
                  + NAME
                  + ")[\"”]"),
          Pattern.compile(
              "(?iuU:\\b(?:my|our)\\s+(?:own\\s+)?(?:[\\p{L}-]+\\s+){0,2}"
                  + BUSINESS
                  + "),\\s+(?<name>(?:The\\s+)?"
                  + NAME
                  + ")\\s*(?=[,.]|$)"),
          Pattern.compile(
              "(?iuU:\\b(?:I|we)\\s+(?:"
                  + PHRASES.any("runs or has")
                  + ")\\s+(?:an?|the)\\s+(?:[\\p{L}-]+\\s+){0,3}"
                  + BUSINESS
                  + "),\\s+(?<name>(?:The\\s+)?"
                  + NAME
                  + ")\\s*(?=[,.]|$)"),
          Pattern.compile(
              "(?iuU:\\b"
                  + BUSINESS
                  + "\\b[^.,!?]{0,40}(?<!"
                  + PHRASES.any("no surname")
                  + ")),\\s+(?<name>"
                  + CAPITAL
                  + "\\s+&\\s+"
                  + CAPITAL
                  + ")\\s*(?=[,.]|$)"));

  /** "A class called Morning Flow" names a class. */
  private static final Pattern SOMETHING_ELSE =
      Pattern.compile(
          "(?iuU:\\b(?:"
              + PHRASES.any("something else")
              + ")s?\\s+(?:is\\s+|are\\s+|that's\\s+)?)$");

  private static final Pattern NOT_A_NAME =
      Pattern.compile(
          "(?iuU:(?:"
              + Words.DAY
              + "|"
              + Words.MONTH
              + "|instagram|facebook|google|etsy|shopify|ads)\\b.*)");

  private static final Pattern LEAD_IN =
      Pattern.compile("^(?iuU:(?:(?:" + PHRASES.any("answer: before") + ")\\s+)+)");

  private static final Pattern LAST_NAME =
      Pattern.compile("(?<![\\p{L}\\p{N}])(?<name>(?:The\\s+)?" + NAME + ")[.!\"”]*$");

  private static final Pattern NAME_ENDS =
      Pattern.compile(
          "[\"”,;!?(\\n]|\\.(?:\\s|$)|\\s[-–—]|\\s(?iuU:" + PHRASES.any("ends a name") + ")\\b");

  private static final Pattern TALK =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("talk") + ")\\b|[£$€@]|^\\d+$)");

  private static final Pattern KIND =
      Pattern.compile(
          "(?iuU:\\b(?:I|we)(?:\\s+(?:also\\s+)?|(?='))(?:"
              + PHRASES.any("has a kind")
              + ")\\s+(?:"
              + PHRASES.any("whose")
              + ")\\s+(?:little\\s+)?|\\b(?:"
              + PHRASES.any("is a kind")
              + ")\\s+(?:basically\\s+|just\\s+|actually\\s+)?an?\\s+(?:little\\s+)?|\\b(?:I"
              + "|we)\\s+work\\s+as\\s+(?:an?\\s+)?)(?<what>[\\p{L}'\\-& ]{3,80}"
              + Words.WHOLE
              + ")|\\b(?:it's"
              + "|it is|which is)\\s+an?\\s+(?<its>(?:[\\p{L}-]+\\s+){0,3}"
              + BUSINESS
              + ")\\b|,\\s+(?:an?|our|my)\\s+(?<apposed>(?:[\\p{L}-]+\\s+){0,3}"
              + BUSINESS
              + ")\\b");

  private static final Pattern KIND_ENDS =
      Pattern.compile("\\s(?iuU:" + PHRASES.any("ends a kind") + ")\\b.*$");

  private static final Pattern NOT_A_KIND =
      Pattern.compile("(?iuU:(?:" + PHRASES.any("no kind") + ")\\b.*|family)");

  private NameReader() {}

  static List<Finding> read(String sentence) {
    var findings = new ArrayList<Finding>();
    SAID.stream()
        .flatMap(pattern -> name(pattern, sentence).stream())
        .findFirst()
        .ifPresent(findings::add);
    kind(sentence).ifPresent(findings::add);
    return findings;
  }

  private static Optional<Finding> name(Pattern pattern, String sentence) {
    var matcher = pattern.matcher(sentence);
    while (matcher.find()) {
      var name = matcher.group("name").strip();
      if (!SOMETHING_ELSE.matcher(sentence.substring(0, matcher.start())).find()
          && !NOT_A_NAME.matcher(name).matches()
          && Sentences.words(name) <= 7) {
        return Optional.of(
            Finding.of(Fact.NAME, titled(name), matcher.start(), matcher.end("name")));
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> kind(String sentence) {
    var matcher = KIND.matcher(sentence);
    if (!matcher.find()) {
      return Optional.empty();
    }
    var group =
        Stream.of("what", "its", "apposed")
            .filter(name -> matcher.group(name) != null)
            .findFirst()
            .orElseThrow();
    var start = matcher.start(group);
    var what = KIND_ENDS.matcher(matcher.group(group)).replaceFirst("").strip();
    var sensible =
        what.length() >= 3 && Sentences.words(what) <= 6 && !NOT_A_KIND.matcher(what).matches();
    return sensible
        ? Optional.of(Finding.of(Fact.WHAT, what, start, start + what.length()))
        : Optional.empty();
  }

  /** The name in an answer to "What is your business called?". */
  static Optional<Finding> prompted(String sentence) {
    var bare = Sentences.bare(sentence);
    var rest = LEAD_IN.matcher(bare).replaceFirst("");
    var end = NAME_ENDS.matcher(rest);
    var name =
        (end.find() ? rest.substring(0, end.start()) : rest).replaceAll("^[\"“‘']|[.'’\"”]$", "");
    if (!Sentences.hasWords(name) || Sentences.words(name) > 6 || TALK.matcher(name).find()) {
      return lastName(sentence);
    }
    var start = Math.max(sentence.indexOf(name), 0);
    return Optional.of(Finding.of(Fact.NAME, titled(name), start, start + name.length()));
  }

  /** "I trade under my own name, Ana Duarte": two capitalised words or more, said last. */
  private static Optional<Finding> lastName(String sentence) {
    var matcher = LAST_NAME.matcher(sentence);
    return matcher.find() && matcher.start() > 0 && matcher.group("name").contains(" ")
        ? Optional.of(
            Finding.of(
                Fact.NAME, matcher.group("name"), matcher.start("name"), matcher.end("name")))
        : Optional.empty();
  }

  /**
   * A name typed in small letters throughout gets its capitals; any other spelling is the owner's.
   */
  private static String titled(String name) {
    if (!name.equals(Sentences.lower(name))) {
      return name;
    }
    return Arrays.stream(name.split(" ", -1))
        .map(
            word -> word.matches("(?:and|of|the|by|de|la|le)") ? word : Sentences.capitalised(word))
        .collect(Collectors.joining(" "));
  }
}
