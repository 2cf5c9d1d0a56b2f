package app.xentri.copilot.brief;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Ids;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Tx;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes one section of the approved Brief, and nothing else in it. */
public final class EditBriefSection {

  private final BriefCache cache;

  public EditBriefSection(BriefCache cache) {
    this.cache = cache;
  }

  /**
   * Edits a section. One that is sent back as it was makes no new version and no event: an editor
   * that saves by itself does so without a change now and then.
   *
   * @param status null keeps the status
   * @param seen the tag that the editor has read
   * @return the Brief after the edit; refused with the current one when it is not what was seen
   */
  Outcome<BriefView.Tagged> run(
      Tx tx, SectionEdit edit, @Nullable SectionStatus status, EntityTag seen) {
    var found = BriefStore.findToChange(tx);
    if (found.isEmpty()) {
      return Briefs.none();
    }
    var before = found.get().brief();
    var current = BriefView.of(before).in(tx.member().orgId());
    if (!current.tag().equals(seen)) {
      return Outcome.denied(
          new Refusal.PreconditionFailed(Json.tree(current.brief()), current.tag()));
    }
    var words = before.sections().of(edit.section());
    var content = edit.on(words, found.get().gone().of(edit.section()));
    var after = before.edit(content, status, tx.clock().instant().truncatedTo(ChronoUnit.MICROS));
    if (after.saysTheSameAs(before)) {
      return Outcome.done(current);
    }
    var gone = found.get().gone().after(words, content);
    var edited = new BriefStore.Editable(after, gone, found.get().causes());
    return Outcome.done(saved(tx, edited, edit.section()));
  }

  /** Saves it and tells of it, as what follows from that which made the section what it was. */
  private BriefView.Tagged saved(Tx tx, BriefStore.Editable edited, Section section) {
    UUID event = Ids.next(tx.clock());
    BriefStore.save(tx, edited.madeBy(event, section));
    var brief = edited.brief();
    var cause = edited.causes().of(section);
    tx.emit(event, Briefs.updated(brief, section, "manual").causedBy(cause));
    var view = BriefView.of(brief);
    UUID org = tx.member().orgId();
    tx.afterCommit(() -> cache.put(org, view));
    return view.in(org);
  }
}
