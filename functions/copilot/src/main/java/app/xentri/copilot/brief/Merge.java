package app.xentri.copilot.brief;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Joins a draft with a Brief that has moved on since the draft was made of it. What only one of
 * them has changed is changed. Where both have, what stands in the Brief keeps its place, and what
 * the draft says stands beside it: whoever wrote either has seen it saved. Words that one has
 * removed and the other has rewritten stay.
 */
public final class Merge {

  private final SectionContent base;
  private final SectionContent draft;
  private final SectionContent standing;

  private Merge(SectionContent base, SectionContent draft, SectionContent standing) {
    this.base = base;
    this.draft = draft;
    this.standing = standing;
  }

  /**
   * The draft as if it had been made of the Brief as it stands.
   *
   * @param base what the draft was made of
   */
  public static Draft of(Draft base, Draft draft, Draft standing) {
    var merged = draft;
    for (var section : Section.values()) {
      merged = merged.with(of(base.of(section), draft.of(section), standing.of(section)));
    }
    return merged;
  }

  static SectionContent of(SectionContent base, SectionContent draft, SectionContent standing) {
    if (draft.equals(base)) {
      return standing;
    }
    return standing.equals(base) ? draft : new Merge(base, draft, standing).merged();
  }

  private SectionContent merged() {
    var statements = new ArrayList<Statement>();
    for (var theirs : standing.statements()) {
      statements.addAll(joined(theirs));
    }
    draft.statements().forEach(mine -> addIfOnlyOurs(statements, mine));
    return standing.with(statements);
  }

  /** What becomes of a statement of the Brief. */
  private List<Statement> joined(Statement theirs) {
    var before = base.find(theirs.id());
    var mine = draft.find(theirs.id());
    if (theirs.equals(before)) {
      return mine == null ? List.of() : List.of(mine);
    }
    if (mine == null || mine.equals(before)) {
      return List.of(theirs);
    }
    if (mine.text().equals(theirs.text())) {
      return List.of(mine.states().stream().reduce(theirs, Statement::stating, (one, _) -> one));
    }
    return List.of(theirs, beside(mine));
  }

  /** A statement that the Brief does not have, behind the one that it follows in the draft. */
  private void addIfOnlyOurs(List<Statement> statements, Statement mine) {
    if (standing.find(mine.id()) != null || mine.equals(base.find(mine.id()))) {
      return;
    }
    var ids = statements.stream().map(Statement::id).toList();
    var place = 0;
    for (var before : draft.statements()) {
      if (before.id().equals(mine.id())) {
        break;
      }
      place = Math.max(place, ids.indexOf(before.id()) + 1);
    }
    statements.add(place, mine);
  }

  /**
   * The same words under an id of their own, which is the same whenever these three meet. An
   * earlier meeting may have taken the first such id.
   */
  private Statement beside(Statement mine) {
    var id = mine.id();
    do {
      var name = (id + '\n' + mine.text()).getBytes(StandardCharsets.UTF_8);
      id = UUID.nameUUIDFromBytes(name).toString();
    } while (isTaken(id));
    return mine.as(id);
  }

  private boolean isTaken(String id) {
    return base.find(id) != null || draft.find(id) != null || standing.find(id) != null;
  }
}
