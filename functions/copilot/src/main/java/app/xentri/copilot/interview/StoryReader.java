package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what is told and not listed: the team, goals, proof, what is different, how work goes. */
final class StoryReader {
  private static final String ROLES =
      "employees|staff(?: members)?|team members|of us|workers|dentists?|hygienists?|bakers?|plumbers?|electricians?|teachers?|instructors?|therapists?|stylists?|barbers?|engineers?|apprentices?|developers?|designers?|receptionists?|nurses?|assistants?|chefs?|cooks|waiters|drivers?|technicians?|mechanics?|lawyers?|accountants?|trainers?|carpenters?|gardeners?|cleaners?|helpers?|part-timers|freelancers|(?:co-?)?founders?|vets?";

  private static final String COUNT =
      "(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|several|a few|a couple of)";

  private static final Pattern TEAM_ANSWER =
      Pattern.compile(
          "(?iuU:.*\\b(?:me|myself|i|alone|solo|we|us|team|staff|two|three|four|five|six|seven|eight|nine|ten|\\d{1,3}|wife|husband|partner|brother|sister|son|daughter|family|freelancers?|apprentices?|assistants?|employees?|nobody|no one|colleagues?)\\b.*)");

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
              + ")\\b)*|(?<!not )\\b(?:just|only) me(?:\\s+and\\s+(?:an?|my|one|two|three)\\s+[\\p{L}-]+)?\\b|(?<!not )\\bjust myself\\b|\\b(?:all )?on my own\\b|\\ball by myself\\b|\\bone-(?:man|woman|person)\\b|\\bme and my (?:wife|husband|partner|brother|sister|son|daughter|dad|father|mum|mom|mother|cousin|friend)\\b|\\bmy (?:wife|husband|partner|brother|sister|son|daughter|dad|father|mum|mom|mother|cousin|friend) and (?:I|me)\\b)");

  /** A help that was had or is wished for is no team. */
  private static final Pattern TEAM_NO =
      Pattern.compile(
          "(?iuU:\\b(?:need|want|hire|for|with|to|by|than|like|another|taught|trained|used)\\s+(?:an?\\s+)?$)");

  private static final Pattern GOAL =
      Pattern.compile(
          "(?iuU:(?:\\b(?:I|we)(?:'d| would)\\s+(?:really |also |eventually |one day |love |like |just )*(?:love|like|want)?\\s*(?:us |it |the business )?to\\s+|\\b(?:I|we)\\s+(?:really |also |eventually |just |do |both )*(?:want|hope|plan|aim|intend|need)\\s+to\\s+|\\b(?:I|we)(?:'d| would)?\\s+(?:really |also |just )*(?:want|like|love)\\s+(?=more |fewer |less |a second |another |at least |"
              + COUNT
              + "\\s)|\\b(?:I'm|I am|we're|we are)\\s+(?:also |really )?(?:hoping|planning|aiming|looking|trying|saving)\\s+(?:to|for)\\s+|\\b(?:hoping|planning|aiming) to\\s+|\\b(?:my|our|the)\\s+(?:[\\p{L}]+\\s+)?(?:goal|aim|dream|plan|target|ambition)s?\\s+(?:(?:for|this|next)\\s[^,.;]{1,25}\\s)?(?:is|are|would be)\\s+(?:to\\s+)?)(?<goal>[^.;!?]+))");

  private static final Pattern GOAL_ENDS =
      Pattern.compile("(?iuU:,?\\s(?:but|because|so that|since|as I)\\b.*$)");
  private static final Pattern NOT_A_GOAL =
      Pattern.compile(
          "(?iuU:^(?:(?:our|my|people|everyone|them|customers|you|say|be honest|be clear|mention|add|tell|know|ask)\\b).*)");

  private static final Pattern PROOF =
      Pattern.compile(
          "(?iuU:\\b(?:reviews?|stars?|rated|rating|testimonials?|certified(?! (?:translations?|documents?|copies))|certificates?|certification|accredited|accreditation|licen[sc]ed|registered|fully insured|insured|awards?|award-winning|winner of|won (?:the|a|an|best)|qualified|gas safe|diploma|degree|featured in|recommended by|word of mouth|portfolio|case stud(?:y|ies)|member of|references|vetted|chartered|trained at)\\b)");

  private static final Pattern NO_PROOF =
      Pattern.compile(
          "(?iuU:\\b(?:no|not|don't|haven't|without|more|any|need|want|isn't|get|few)\\b[^,;]{0,25}(?:reviews?|certif|licen|award|testimonial|rating|stars?|portfolio|references))");

  private static final Pattern DIFFERENCE =
      Pattern.compile(
          "(?iuU:\\b(?:unlike|what makes (?:us|me) different|sets (?:us|me) apart|the only (?:one|place|shop|studio|clinic|bakery|plumber|ones?)|(?:nobody|no one|no-one|none) else|others? (?:don't|won't|do not)|take pride|pride (?:ourselves|myself)|known for|no call-out (?:fee|charge)|no hidden|fixed prices?|same[- ]day (?:service|delivery|repairs?|appointments?|visits?|call-outs?)|stand out|(?:people|customers|clients|patients|they) (?:choose|like|love|trust|come back|stay|say) (?:us|me|to us|to me|that|because|with)|we always|we never|i always|i never|guarantee)\\b)");

  private static final Pattern PROCESS =
      Pattern.compile(
          "(?iuU:\\b(?:first|start with|starts with|begin with)\\b.{3,200}\\bthen\\b.+|\\byou (?:come|call|book|send|tell)\\b.{3,200}\\bthen\\b.+|\\bbook(?:ings?)?\\s+(?:are\\s+)?(?:online|by phone|through|via|on our|on my)\\b.*|\\b(?:the way (?:it|I|we) works?|how (?:it|we) works?)\\b.+)");

  private static final Pattern TONE =
      Pattern.compile(
          "(?iuU:\\b(?:tone (?:is|should be|of voice is)|(?:should|want it to|want to) sound)\\s+(?<tone>[^.;!?]{3,60}"
              + Words.WHOLE
              + "))|(?iuU:\\b(?:we're|we are|I'm|I am)\\s+(?<us>(?:quite |very |always |a bit )?(?:friendly|warm|calm|chatty|informal|cheerful|funny|playful|relaxed|down to earth|straight[- ]talking)\\b(?:\\s+(?:and|but)\\s+[^.;!?,]{2,30}"
              + Words.WHOLE
              + ")?))");

  private static final Pattern CLAUSE =
      Pattern.compile(
          "[,;]\\s+(?:and\\s+|but\\s+)?|\\s+(?:and|but)\\s+(?=(?:I|we|I'm|we're|I've|we've|they|people|it's)\\b)|\\s[–—-]\\s");

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
