package app.xentri.copilot.interview;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Repeats back in a few words what was understood: facts where there are some, else a phrase. */
final class Echo {
  private static final Phrases PHRASES = Phrases.of(Echo.class);

  private static final int FACTS = 3;
  private static final int WORDS = 11;
  private static final int LONGEST_FACT = 60;
  private static final List<String> OPENINGS = List.of("Got it", "Noted", "Understood");

  private static final Pattern CLAUSE_END = Pattern.compile("(?:[,;:(]|\\s[–—-])\\s.*$");

  /** Small after a colon; anything else may be a name and stays as it was typed. */
  private static final Pattern SMALL_WORD =
      Pattern.compile("(?:" + PHRASES.any("small word") + ")\\b");

  private static final Pattern ABOUT_THE_OWNER =
      Pattern.compile("(?:" + PHRASES.any("about the owner") + ")\\s");

  private Echo() {}

  static String of(Filing filing, int answers) {
    var said = facts(filing);
    var words = said.isEmpty() ? phrase(filing.phrases().getFirst()) : said;
    var opening = OPENINGS.get(Math.floorMod(answers, OPENINGS.size()));
    return words.isEmpty() ? "Thank you." : opening + ": " + stopped(words);
  }

  private static String facts(Filing filing) {
    var said = new LinkedHashSet<String>();
    var all = filing.findings();
    all.stream()
        .filter(finding -> all.stream().noneMatch(other -> saysMore(other, finding)))
        .filter(finding -> finding.value().length() <= LONGEST_FACT)
        .sorted(Comparator.comparing(Finding::fact))
        .map(Echo::fact)
        .filter(fact -> !fact.isEmpty())
        .limit(FACTS)
        .forEach(said::add);
    return String.join(", ", said);
  }

  private static boolean saysMore(Finding other, Finding finding) {
    var wider = other.value().length() > finding.value().length();
    var named = finding.fact() == Fact.PRICE && other.fact() == Fact.ITEM;
    return named || (wider && other.value().contains(finding.value()) && isEchoed(other));
  }

  private static boolean isEchoed(Finding finding) {
    return finding.value().length() <= LONGEST_FACT && !fact(finding).isEmpty();
  }

  private static String fact(Finding finding) {
    var value = finding.value();
    return switch (finding.fact()) {
      case SINCE -> value.matches("(?:19|20)\\d{2}s?") ? "since " + value : value;
      case PLACE, WHERE -> "in " + value;
      case ITEM -> finding.price() == null ? value : value + " " + finding.price();
      case NAME, PRICE, HOURS, AREA -> value;
      case WHAT, WHO -> value;
      case TEAM, GOAL, TONE -> yours(decapitalised(value));
      case NEED, DIFFERENCE, PROCESS, PROOF -> "";
    };
  }

  /** The first words of a sentence, turned towards the owner: "I fix leaks" → "you fix leaks". */
  private static String phrase(String tidied) {
    var clause = CLAUSE_END.matcher(tidied).replaceFirst("");
    var words = clause.split(" ", -1);
    if (clause.isBlank()
        || words.length > WORDS
        || clause.length() > 90
        || Language.isForeign(clause, false)) {
      return "";
    }
    return yours(decapitalised(clause.replaceAll("[.!]+$", "")));
  }

  /** A sentence about the owner, turned towards them; a name or a number stays as it is. */
  static String turned(String value) {
    return ABOUT_THE_OWNER.matcher(value).lookingAt() ? yours(decapitalised(value)) : value;
  }

  /** Only small words are turned: those with a capital are names, as in "Rock My Wedding". */
  private static String yours(String text) {
    var turned = text;
    for (var pair :
        List.of(
            List.of("(?:[Ii] am|[Ii]'?m|we are|we're)", "you are"),
            List.of("(?:[Ii] was|we were)", "you were"),
            List.of("(?:[Ii]'ve|we've)", "you have"),
            List.of("(?:[Ii]'d|we'd)", "you would"),
            List.of("(?:[Ii]'ll|we'll)", "you will"),
            List.of("(?:my|our)", "your"),
            List.of("(?:mine|ours)", "yours"),
            List.of("(?:myself|ourselves)", "yourself"),
            List.of("(?:[Ii]|we|me|us)", "you"))) {
      turned =
          turned.replaceAll(
              "(?u)(?<![\\p{L}'])" + pair.getFirst() + "(?![\\p{L}'])", pair.getLast());
    }
    return turned;
  }

  private static String decapitalised(String text) {
    return SMALL_WORD.matcher(text).lookingAt()
        ? Character.toLowerCase(text.charAt(0)) + text.substring(1)
        : text;
  }

  private static String stopped(String text) {
    var plain = text.replace('?', ' ').replace('？', ' ').replaceAll("[.!,;:\\s]+$", "");
    return plain + ".";
  }
}
