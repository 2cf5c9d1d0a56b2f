package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Offering;
import app.xentri.copilot.brief.SectionFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An owner on paper: what they say to each question, and the facts that a fair reader would take
 * from it. Played against an engine, it answers whatever is asked and skips what it has no words
 * for.
 */
record Transcript(Map<Topic, List<String>> answers, Map<String, Set<String>> expected) {

  static final List<String> ALL =
      List.of(
          "accountant",
          "architect",
          "bakery",
          "barber",
          "cafe",
          "candles",
          "chatty",
          "dental",
          "designer",
          "florist",
          "founder",
          "groomer",
          "lawyer",
          "nails",
          "photographer",
          "physio",
          "plumber",
          "restorer",
          "studio",
          "taller",
          "terse",
          "translator",
          "unsure",
          "valeting",
          "yoga");

  static Transcript load(String name) {
    var answers = new EnumMap<Topic, List<String>>(Topic.class);
    var expected = new TreeMap<String, Set<String>>();
    var facts = false;
    for (var line : read(name).lines().filter(text -> !text.isBlank()).toList()) {
      if (line.equals("expect")) {
        facts = true;
      } else if (facts) {
        var parts = line.split(" = ", 2);
        expected.put(parts[0], new TreeSet<>(List.of(parts[1].split(" \\| ", -1))));
      } else {
        var parts = line.split(": ", 2);
        answers.computeIfAbsent(Topic.valueOf(parts[0]), _ -> new ArrayList<>()).add(parts[1]);
      }
    }
    return new Transcript(answers, expected);
  }

  private static String read(String name) {
    try (var in = Transcript.class.getResourceAsStream("transcripts/" + name + ".txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came of a conversation. */
  record Played(Turn last, List<Turn> turns, Map<UUID, String> messages) {}

  Played play(InterviewEngine engine) {
    var left = new HashMap<Topic, Queue<String>>();
    answers.forEach((topic, texts) -> left.put(topic, new ArrayDeque<>(texts)));
    var turn = engine.open(Interview.fresh());
    var turns = new ArrayList<Turn>(List.of(turn));
    var messages = new HashMap<UUID, String>();
    while (turn.interview().memory().pending() != null && turns.size() < 40) {
      var words = left.getOrDefault(turn.interview().memory().pending(), new ArrayDeque<>()).poll();
      var message = new OwnerMessage(UUID.randomUUID(), words == null ? "Skip for now" : words);
      messages.put(message.id(), message.text());
      turn = engine.answer(turn.interview(), message);
      turns.add(turn);
    }
    return new Played(turn, turns, messages);
  }

  /** The typed facts of an interview as text, by section and field. */
  static Map<String, Set<String>> facts(Interview interview) {
    var facts = new TreeMap<String, Set<String>>();
    interview.draft().sections().values().forEach(content -> put(facts, content.fields()));
    facts.values().removeIf(Set::isEmpty);
    return facts;
  }

  private static void put(Map<String, Set<String>> facts, SectionFields fields) {
    switch (fields) {
      case SectionFields.Identity f -> {
        put(facts, "identity.name", f.name());
        put(facts, "identity.what", f.what());
        put(facts, "identity.since", f.since());
        put(facts, "identity.place", f.place());
      }
      case SectionFields.Audience f -> {
        put(facts, "audience.who", f.who());
        put(facts, "audience.where", f.where());
        put(facts, "audience.need", f.need());
      }
      case SectionFields.Offerings f ->
          put(facts, "offerings.items", f.items().stream().map(Transcript::text).toList());
      case SectionFields.Positioning f -> {
        put(facts, "positioning.difference", f.difference());
        put(facts, "positioning.tone", f.tone());
      }
      case SectionFields.Operations f -> {
        put(facts, "operations.hours", f.hours());
        put(facts, "operations.area", f.area());
        put(facts, "operations.team", f.team());
        put(facts, "operations.process", f.process());
      }
      case SectionFields.Goals f -> put(facts, "goals.items", f.items());
      case SectionFields.Proof f -> put(facts, "proof.items", f.items());
    }
  }

  private static String text(Offering item) {
    return item.price() == null ? item.name() : item.name() + " " + item.price();
  }

  private static void put(Map<String, Set<String>> facts, String name, @Nullable String value) {
    facts.put(name, value == null ? new TreeSet<>() : new TreeSet<>(Set.of(value)));
  }

  private static void put(Map<String, Set<String>> facts, String name, Collection<String> values) {
    facts.put(name, new TreeSet<>(values));
  }
}
