package app.xentri.copilot.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.BriefStore;
import app.xentri.copilot.brief.BriefView;
import app.xentri.copilot.brief.Claim;
import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Field;
import app.xentri.copilot.brief.Gone;
import app.xentri.copilot.brief.Offering;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.SectionStatus;
import app.xentri.copilot.brief.Source;
import app.xentri.copilot.brief.Statement;
import app.xentri.copilot.interview.EmbeddedInterview;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.Memory;
import app.xentri.copilot.interview.OwnerMessage;
import app.xentri.copilot.interview.Topic;
import app.xentri.copilot.interview.Turn;
import app.xentri.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DocumentsTest {

  private static final Instant BEGUN = Instant.parse("2026-11-23T17:00:00Z");
  private static final Instant LATER = Instant.parse("2026-11-23T17:05:06.120340Z");
  private static final EmbeddedInterview ENGINE = new EmbeddedInterview();

  private static UUID id(int number) {
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
  }

  private static Turn talked() {
    var turn = ENGINE.open(Interview.fresh());
    var said =
        List.of(
            "I run a bakery called \"Crumb & Co\" in Leeds since 2014",
            "Families and cafés nearby",
            "Sourdough from £4.50, cakes at 30 euros",
            "We bake everything by hand 🥖",
            "Tuesday to Saturday, 8am to 4pm");
    for (int i = 0; i < said.size(); i++) {
      turn = ENGINE.answer(turn.interview(), new OwnerMessage(id(i + 1), said.get(i)));
    }
    return turn;
  }

  private static Draft everything() {
    var draft = Draft.empty();
    for (var fields :
        List.of(
            new SectionFields.Identity("Crumb", "bakery", "2014", "Leeds"),
            new SectionFields.Audience(List.of("families", "cafés"), "nearby", "bread"),
            new SectionFields.Offerings(
                List.of(new Offering("loaf", "£4.50"), new Offering("cake", null))),
            new SectionFields.Positioning("by hand", "warm"),
            new SectionFields.Operations("8 to 4", "Leeds", "two of us", "order ahead"),
            new SectionFields.Goals(List.of("grow", "rest")),
            new SectionFields.Proof(List.of("five stars")))) {
      draft =
          draft.with(
              SectionContent.empty(fields.section())
                  .with(fields, SectionFields.none(fields.section())));
    }
    var proof = draft.of(Section.PROOF);
    return draft.with(
        proof
            .plus(
                new Statement(
                    "a", "Five stars <b>\"each\"</b>.", Source.ANSWER, List.of(id(1), id(2))))
            .plus(new Statement("b", "Über & out\n.", Source.OWNER, List.of()))
            .plus(new Statement("c", "Perhaps.", Source.ASSUMPTION, List.of())));
  }

  private static Session session(Turn turn, Review review, Session.@Nullable BriefVersion brief) {
    return new Session(
        id(100),
        brief == null ? SessionState.REVIEW_PENDING : SessionState.APPROVED,
        7,
        11,
        turn.interview(),
        Standing.of(ENGINE, turn),
        review,
        Gone.none(),
        null,
        Ground.NONE,
        id(101),
        brief,
        BEGUN,
        LATER);
  }

  private static Memory full() {
    return new Memory(
        Topic.PRICES,
        1,
        EnumSet.of(Topic.WHAT, Topic.NAME, Topic.ITEMS),
        EnumSet.of(Topic.HOURS),
        Topic.ITEMS,
        id(3),
        true,
        true,
        true,
        9);
  }

  private static Map<String, String> documents() {
    var brief =
        new Brief(id(50), 3, everything(), Map.of(Section.GOALS, SectionStatus.READY), LATER);
    var open =
        session(
            talked(),
            new Review(
                Set.of(Section.IDENTITY),
                Set.of(Section.GOALS),
                Set.of(Section.PROOF, Section.IDENTITY)),
            null);
    var approved =
        session(
            ENGINE.draft(talked().interview()), Review.none(), new Session.BriefVersion(id(50), 3));
    var fresh = session(ENGINE.open(Interview.fresh()), Review.none(), null);
    var all = new LinkedHashMap<String, String>();
    all.put("brief", Json.write(BriefView.of(brief)));
    all.put("brief-sections", BriefStore.sections(brief));
    all.put("brief-status", BriefStore.status(brief));
    all.put("session-open", Json.write(SessionView.of(open)));
    all.put("session-approved", Json.write(SessionView.of(approved)));
    all.put("session-fresh", Json.write(SessionView.of(fresh)));
    all.put("draft-empty", Json.write(Draft.empty()));
    all.put("draft-talked", Json.write(talked().interview().draft()));
    all.put("memory-fresh", Json.write(Interview.fresh().memory()));
    all.put("memory-full", Json.write(full()));
    all.put("memory-talked", Json.write(talked().interview().memory()));
    all.put("progress", Json.write(open.standing().progress()));
    all.put("still-open", Json.write(open.standing().stillOpen()));
    all.put("quick-replies", Json.write(open.standing().quickReplies()));
    all.put("sections", Json.write(open.review().changed()));
    return all;
  }

  /** Clients and rows know these bytes; a change here is a change of what both must read. */
  @TestFactory
  Stream<DynamicTest> isWrittenAsItAlwaysWas() {
    return documents().entrySet().stream()
        .map(
            one ->
                dynamicTest(
                    one.getKey(), () -> assertEquals(golden(one.getKey()), one.getValue())));
  }

  @Test
  void whatIsStoredReadsBackTheSame() {
    assertEquals(everything(), Json.stored(golden("brief-sections"), Draft.class));
    assertEquals(talked().interview().draft(), Json.stored(golden("draft-talked"), Draft.class));
    assertEquals(full(), Json.stored(golden("memory-full"), Memory.class));
    assertEquals(talked().interview().memory(), Json.stored(golden("memory-talked"), Memory.class));
    assertEquals(Interview.fresh().memory(), Json.stored(golden("memory-fresh"), Memory.class));
  }

  @Test
  void whatAnEarlierVersionHasStoredIsRead() {
    assertEquals(Draft.empty(), Json.stored("{}", Draft.class));
    assertEquals(Interview.fresh().memory(), Json.stored("{}", Memory.class));
    assertEquals(
        full(),
        Json.stored(golden("memory-full").replace("\"hours\"", "\"hours\",\"gone\""), Memory.class),
        "a topic that there is no more");
    var beside = Json.stored(golden("brief-sections-before-states"), Draft.class);
    assertEquals(
        List.of(Claim.of(Field.PROOF, "five stars")),
        beside.of(Section.PROOF).statements().getFirst().states(),
        "a fact that a sentence says is stated by it");
    for (var section : Section.values()) {
      assertEquals(
          everything().of(section).fields(), beside.of(section).fields(), "facts kept beside");
    }
    assertEquals(Set.of(Section.GOALS), Json.stored("[\"gone\", \"goals\"]", SessionRow.SECTIONS));
    assertEquals(
        SectionContent.empty(Section.GOALS),
        Json.stored("{\"goals\":{},\"gone\":{}}", Draft.class).of(Section.GOALS));
  }

  private static String golden(String name) {
    try (var in = DocumentsTest.class.getResourceAsStream("goldens/" + name + ".json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
