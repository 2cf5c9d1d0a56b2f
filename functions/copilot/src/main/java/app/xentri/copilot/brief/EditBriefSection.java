package app.xentri.copilot.brief;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.identity.Caller;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes one section of the approved Brief, and nothing else in it. */
public final class EditBriefSection {

  private final TenantTx tenants;
  private final BriefCache cache;

  public EditBriefSection(TenantTx tenants, BriefCache cache) {
    this.tenants = tenants;
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
  Outcome<BriefView.Tagged> of(
      Caller caller, SectionEdit edit, @Nullable SectionStatus status, EntityTag seen) {
    return tenants.run(caller, tx -> within(tx, edit, status, seen));
  }

  private Outcome<BriefView.Tagged> within(
      Tx tx, SectionEdit edit, @Nullable SectionStatus status, EntityTag seen) {
    var found = BriefStore.findToChange(tx);
    if (found.isEmpty()) {
      return ReadBrief.none();
    }
    var before = found.get();
    var current = BriefView.of(before).in(tx.member().orgId());
    if (!current.tag().equals(seen)) {
      return Outcome.denied(new Refusal.PreconditionFailed(current.brief().data(), current.tag()));
    }
    var content = edit.on(before.sections().of(edit.section()));
    var after = before.edit(content, status, tx.clock().instant().truncatedTo(ChronoUnit.MICROS));
    if (after.saysTheSameAs(before)) {
      return Outcome.done(current);
    }
    BriefStore.save(tx, after);
    tx.emit(updated(after, edit.section(), "manual"));
    var view = BriefView.of(after);
    UUID org = tx.member().orgId();
    tx.afterCommit(() -> cache.put(org, view));
    return Outcome.done(view.in(org));
  }

  /**
   * The event of a changed section.
   *
   * @param source manual, ai_proposal, form or import
   */
  public static NewEvent updated(Brief brief, Section section, String source) {
    var payload = Json.object();
    payload.put("brief_id", brief.id().toString());
    payload.put("version", brief.version());
    payload.put("section", section.wire());
    payload.put("source", source);
    return NewEvent.of("xentri.brief.updated.v1", payload, "brief");
  }
}
