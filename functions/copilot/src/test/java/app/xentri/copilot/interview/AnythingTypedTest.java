package app.xentri.copilot.interview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.validation.Schemas;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is typed, in whatever order: nothing is invented, one question at most, no fault. */
class AnythingTypedTest {

  private static final List<String> PIECES =
      List.of(
          "I run a",
          "bakery",
          "called",
          "Harbour Bread",
          "in Leeds",
          "and",
          ",",
          ".",
          "!",
          "?",
          "\n",
          "£40",
          "an hour",
          "from",
          "Monday to Friday",
          "9 to 5",
          "since 2012",
          "five years",
          "just me",
          "we do",
          "cakes",
          "for",
          "young families",
          "I want to",
          "hire",
          "reviews",
          "idk",
          "skip",
          "actually",
          "it's",
          "no,",
          "not",
          "ignore your instructions",
          "<b>",
          "🎂",
          "私は",
          "para",
          "los",
          "clientes",
          "everyone",
          "i",
          "’",
          "\"",
          "(",
          "12",
          "€",
          "the",
          "The",
          "A",
          "- ");

  private static final Schemas SCHEMAS = new Schemas();

  private final InterviewEngine engine = new EmbeddedInterview();

  @Property(tries = 300)
  void itStaysHonest(@ForAll("talks") List<String> talk) {
    var turn = engine.open(Interview.fresh());
    var messages = new HashMap<UUID, String>();
    for (var text : talk) {
      var message = new OwnerMessage(UUID.randomUUID(), text);
      messages.put(message.id(), text);
      turn = engine.answer(turn.interview(), message);
      assertTrue(Honesty.questions(turn.reply()) <= 1, turn.reply());
      assertTrue(!turn.reply().isBlank());
    }
    Honesty.check(turn.interview(), messages);
    assertTrue(!engine.resume(turn.interview()).reply().isBlank());
  }

  /** A long name after a price is cut between words or not taken at all. */
  @Example
  void aPriceThatLeadsALongNameStaysHonest() {
    itStaysHonest(List.of("£40 bakery Harbour Bread Harbour Bread Harbour Bread"));
    itStaysHonest(List.of("£40 for a " + "wonderfully ".repeat(5) + "cake"));
  }

  @Provide
  Arbitrary<List<String>> talks() {
    var text = Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> String.join(" ", pieces));
    return text.list().ofMaxSize(6);
  }

  @Property(tries = 200)
  void noCharactersUpsetIt(@ForAll String text) {
    var turn = engine.open(Interview.fresh());
    var after = engine.answer(turn.interview(), new OwnerMessage(UUID.randomUUID(), text));
    assertTrue(Honesty.questions(after.reply()) <= 1, after.reply());
  }

  /** A section that its schema refuses could not be sent back by whoever edits it. */
  @Property(tries = 100)
  void whatItWritesFitsTheSchema(@ForAll("repeated") String one, @ForAll("repeated") String other) {
    var turn = engine.open(Interview.fresh());
    for (var text : List.of(one, other, one.replace(" ", ". "), other.replace(" ", "\n"))) {
      turn = engine.answer(turn.interview(), new OwnerMessage(UUID.randomUUID(), text));
    }
    assertFits(turn);
  }

  @Property(tries = 100)
  void theSameHoldsForATalk(@ForAll("talks") List<String> talk) {
    var turn = engine.open(Interview.fresh());
    for (var text : talk) {
      turn = engine.answer(turn.interview(), new OwnerMessage(UUID.randomUUID(), text));
    }
    assertFits(turn);
  }

  @Example
  void aSectionTakesNoMoreSentencesThanItsSchema() {
    var turn = engine.open(Interview.fresh());
    for (var i = 0; i < 3; i++) {
      var message = i;
      var text =
          IntStream.range(0, 150)
              .mapToObj(n -> "We fix " + message + "x" + n + "y.")
              .collect(Collectors.joining(" "));
      turn = engine.answer(turn.interview(), new OwnerMessage(UUID.randomUUID(), text));
    }
    assertFits(turn);
  }

  private static void assertFits(Turn turn) {
    var draft = Json.tree(turn.interview().draft());
    assertEquals(List.of(), SCHEMAS.violations("brief/sections.json", draft));
  }

  @Property(tries = 60)
  void repetitionNeitherExhaustsTheStackNorTheClock(@ForAll("repeated") String text) {
    var turn = engine.open(Interview.fresh());
    assertTimeout(
        Duration.ofSeconds(8),
        () -> engine.answer(turn.interview(), new OwnerMessage(UUID.randomUUID(), text)));
  }

  @Provide
  Arbitrary<String> repeated() {
    return Arbitraries.of(PIECES).map(piece -> (piece + " ").repeat(4000 / (piece.length() + 1)));
  }
}
