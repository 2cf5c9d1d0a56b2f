package app.xentri.copilot.brief;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Statements that their owner has removed, rewritten or answered anew, the last of each section, so
 * that they can come back as they were: receipts and facts included, which a client cannot vouch
 * for.
 */
public record Gone(@JsonValue Map<Section, List<Statement>> statements) {

  /** As many as a section may have: whoever empties one can bring all of it back. */
  private static final int MOST = 200;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Gone {
    var all = new EnumMap<Section, List<Statement>>(Section.class);
    statements.forEach((section, gone) -> all.put(section, List.copyOf(gone)));
    statements = Collections.unmodifiableMap(all);
  }

  public static Gone none() {
    return new Gone(Map.of());
  }

  public List<Statement> of(Section section) {
    return statements.getOrDefault(section, List.of());
  }

  /** After a change of any of its sections. */
  public Gone after(Draft before, Draft edited) {
    var after = this;
    for (var section : Section.values()) {
      after = after.after(before.of(section), edited.of(section));
    }
    return after;
  }

  /** After an owner's edit of one section. */
  public Gone after(SectionContent before, SectionContent edited) {
    var lost = new ArrayList<>(of(before.section()));
    lost.addAll(before.statements());
    lost.removeAll(edited.statements());
    var last = lost.subList(Math.max(0, lost.size() - MOST), lost.size());
    var changed = new EnumMap<Section, List<Statement>>(Section.class);
    changed.putAll(statements);
    changed.put(before.section(), List.copyOf(last));
    return new Gone(changed);
  }
}
