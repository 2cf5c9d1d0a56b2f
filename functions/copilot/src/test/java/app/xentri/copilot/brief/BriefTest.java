package app.xentri.copilot.brief;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.platform.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BriefTest {

  private static final UUID SAID = UUID.fromString("01900000-0000-7000-8000-000000000001");
  private static final Instant NOW = Instant.parse("2026-11-23T17:00:00Z");

  private static Statement answer(String id, String text) {
    return new Statement(id, text, Source.ANSWER, List.of(SAID));
  }

  private static Statement owners(String id, String text) {
    return new Statement(id, text, Source.OWNER, List.of());
  }

  private static SectionContent content(Section section, Statement... statements) {
    return new SectionContent(section, List.of(statements));
  }

  @Property(tries = 200)
  void editingOneSectionLeavesTheOtherSixByteIdentical(
      @ForAll("drafts") Draft draft, @ForAll Section section, @ForAll("words") String words) {
    var brief = new Brief(SAID, 3, draft, Map.of(), NOW);
    var before = Json.tree(draft);
    var edited = brief.edit(content(section, owners("new", words)), SectionStatus.READY, NOW);
    var after = Json.tree(edited.sections());
    for (var other : Section.values()) {
      if (other != section) {
        assertEquals(Json.write(before.path(other.wire())), Json.write(after.path(other.wire())));
      }
    }
    assertEquals(4, edited.version());
  }

  @Property(tries = 200)
  void whatIsWrittenReadsBackTheSame(@ForAll("drafts") Draft draft) {
    var bytes = Json.write(draft);
    var read = Json.stored(bytes, Draft.class);
    assertEquals(draft, read);
    assertEquals(bytes, Json.write(read));
  }

  @Provide
  Arbitrary<Draft> drafts() {
    return Combinators.combine(words().list().ofMaxSize(4), words(), Arbitraries.of(Section.class))
        .as(
            (texts, field, section) -> {
              var draft = Draft.empty();
              var sections =
                  List.of(Section.IDENTITY, Section.AUDIENCE, Section.GOALS, Section.PROOF);
              for (var i = 0; i < texts.size(); i++) {
                draft = draft.with(content(sections.get(i), answer("s" + i, texts.get(i))));
              }
              return draft.with(
                  draft.of(section).with(fields(section, field), SectionFields.none(section)));
            });
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings()
        .all()
        .ofMinLength(1)
        .ofMaxLength(30)
        .map(text -> "a" + clean(text));
  }

  /** A lone surrogate has no UTF-8. */
  private static String clean(String text) {
    return text.codePoints()
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static SectionFields fields(Section section, String value) {
    return switch (section) {
      case IDENTITY -> new SectionFields.Identity(value, null, value, null);
      case AUDIENCE -> new SectionFields.Audience(List.of(value), null, value);
      case OFFERINGS ->
          new SectionFields.Offerings(
              List.of(new Offering(value, null), new Offering(value, value)));
      case POSITIONING -> new SectionFields.Positioning(value, null);
      case OPERATIONS -> new SectionFields.Operations(null, value, value, null);
      case GOALS -> new SectionFields.Goals(List.of(value));
      case PROOF -> new SectionFields.Proof(List.of(value, value));
    };
  }

  @Test
  void anUntouchedAnswerKeepsItsReceiptsThroughAnEdit() {
    var before = content(Section.GOALS, answer("a", "Grow."), answer("b", "Rest."));
    var sent = content(Section.GOALS, owners("a", "Grow."), owners("b", "Rest more."));
    var after = sent.editing(before, List.of());
    assertEquals(answer("a", "Grow."), after.statements().getFirst());
    assertEquals(owners("b", "Rest more."), after.statements().getLast());
  }

  @Test
  void aReceiptCannotBeForged() {
    var after =
        content(Section.GOALS, answer("x", "I said so."))
            .editing(SectionContent.empty(Section.GOALS), List.of());
    assertEquals(owners("x", "I said so."), after.statements().getFirst());
  }

  @Test
  void anAssumptionIsConfirmedBySendingItBackAsOnesOwn() {
    var assumed = new Statement("a", "Open weekends.", Source.ASSUMPTION, List.of());
    var before = content(Section.OPERATIONS, assumed);
    assertEquals(assumed, before.editing(before, List.of()).statements().getFirst());
    var confirmed =
        content(Section.OPERATIONS, owners("a", "Open weekends.")).editing(before, List.of());
    assertEquals(Source.OWNER, confirmed.statements().getFirst().source());
  }

  @Test
  void anAnswerNeedsAReceiptAndNothingElseMayHaveOne() {
    assertThrows(
        IllegalArgumentException.class, () -> new Statement("a", "x", Source.ANSWER, List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new Statement("a", "x", Source.OWNER, List.of(SAID)));
  }

  @Test
  void idsAreUniqueWithinASection() {
    assertThrows(
        IllegalArgumentException.class,
        () -> content(Section.GOALS, owners("a", "x"), owners("a", "y")));
  }
}
