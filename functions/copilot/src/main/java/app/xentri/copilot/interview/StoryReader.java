package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what is told and not listed: the team, goals, proof, what is different, how work goes. */
final class StoryReader {
  private static final Phrases PHRASES = Phrases.of(StoryReader.class);

  private static final String ROLES = PHRASES.any("staff");

  private static final String COUNT = "(?:" + PHRASES.any("count") + ")";

  private static final Pattern TEAM_ANSWER =
      Pattern.compile("(?iuU:.*\\b(?:" + PHRASES.any("team: answer") + ")\\b.*)");

  private static final Pattern TEAM =
      Pattern.compile(
          "(?iuU:\\b(?:my |our |the )?team is (?=(?:me|just|only|\\d|"
              + Words.NUMBER
              + ")\\b)[^.;!?]{2,80}"
              + Words.WHOLE
              + "|\\b(?:team|staff|crew) of (?:about )?"
              + Words.NUMBER
              + "\\b|\\b"
              + COUNT
              + "\\s+(?:full-time |part-time |qualified |other |great |young )?(?:"
              + ROLES
              + ")\\b(?:(?:\\s*,\\s*|\\s+and\\s+)(?:"
              + Words.NUMBER
              + ")\\s+(?:full-time |part-time )?(?:"
              + ROLES
              + ")\\b)*|(?<!not )\\b(?:just|only) me(?:\\s+and\\s+(?:an?|my|one|two"
              + "|three)\\s+[\\p{L}-]+)?\\b|(?<!not )\\bjust myself\\b"
              + "|\\b(?:all )?on my own\\b|\\ball by myself\\b|\\bone-(?:man|woman|person)\\b"
              + "|\\bme and my (?:"
              + PHRASES.any("family")
              + ")\\b|\\bmy (?:"
              + PHRASES.any("family")
              + ") and (?:I|me)\\b)");

  /** A help that was had or is wished for is no team. */
  private static final Pattern TEAM_NO =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("no team") + ")\\s+(?:an?\\s+)?$)");

  private static final Pattern GOAL =
      Pattern.compile(
          "(?iuU:(?:\\b(?:I|we)(?:'d| would)\\s+(?:really |also |eventually |one day "
              + "|love |like |just )*(?:love|like|want)?\\s*(?:us |it |the business )?to\\s+"
              + "|\\b(?:I|we)\\s+(?:really |also |eventually |just |do |both )*(?:"
              + PHRASES.any("goal: verb")
              + ")\\s+to\\s+|\\b(?:I|we)(?:'d| would)?\\s+(?:really |also |just )*(?:want"
              + "|like|love)\\s+(?=more |fewer |less |a second |another |at least |"
              + COUNT
              + "\\s)|\\b(?:I'm|I am|we're|we are)\\s+(?:also |really )?(?:"
              + PHRASES.any("goal: doing")
              + ")\\s+(?:to|for)\\s+|\\b(?:hoping|planning|aiming) to\\s+|\\b(?:my|our"
              + "|the)\\s+(?:[\\p{L}]+\\s+)?(?:"
              + PHRASES.any("goal")
              + ")s?\\s+(?:(?:for|this|next)\\s[^,.;]{1,25}\\s)?(?:is|are"
              + "|would be)\\s+(?:to\\s+)?)(?<goal>[^.;!?]+))");

  private static final Pattern GOAL_ENDS =
      Pattern.compile("(?iuU:,?\\s(?:but|because|so that|since|as I)\\b.*$)");
  private static final Pattern NOT_A_GOAL =
      Pattern.compile("(?iuU:^(?:(?:" + PHRASES.any("no goal") + ")\\b).*)");

  private static final Pattern PROOF =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("proof") + ")\\b)");

  private static final Pattern NO_PROOF =
      Pattern.compile(
          "(?iuU:\\b(?:"
              + PHRASES.any("no proof: before")
              + ")\\b[^,;]{0,25}(?:"
              + PHRASES.any("no proof")
              + "))");

  private static final Pattern DIFFERENCE =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("difference") + ")\\b)");

  private static final Pattern PROCESS =
      Pattern.compile(
          "(?iuU:\\b(?:first|start with|starts with|begin with)\\b.{3,200}\\bthen\\b.+"
              + "|\\byou (?:come|call|book|send|tell)\\b.{3,200}\\bthen\\b.+"
              + "|\\bbook(?:ings?)?\\s+(?:are\\s+)?(?:"
              + PHRASES.any("booked")
              + ")\\b.*|\\b(?:the way (?:it|I|we) works?|how (?:it|we) works?)\\b.+)");

  private static final Pattern TONE =
      Pattern.compile(
          "(?iuU:\\b(?:tone (?:is|should be|of voice is)|(?:should|want it to"
              + "|want to) sound)\\s+(?<tone>[^.;!?]{3,60}"
              + Words.WHOLE
              + "))|(?iuU:\\b(?:we're|we are|I'm"
              + "|I am)\\s+(?<us>(?:quite |very |always |a bit )?(?:"
              + PHRASES.any("tone")
              + ")\\b(?:\\s+(?:and|but)\\s+[^.;!?,]{2,30}"
              + Words.WHOLE
              + ")?))");

  private static final Pattern CLAUSE =
      Pattern.compile(
          "[,;]\\s+(?:and\\s+|but\\s+)?|\\s+(?:and|but)\\s+(?=(?:"
              + PHRASES.any("clause")
              + ")\\b)|\\s[–—-]\\s");

  private StoryReader() {}

  static List<Finding> read(String sentence) {
    var findings = new ArrayList<Finding>();
    goal(sentence).ifPresent(findings::add);
    team(sentence).ifPresent(findings::add);
    proofs(sentence, findings);
    clause(Fact.DIFFERENCE, DIFFERENCE, sentence).ifPresent(findings::add);
    whole(Fact.PROCESS, PROCESS, sentence).ifPresent(findings::add);
    var tone = TONE.matcher(sentence);
    if (tone.find()) {
      var said = tone.group("tone") == null ? tone.group("us") : tone.group("tone");
      findings.add(Finding.of(Fact.TONE, said, tone.start(), tone.end()));
    }
    return findings;
  }

  private static Optional<Finding> goal(String sentence) {
    var matcher = GOAL.matcher(sentence);
    if (!matcher.find()) {
      return Optional.empty();
    }
    var goal = GOAL_ENDS.matcher(matcher.group("goal")).replaceFirst("").strip();
    return goal.length() < 3 || NOT_A_GOAL.matcher(goal).matches()
        ? Optional.empty()
        : Optional.of(
            Finding.of(Fact.GOAL, goal, matcher.start(), matcher.start("goal") + goal.length()));
  }

  private static Optional<Finding> team(String sentence) {
    var matcher = TEAM.matcher(sentence);
    while (matcher.find()) {
      if (!TEAM_NO.matcher(sentence.substring(0, matcher.start())).find()) {
        return Optional.of(Finding.of(Fact.TEAM, matcher.group(), matcher.start(), matcher.end()));
      }
    }
    return Optional.empty();
  }

  private static void proofs(String sentence, List<Finding> findings) {
    if (NO_PROOF.matcher(sentence).find()) {
      return;
    }
    for (var clause : clauses(sentence)) {
      var text = clause.text(sentence);
      if (PROOF.matcher(text).find()) {
        findings.add(Finding.of(Fact.PROOF, value(text), clause.start(), clause.end()));
      }
    }
  }

  private static Optional<Finding> clause(Fact fact, Pattern cue, String sentence) {
    return clauses(sentence).stream()
        .filter(clause -> cue.matcher(clause.text(sentence)).find())
        .map(clause -> Finding.of(fact, value(clause.text(sentence)), clause.start(), clause.end()))
        .findFirst();
  }

  private static Optional<Finding> whole(Fact fact, Pattern cue, String sentence) {
    return cue.matcher(sentence).find()
        ? Optional.of(Finding.of(fact, value(sentence), 0, sentence.length()))
        : Optional.empty();
  }

  /** Whether an answer to "Is it just you?" speaks of people who work here. */
  static boolean isTeam(String sentence) {
    return TEAM_ANSWER.matcher(sentence).matches();
  }

  /** An answer to an open question, taken as it was given. */
  static Finding prompted(Fact fact, String sentence) {
    return Finding.of(fact, value(sentence), 0, sentence.length());
  }

  static String value(String text) {
    var bare = Sentences.bare(text).replaceAll("[.!]+$", "").strip();
    return bare.isEmpty() ? text.strip() : bare;
  }

  private record Clause(int start, int end) {
    String text(String sentence) {
      return sentence.substring(start, end);
    }
  }

  private static List<Clause> clauses(String sentence) {
    var clauses = new ArrayList<Clause>();
    var matcher = CLAUSE.matcher(sentence);
    var from = 0;
    while (matcher.find()) {
      clauses.add(new Clause(from, matcher.start()));
      from = matcher.end();
    }
    clauses.add(new Clause(from, sentence.length()));
    return clauses.stream().filter(clause -> !clause.text(sentence).isBlank()).toList();
  }
}
