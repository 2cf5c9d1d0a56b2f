package app.xentri.copilot.brief;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A draft and a Brief, both made of the same, meet as often as they like. */
class MergeTest {

  private static final int WALKS = 2_000;

  private static SectionContent content(List<Statement> statements) {
    return new SectionContent(Section.GOALS, statements);
  }

  private static Statement says(String id, String text) {
    return new Statement(id, text, Source.OWNER, List.of());
  }

  private static SectionContent goals(Statement... statements) {
    return content(List.of(statements));
  }

  private static List<String> texts(SectionContent content) {
    return content.statements().stream().map(Statement::text).toList();
  }

  @Test
  void wordsThatMeetTheSameOnesAgainStandBesideThoseOfTheFirstTime() {
    var base = goals(says("a", "Ten jobs."));
    var first = Merge.of(base, goals(says("a", "Twelve jobs.")), goals(says("a", "Nine jobs.")));
    assertEquals(List.of("Nine jobs.", "Twelve jobs."), texts(first));
    var draft = first.with(says("a", "Twelve jobs."));
    var standing = goals(says("a", "Eight jobs."));
    var again = Merge.of(goals(says("a", "Nine jobs.")), draft, standing);
    assertEquals("Eight jobs.", texts(again).getFirst());
    assertEquals(3, again.statements().size());
  }

  /** Few words and few ids, so that both sides often do the same thing. */
  @Test
  void howeverOftenBothChangeNothingSaidIsLostAndTheSameMeetsTheSame() {
    for (var seed = 0; seed < WALKS; seed++) {
      var random = new Random(seed);
      var base = changed(goals(says("a", "1"), says("b", "2")), random);
      var draft = base;
      var standing = base;
      for (var round = 0; round < 8; round++) {
        draft = changed(draft, random);
        standing = changed(standing, random);
        var merged = Merge.of(base, draft, standing);
        assertEquals(merged, Merge.of(base, draft, standing));
        for (var side : List.of(draft, standing)) {
          for (var statement : side.statements()) {
            var isNew = !statement.equals(base.find(statement.id()));
            assertTrue(
                !isNew || texts(merged).contains(statement.text()),
                statement + " of " + base + draft + standing + merged);
          }
        }
        draft = merged;
        base = standing;
      }
    }
  }

  private static SectionContent changed(SectionContent content, Random random) {
    var statements = new ArrayList<>(content.statements());
    var text = String.valueOf(random.nextInt(4));
    switch (random.nextInt(4)) {
      case 0 ->
          Stream.of("a", "b", "c")
              .filter(id -> content.find(id) == null)
              .findFirst()
              .ifPresent(id -> statements.add(says(id, text)));
      case 1 -> {
        if (!statements.isEmpty()) {
          statements.remove(random.nextInt(statements.size()));
        }
      }
      default -> {
        if (!statements.isEmpty()) {
          var at = random.nextInt(statements.size());
          statements.set(at, says(statements.get(at).id(), text));
        }
      }
    }
    return content(statements);
  }
}
