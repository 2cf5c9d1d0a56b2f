package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.Source;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an interview knows and what it still lacks. Derived anew each time; nothing is counted
 * twice.
 */
final class Coverage {
  /** Enough to write a Brief that is worth reading. */
  private static final int SECTIONS_FOR_A_DRAFT = 4;

  private final Interview interview;
  private final Set<Topic> known;

  Coverage(Interview interview) {
    this.interview = interview;
    this.known = EnumSet.noneOf(Topic.class);
    known.addAll(interview.memory().answered());
    for (var section : Section.values()) {
      known.addAll(evident(interview.draft().of(section)));
    }
  }

  /** The next question, in order; topics that were left open are not asked again by themselves. */
  Optional<Topic> next() {
    return Arrays.stream(Topic.values())
        .filter(Topic::isAsked)
        .filter(topic -> !known.contains(topic))
        .filter(topic -> !interview.memory().left().contains(topic))
        .findFirst();
  }

  boolean knows(Topic topic) {
    return known.contains(topic);
  }

  /** What a section would gain most from being asked about again. */
  Topic weakest(Section section) {
    return Topic.in(section).stream()
        .filter(Topic::isAsked)
        .filter(topic -> !known.contains(topic))
        .findFirst()
        .orElse(Topic.keyOf(section));
  }

  Map<Section, Progress> progress() {
    var progress = new EnumMap<Section, Progress>(Section.class);
    for (var section : Section.values()) {
      progress.put(section, progress(section));
    }
    return progress;
  }

  private Progress progress(Section section) {
    if (interview.draft().of(section).isEmpty()) {
      return Progress.OPEN;
    }
    return missing(section).isEmpty() ? Progress.COVERED : Progress.PARTIAL;
  }

  Map<Section, List<String>> stillOpen() {
    var open = new EnumMap<Section, List<String>>(Section.class);
    for (var section : Section.values()) {
      var missing = missing(section);
      if (!missing.isEmpty()) {
        open.put(section, missing.stream().map(Topic::label).toList());
      }
    }
    return open;
  }

  private List<Topic> missing(Section section) {
    return Topic.in(section).stream()
        .filter(Topic::isEssential)
        .filter(topic -> !known.contains(topic))
        .toList();
  }

  boolean canDraft() {
    return Arrays.stream(Section.values())
            .filter(section -> !interview.draft().of(section).isEmpty())
            .filter(section -> known.contains(Topic.keyOf(section)))
            .count()
        >= SECTIONS_FOR_A_DRAFT;
  }

  boolean allSectionsCovered() {
    return progress().values().stream().allMatch(Progress.COVERED::equals);
  }

  /**
   * What a section says by itself, whoever wrote it: a form and a hand edit count like an answer.
   */
  private static Set<Topic> evident(SectionContent content) {
    var topics = EnumSet.noneOf(Topic.class);
    if (content.statements().stream().anyMatch(statement -> statement.source() == Source.OWNER)) {
      topics.add(Topic.keyOf(content.section()));
    }
    topics.addAll(evident(content.fields()));
    return topics;
  }

  private static Set<Topic> evident(SectionFields fields) {
    var topics = EnumSet.noneOf(Topic.class);
    switch (fields) {
      case SectionFields.Identity f -> {
        add(topics, Topic.NAME, f.name() != null);
        add(topics, Topic.WHAT, f.what() != null);
        add(topics, Topic.SINCE, f.since() != null);
        add(topics, Topic.AREA, f.place() != null);
      }
      case SectionFields.Audience f -> {
        add(topics, Topic.WHO, !f.who().isEmpty());
        add(topics, Topic.AREA, f.where() != null);
        add(topics, Topic.NEED, f.need() != null);
      }
      case SectionFields.Offerings f -> {
        add(topics, Topic.ITEMS, !f.items().isEmpty());
        add(topics, Topic.PRICES, f.items().stream().anyMatch(item -> item.price() != null));
      }
      case SectionFields.Positioning f -> {
        add(topics, Topic.DIFFERENCE, f.difference() != null);
        add(topics, Topic.TONE, f.tone() != null);
      }
      case SectionFields.Operations f -> {
        add(topics, Topic.HOURS, f.hours() != null);
        add(topics, Topic.AREA, f.area() != null);
        add(topics, Topic.TEAM, f.team() != null);
        add(topics, Topic.PROCESS, f.process() != null);
      }
      case SectionFields.Goals f -> add(topics, Topic.GOALS, !f.items().isEmpty());
      case SectionFields.Proof f -> add(topics, Topic.PROOF, !f.items().isEmpty());
    }
    return topics;
  }

  private static void add(Set<Topic> topics, Topic topic, boolean said) {
    if (said) {
      topics.add(topic);
    }
  }
}
