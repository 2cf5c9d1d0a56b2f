package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Claim;
import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.Source;
import app.xentri.copilot.brief.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files one message into the draft, sentence by sentence. Each sentence lands whole in one section;
 * a fact that belongs to another section takes only its own few words there.
 */
final class Filing {
  private static final Phrases PHRASES = Phrases.of(Filing.class);

  /** How much of a sentence must be hours or prices before it is no answer to an open question. */
  private static final double MOSTLY = 0.6;

  /** Words that make days and people in an answer about goals a wish and not a fact. */
  private static final Pattern WISH =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("wish") + ")\\b)");

  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d{2}s?");

  /** As the schema of a section says. What is beyond it stays in the conversation. */
  private static final int MOST_SENTENCES = 200;

  private final UUID message;
  private final @Nullable Topic asked;
  private Draft draft;
  private @Nullable Section previous;
  private int filed;

  private final Set<Topic> known = EnumSet.noneOf(Topic.class);
  private final Set<Section> touched = EnumSet.noneOf(Section.class);
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<String> phrases = new ArrayList<>();
  private boolean foreign;
  private int questions;
  private int instructions;

  Filing(Draft draft, UUID message, @Nullable Topic asked, Section fallback) {
    this.draft = draft;
    this.message = message;
    this.asked = asked;
    this.previous = fallback;
    this.filed = draft.sections().values().stream().mapToInt(c -> c.saidIn(message).size()).sum();
  }

  /**
   * @param language whether a language other than English was noted before
   */
  Filing take(String cleaned, boolean language) {
    foreign = Language.isForeign(cleaned, language);
    for (var sentence : Sentences.of(cleaned)) {
      takeSentence(sentence);
    }
    return this;
  }

  private void takeSentence(String sentence) {
    if (Intents.isInstruction(sentence)) {
      instructions++;
      return;
    }
    var found = foreign ? List.<Finding>of() : Extraction.read(sentence);
    if (Sentences.isQuestion(sentence) && found.isEmpty()) {
      questions++;
      return;
    }
    var tidy = Sentences.tidy(sentence);
    if (tidy.isEmpty() || Intents.isSmallTalk(Sentences.bare(sentence))) {
      return;
    }
    var first = texts.isEmpty();
    var answers = asked != null && answers(asked, sentence, found, first);
    var facts = answers && asked != null ? withAnswer(asked, sentence, found) : found;
    var section = answers && asked != null ? asked.section() : sectionOf(facts, first);
    if (answers && asked != null) {
      known.add(asked);
    }
    phrases.add(Sentences.bare(sentence));
    add(section, tidy);
    facts.stream()
        .filter(fact -> fact.fact().section() == section)
        .forEach(fact -> state(fact, tidy));
    if (answers && asked != null) {
      speakOf(asked, tidy);
    }
    addElsewhere(section, sentence, facts);
    findings.addAll(facts);
    previous = section;
  }

  /** Whether this sentence answers what was asked, or speaks of something else. */
  private boolean answers(Topic topic, String sentence, List<Finding> found, boolean first) {
    if (found.stream().anyMatch(finding -> finding.fact().topic() == topic)) {
      return true;
    }
    if (topic == Topic.ITEMS && first && Extraction.prompted(topic, sentence).size() > 1) {
      return true;
    }
    var others = found.stream().filter(Filing::isStrong).toList();
    if (topic == Topic.TEAM && first && StoryReader.isTeam(sentence)) {
      // "Two founders" are who works here, when that was the question.
      others = others.stream().filter(finding -> finding.fact() != Fact.WHO).toList();
    }
    if (topic.isTyped()) {
      return others.isEmpty() && answersTyped(topic, sentence, first);
    }
    if (first) {
      return (topic == Topic.WHAT || !isMostly(others, sentence))
          && others.stream().noneMatch(finding -> speaksOfElse(topic, finding, sentence));
    }
    return isList(topic) && others.isEmpty() && !Extraction.prompted(topic, sentence).isEmpty();
  }

  private boolean answersTyped(Topic topic, String sentence, boolean first) {
    var read = !Extraction.prompted(topic, sentence).isEmpty();
    return switch (topic) {
      case NAME, TEAM -> first && (read || foreign);
      case SINCE -> read || (first && foreign);
      case HOURS -> first || read;
      case AREA, PRICES -> first;
      case WHAT, WHO, ITEMS, DIFFERENCE, GOALS, PROOF, NEED, TONE, PROCESS -> false;
    };
  }

  /** Whether an answer to an open question is really about something that was not asked. */
  private static boolean speaksOfElse(Topic topic, Finding finding, String sentence) {
    return switch (topic) {
      case WHAT -> standsAlone(finding) && !isAboutIdentity(finding.fact());
      case PROCESS, NAME, PRICES, HOURS, AREA, SINCE, TEAM -> false;
      case DIFFERENCE, PROOF -> finding.fact() == Fact.GOAL;
      case GOALS -> !WISH.matcher(sentence).find() && isPlain(finding.fact());
      case WHO, ITEMS, NEED, TONE -> finding.fact() == Fact.GOAL || isPlain(finding.fact());
    };
  }

  private static boolean isAboutIdentity(Fact fact) {
    return fact.section() == Section.IDENTITY || fact == Fact.TEAM;
  }

  private static boolean isPlain(Fact fact) {
    return switch (fact) {
      case HOURS, TEAM, SINCE, AREA, PROOF, NAME -> true;
      case WHAT, PLACE, WHO, WHERE, NEED, ITEM, PRICE, DIFFERENCE, TONE, PROCESS, GOAL -> false;
    };
  }

  private static boolean isList(Topic topic) {
    return topic == Topic.ITEMS || topic == Topic.GOALS || topic == Topic.PROOF;
  }

  /** A place or a kind of business is said in passing; it does not make the sentence about it. */
  private static boolean isStrong(Finding finding) {
    return switch (finding.fact()) {
      case PLACE, WHERE, WHAT -> false;
      case NAME,
          SINCE,
          WHO,
          NEED,
          ITEM,
          PRICE,
          DIFFERENCE,
          TONE,
          HOURS,
          AREA,
          TEAM,
          PROCESS,
          GOAL,
          PROOF ->
          true;
    };
  }

  private static boolean isMostly(List<Finding> found, String sentence) {
    var length = found.stream().filter(Filing::standsAlone).mapToInt(Finding::length).sum();
    return length > MOSTLY * sentence.length();
  }

  private static boolean standsAlone(Finding finding) {
    return switch (finding.fact()) {
      case HOURS, PRICE, NAME, SINCE, TEAM -> true;
      case ITEM -> finding.price() != null;
      case PLACE, WHERE, WHAT, WHO, NEED, DIFFERENCE, TONE, AREA, PROCESS, GOAL, PROOF -> false;
    };
  }

  private List<Finding> withAnswer(Topic topic, String sentence, List<Finding> found) {
    if (foreign) {
      // A year is a year in any language.
      return topic == Topic.SINCE ? Extraction.prompted(topic, sentence) : found;
    }
    if (topic == Topic.WHAT && found.stream().filter(f -> f.fact() == Fact.ITEM).count() == 1) {
      return found.stream().map(Filing::doing).toList();
    }
    var prompted = Extraction.prompted(topic, sentence);
    if (topic == Topic.GOALS) {
      // Whatever is said of next year is a wish; none of it is so today.
      var goals = found.stream().filter(finding -> finding.fact() == Fact.GOAL).toList();
      return goals.isEmpty() ? prompted : goals;
    }
    var facts = new ArrayList<>(found);
    if (topic == Topic.PROOF) {
      facts.removeIf(Filing::isPartOfProof);
    }
    if (topic == Topic.TEAM) {
      facts.removeIf(f -> f.fact() == Fact.WHO);
    }
    if (topic == Topic.ITEMS) {
      // "Certified documents" is one of the things on offer, and no certificate.
      facts.removeIf(f -> f.fact() == Fact.PROOF && prompted.stream().anyMatch(f::overlaps));
    }
    if (!topic.isTyped() && topic != Topic.WHAT && topic != Topic.ITEMS) {
      // "We clean up after ourselves" says why people come, not what they can book.
      facts.removeIf(f -> f.fact() == Fact.ITEM && f.price() == null);
    }
    for (var finding : prompted) {
      // "Just me and an apprentice" says more than the "just me" in it.
      facts.removeIf(f -> isSame(f, finding) && f.price() == null && isWithin(f, finding));
      var said = facts.stream().anyMatch(f -> f.fact() == finding.fact());
      var priced = facts.stream().anyMatch(f -> f.fact() == Fact.ITEM && f.overlaps(finding));
      if (!priced && (!said || topic == Topic.ITEMS || topic == Topic.WHO)) {
        facts.add(finding);
      }
    }
    return facts;
  }

  /**
   * "Twelve years in the NHS, admitted in New York, treated two athletes" speaks for the owner. It
   * says neither how old the business is nor where, and nothing of its customers.
   */
  private static boolean isPartOfProof(Finding finding) {
    return switch (finding.fact()) {
      case WHO, NEED, PLACE, WHERE, TEAM -> true;
      case SINCE -> !YEAR.matcher(finding.value()).matches();
      case NAME, WHAT, ITEM, PRICE, DIFFERENCE, TONE, HOURS, AREA, PROCESS, GOAL, PROOF -> false;
    };
  }

  /**
   * The one thing that the owner does is what the business is, and not yet its list of services.
   */
  private static Finding doing(Finding finding) {
    return finding.fact() == Fact.ITEM && OfferingReader.isDoing(finding.value())
        ? Finding.of(Fact.WHAT, finding.value(), finding.start(), finding.end())
        : finding;
  }

  /** A place in the answer to where one works is that place, and not one more. */
  private static boolean isSame(Finding one, Finding other) {
    return one.fact() == other.fact() || (one.fact() == Fact.PLACE && other.fact() == Fact.AREA);
  }

  private static boolean isWithin(Finding part, Finding whole) {
    var single = part.fact() != Fact.PROOF && part.fact() != Fact.GOAL;
    return single && whole.value().contains(part.value());
  }

  private Section sectionOf(List<Finding> facts, boolean first) {
    if (first && asked != null && facts.stream().noneMatch(Filing::isStrong)) {
      return asked.section();
    }
    return facts.stream()
        .filter(Filing::isStrong)
        .findFirst()
        .or(() -> facts.stream().findFirst())
        .map(finding -> finding.fact().section())
        .orElse(previous == null ? Section.IDENTITY : previous);
  }

  private void addElsewhere(Section home, String sentence, List<Finding> facts) {
    for (var section : Section.values()) {
      var own =
          facts.stream()
              .filter(finding -> finding.fact().section() == section && isNews(finding))
              .toList();
      if (section != home && !own.isEmpty()) {
        var start = own.stream().mapToInt(Finding::start).min().orElseThrow();
        var end = own.stream().mapToInt(Finding::end).max().orElseThrow();
        var words = Sentences.tidy(sentence.substring(start, end));
        add(section, words);
        own.forEach(finding -> state(finding, words));
      }
    }
  }

  /** A place or a year that is known needs no few words of its own once more. */
  private boolean isNews(Finding finding) {
    var content = draft.of(finding.fact().section());
    return Fields.value(content.fields(), finding.fact()).isEmpty()
        || Fields.claim(content, finding).again();
  }

  private void add(Section section, String text) {
    var content = draft.of(section);
    texts.add(text);
    var said = content.statements().stream().anyMatch(s -> s.text().equalsIgnoreCase(text));
    if (!text.isEmpty() && !said && content.statements().size() < MOST_SENTENCES) {
      filed++;
      draft = draft.with(content.plus(statement(message, filed, text)));
      touched.add(section);
    }
  }

  /** The id says which message and which place in it, so that it never repeats within a Brief. */
  static Statement statement(UUID message, int number, String text) {
    var id = message.toString().substring(24) + "-" + number;
    return new Statement(id, text, Source.ANSWER, List.of(message));
  }

  /** The statement of these words states what was found in them. */
  private void state(Finding finding, String text) {
    known.add(finding.fact().topic());
    if (finding.price() != null) {
      known.add(Topic.PRICES);
    }
    var content = draft.of(finding.fact().section());
    saying(content, text)
        .map(statement -> statement.stating(Fields.claim(content, finding)))
        .ifPresent(statement -> draft = draft.with(content.with(statement)));
  }

  /** An answer without a value that could be typed is an answer, too. */
  private void speakOf(Topic topic, String text) {
    var content = draft.of(topic.section());
    saying(content, text)
        .filter(statement -> !Coverage.speaksOf(statement, topic))
        .map(statement -> statement.stating(Claim.about(topic.field())))
        .ifPresent(statement -> draft = draft.with(content.with(statement)));
  }

  private static Optional<Statement> saying(SectionContent content, String text) {
    return content.statements().stream()
        .filter(statement -> statement.text().equalsIgnoreCase(text))
        .findFirst();
  }

  Draft draft() {
    return draft;
  }

  Set<Topic> known() {
    return known;
  }

  Set<Section> touched() {
    return touched;
  }

  List<Finding> findings() {
    return findings;
  }

  List<String> texts() {
    return texts;
  }

  /** The sentences as they were typed, without fillers. */
  List<String> phrases() {
    return phrases;
  }

  boolean isNothing() {
    return texts.isEmpty();
  }

  boolean hadInstructions() {
    return instructions > 0;
  }

  boolean hadQuestions() {
    return questions > 0;
  }
}
