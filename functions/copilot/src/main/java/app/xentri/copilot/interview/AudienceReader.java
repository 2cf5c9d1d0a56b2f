package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds who the customers are, and what brings them. */
final class AudienceReader {
  private static final Phrases PHRASES = Phrases.of(AudienceReader.class);

  /** Words for people and organisations that buy. Only their plural stands for a group. */
  static final String PEOPLE = PHRASES.any("people");

  private static final String ADJECTIVES =
      "(?:(?!(?:" + PHRASES.any("no adjective") + ")\\b)[\\p{L}'’-]+\\s+){0,2}";

  private static final Pattern UNPROMPTED =
      Pattern.compile(
          "(?iuU:\\b(?:"
              + PHRASES.any("leads to people")
              + ")\\s+(?:"
              + PHRASES.any("between lead and people")
              + ")*(?<who>"
              + ADJECTIVES
              + "(?:"
              + PEOPLE
              + ")\\b(?:(?:\\s*,\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|&)\\s+)"
              + ADJECTIVES
              + "(?:"
              + PEOPLE
              + ")\\b)*))");

  /** "Homeowners and landlords in Leeds": the groups a sentence begins with, if no verb follows. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "^(?iuU:(?:mostly|mainly|usually|ideally|probably)?\\s*(?<who>"
              + ADJECTIVES
              + "(?:"
              + PEOPLE
              + ")\\b(?:(?:\\s*,\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|&)\\s+)"
              + ADJECTIVES
              + "(?:"
              + PEOPLE
              + ")\\b)*)(?=\\s*(?:[.,;!]|$)|\\s+(?:"
              + PHRASES.any("ends the beginning")
              + ")\\b))");

  /** "For customers" and "people" say nothing about who they are. */
  private static final Pattern NOBODY =
      Pattern.compile(
          "(?iuU:(?:(?:"
              + PHRASES.any("says nothing: before")
              + ")\\s+)*(?:"
              + PHRASES.any("says nothing: people")
              + "))");

  private static final Pattern NEED_CUE =
      Pattern.compile(
          "(?iuU:\\b(?:"
              + PHRASES.any("who needs")
              + ")\\s+(?:"
              + PHRASES.any("how often needed")
              + ")?(?:"
              + PHRASES.any("needs")
              + ")\\b.*)");

  private static final Pattern LEAD_IN =
      Pattern.compile("^(?iuU:(?:(?:" + PHRASES.any("answer: before") + ")\\s+)+)");

  private static final Pattern CUT =
      Pattern.compile("\\s(?iuU:" + PHRASES.any("answer: cut from") + ")\\b.*$|[.;:(!?].*$");

  private static final Pattern LIST =
      Pattern.compile("(?iuU:\\s*,\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|&|plus)\\s+|\\s*/\\s*)");
  private static final Pattern TALK =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("talk") + ")\\b|\\d)");

  /** In the answer to who they are, students and visitors are a group of their own. */
  private static final Pattern NOBODY_ASKED_FOR =
      Pattern.compile(
          "(?iuU:(?:(?:"
              + PHRASES.any("says nothing when asked: before")
              + ")\\s+)*(?:people|customers|clients|ones))");

  private static final Pattern VAGUE_NUMBER =
      Pattern.compile("^(?iuU:(?:" + PHRASES.any("vague number") + ")\\s+)+");

  private static final Pattern DETERMINER =
      Pattern.compile("^(?iuU:(?:some|several|also|" + Words.NUMBER + ")\\s)");

  private static final Pattern COMMAS = Pattern.compile("(?iuU:\\s*[,/]\\s*(?:(?:and|or)\\s+)?)");

  /** "People with a leak" are not called "with a leak". */
  private static final Pattern NO_GROUP =
      Pattern.compile("(?iuU:(?:" + PHRASES.any("no group") + ")\\b.*)");

  private AudienceReader() {}

  static List<Finding> read(String sentence) {
    var findings = new ArrayList<Finding>();
    var beginning = BEGINNING.matcher(sentence);
    if (beginning.find()) {
      add(findings, beginning.group("who"), beginning.start("who"), beginning.end("who"));
    }
    var matcher = UNPROMPTED.matcher(sentence);
    while (matcher.find()) {
      var start = matcher.start("who");
      var lead = Sentences.lower(sentence.substring(matcher.start(), start));
      var from = lead.startsWith("for") || lead.startsWith("m") ? matcher.start() : start;
      add(findings, matcher.group("who"), from, matcher.end("who"));
    }
    var need = NEED_CUE.matcher(sentence);
    if (need.find()) {
      findings.add(
          Finding.of(
              Fact.NEED,
              sentence.substring(need.start(), need.end()).replaceAll("[.!]+$", ""),
              need.start(),
              need.end()));
    }
    return findings;
  }

  private static void add(List<Finding> findings, String groups, int start, int end) {
    for (var who : LIST.split(groups, -1)) {
      var known = findings.stream().anyMatch(finding -> finding.value().equalsIgnoreCase(who));
      if (!known && !NOBODY.matcher(who).matches()) {
        findings.add(Finding.of(Fact.WHO, who, start, end));
      }
    }
  }

  /** The groups in an answer to "Who is your ideal customer?"; none when it is told as a story. */
  static List<Finding> prompted(String sentence) {
    var bare = Sentences.bare(sentence);
    return Arrays.stream(COMMAS.split(LEAD_IN.matcher(bare).replaceFirst(""), -1))
        .flatMap(AudienceReader::groups)
        .filter(who -> who.length() > 2 && Sentences.words(who) <= 4 && Sentences.hasWords(who))
        .filter(who -> !TALK.matcher(who).find() && !NOBODY_ASKED_FOR.matcher(who).matches())
        .filter(sentence::contains)
        .map(
            who ->
                Finding.of(
                    Fact.WHO, who, sentence.indexOf(who), sentence.indexOf(who) + who.length()))
        .toList();
  }

  /**
   * "Beginners and runners" are two. What follows "people with doodles" belongs to those people,
   * unless it begins anew: "… and two cafés".
   */
  private static Stream<String> groups(String part) {
    var groups = new ArrayList<String>();
    var described = false;
    for (var piece : LIST.split(part, -1)) {
      if (described && !DETERMINER.matcher(piece).lookingAt()) {
        break;
      }
      var who = CUT.matcher(piece).replaceFirst("").strip();
      who = LEAD_IN.matcher(who + " ").replaceFirst("").strip();
      if (NO_GROUP.matcher(who).matches()) {
        break;
      }
      groups.add(VAGUE_NUMBER.matcher(who).replaceFirst(""));
      described |= CUT.matcher(piece).find();
    }
    return groups.stream();
  }
}
