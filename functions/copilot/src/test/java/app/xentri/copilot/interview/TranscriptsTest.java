package app.xentri.copilot.interview;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.brief.Source;
import app.xentri.copilot.interview.Transcript.Played;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whole conversations: what must be found, and that nothing else is. */
class TranscriptsTest {

  static final List<String> NAMES = Transcript.ALL;

  private final InterviewEngine engine = new EmbeddedInterview();

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyExpectedFactIsFoundInItsField(String name) {
    var transcript = Transcript.load(name);
    var facts = Transcript.facts(transcript.play(engine).last().interview());
    assertAll(
        transcript.expected().entrySet().stream()
            .map(
                expected ->
                    () ->
                        assertEquals(
                            expected.getValue(),
                            keep(
                                facts.getOrDefault(expected.getKey(), Set.of()),
                                expected.getValue()),
                            expected.getKey() + " of " + facts)));
  }

  private static Set<String> keep(Set<String> found, Set<String> expected) {
    var kept = new TreeSet<>(found);
    kept.retainAll(expected);
    return kept;
  }

  @Test
  void nineOfTenFactsThatAreTakenAreFactsThatAFairReaderWouldTake() {
    var taken = 0;
    var right = 0;
    var surplus = new ArrayList<String>();
    for (var name : NAMES) {
      var transcript = Transcript.load(name);
      for (var fact : Transcript.facts(transcript.play(engine).last().interview()).entrySet()) {
        var expected = transcript.expected().getOrDefault(fact.getKey(), Set.of());
        taken += fact.getValue().size();
        right += keep(fact.getValue(), expected).size();
        fact.getValue().stream()
            .filter(value -> !expected.contains(value))
            .forEach(value -> surplus.add(name + " " + fact.getKey() + ": " + value));
      }
    }
    assertTrue(right * 10 >= taken * 9, right + " of " + taken + ", surplus: " + surplus);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void nothingIsInvented(String name) {
    var played = Transcript.load(name).play(engine);
    Honesty.check(played.last().interview(), played.messages());
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyReplyAsksOneQuestionWhileThereIsOneToAsk(String name) {
    for (var turn : Transcript.load(name).play(engine).turns()) {
      var asks = turn.interview().memory().pending() == null ? 0 : 1;
      assertEquals(asks, Honesty.questions(turn.reply()), turn.reply());
      assertTrue(turn.reply().length() < 400, turn.reply());
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void noQuestionIsAskedThatWasAnsweredAlready(String name) {
    var played = Transcript.load(name).play(engine);
    var asked =
        played.turns().stream()
            .map(turn -> turn.interview().memory().pending())
            .filter(topic -> topic != null)
            .toList();
    var runs = new ArrayList<Topic>();
    for (var topic : asked) {
      if (runs.isEmpty() || runs.getLast() != topic) {
        runs.add(topic);
      }
    }
    assertEquals(runs.stream().distinct().toList(), runs);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void theDraftCanBeMadeInTheEnd(String name) {
    assertTrue(engine.canDraft(Transcript.load(name).play(engine).last().interview()));
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void theSameWordsGetTheSameReplies(String name) {
    var transcript = Transcript.load(name);
    assertEquals(replies(transcript.play(engine)), replies(transcript.play(engine)));
  }

  private static List<String> replies(Played played) {
    return played.turns().stream().map(Turn::reply).toList();
  }

  @Test
  void nobodyIsSoldMagic() {
    var words =
        Arrays.stream(Topic.values())
            .map(topic -> Questions.ask(topic) + Questions.askSimply(topic) + Questions.why(topic))
            .collect(Collectors.joining());
    assertTrue(!words.matches("(?is).*\\b(?:AI|magic|amazing|awesome)\\b.*"));
    for (var topic : Topic.values()) {
      assertEquals(1, Honesty.questions(Questions.ask(topic)));
      assertEquals(1, Honesty.questions(Questions.askSimply(topic)));
      assertEquals(0, Honesty.questions(Questions.why(topic)));
    }
  }

  @Test
  void theEmbeddedEngineAssumesNothing() {
    for (var name : NAMES) {
      var draft = engine.draft(Transcript.load(name).play(engine).last().interview());
      assertTrue(
          draft.interview().draft().sections().values().stream()
              .flatMap(content -> content.statements().stream())
              .allMatch(statement -> statement.source() == Source.ANSWER));
    }
  }
}
