package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.Source;
import app.xentri.copilot.brief.Statement;
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
    for (var topic : interview.memory().answered()) {
      if (!interview.draft().of(topic.section()).isEmpty()) {
        known.add(topic);
      }
    }
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

  /** What to ask about again: what a section cannot do without and lacks, else what it is for. */
  Topic weakest(Section section) {
    return Topic.in(section).stream()
        .filter(Topic::isEssential)
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
    for (var statement : content.statements()) {
      if (statement.source() == Source.OWNER && statement.states().isEmpty()) {
        topics.add(Topic.keyOf(content.section()));
      }
      topics.addAll(spokenOfIn(statement));
    }
    return topics;
  }

  /** What a statement answers. */
  static Set<Topic> spokenOfIn(Statement statement) {
    var topics = EnumSet.noneOf(Topic.class);
    Arrays.stream(Topic.values()).filter(topic -> speaksOf(statement, topic)).forEach(topics::add);
    return topics;
  }

  /** Whether a statement answers that topic. */
  static boolean speaksOf(Statement statement, Topic topic) {
    return statement.states().stream()
        .anyMatch(
            claim ->
                Fact.of(claim.field()).topic() == topic
                    || (topic == Topic.PRICES && claim.price() != null));
  }
}
