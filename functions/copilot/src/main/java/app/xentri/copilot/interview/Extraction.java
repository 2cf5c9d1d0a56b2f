package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the typed facts of a sentence: those it says by itself, and those it says as an answer. */
final class Extraction {
  private Extraction() {}

  /** What the sentence says whatever was asked. */
  static List<Finding> read(String sentence) {
    var found = new ArrayList<Finding>();
    found.addAll(NameReader.read(sentence));
    found.addAll(TimeReader.read(sentence));
    found.addAll(PriceReader.read(sentence));
    for (var item : OfferingReader.read(sentence)) {
      addUnlessOverlapping(found, item, Fact.ITEM, Fact.PRICE);
    }
    found.addAll(AudienceReader.read(sentence));
    for (var place : PlaceReader.read(sentence)) {
      addUnlessOverlapping(found, place, Fact.NAME);
    }
    found.addAll(StoryReader.read(sentence));
    // In the order in which they are said: what comes first is what a sentence is about.
    found.sort(Comparator.comparingInt(Finding::start));
    return withoutWishes(found);
  }

  /** What is hoped for is not yet so: "hire a team of five" is a goal and no team. */
  private static List<Finding> withoutWishes(List<Finding> found) {
    var goals = found.stream().filter(finding -> finding.fact() == Fact.GOAL).toList();
    return found.stream()
        .filter(
            finding -> finding.fact() == Fact.GOAL || goals.stream().noneMatch(finding::overlaps))
        .toList();
  }

  private static void addUnlessOverlapping(List<Finding> found, Finding more, Fact... facts) {
    var rivals = List.of(facts);
    if (found.stream().noneMatch(f -> rivals.contains(f.fact()) && f.overlaps(more))) {
      found.add(more);
    }
  }

  /** What the sentence says because that topic was asked about. */
  static List<Finding> prompted(Topic topic, String sentence) {
    return switch (topic) {
      case NAME -> listed(NameReader.prompted(sentence));
      case WHAT -> what(sentence);
      case WHO -> AudienceReader.prompted(sentence);
      case ITEMS -> OfferingReader.prompted(sentence);
      case HOURS -> listed(TimeReader.promptedHours(sentence));
      case AREA -> listed(PlaceReader.prompted(sentence));
      case SINCE -> listed(TimeReader.promptedSince(sentence));
      case TEAM -> StoryReader.isTeam(sentence) ? open(Fact.TEAM, sentence, 12) : List.of();
      case NEED -> open(Fact.NEED, sentence, 40);
      case DIFFERENCE -> open(Fact.DIFFERENCE, sentence, 40);
      case TONE -> open(Fact.TONE, sentence, 12);
      case GOALS -> open(Fact.GOAL, sentence, 40);
      case PROOF -> open(Fact.PROOF, sentence, 40);
      case PRICES, PROCESS -> List.of();
    };
  }

  private static List<Finding> listed(Optional<Finding> finding) {
    return finding.map(List::of).orElse(List.of());
  }

  /** "Plumber." or "Wedding photography": short enough to be the thing itself. */
  private static List<Finding> what(String sentence) {
    var value = StoryReader.value(sentence).replaceFirst("[,;:(].*$", "").strip();
    value = value.replaceFirst("^(?iuU:an?|the)\\s+", "");
    value = value.replaceFirst("(?iuU:\\s+(?:mate|pal|bro|really|basically|lol))$", "");
    var talk = value.matches("(?iuU:.*\\b(?:i|we|i'm|we're|it's|my|our|is|are|you)\\b.*)");
    return talk || Sentences.words(value) > 6 || value.isBlank()
        ? List.of()
        : open(Fact.WHAT, value, 6);
  }

  private static List<Finding> open(Fact fact, String sentence, int longest) {
    return Sentences.words(sentence) <= longest && Sentences.hasWords(sentence)
        ? List.of(StoryReader.prompted(fact, sentence))
        : List.of();
  }
}
