package app.xentri.copilot.brief;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Ids;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.database.Tx;
import app.xentri.platform.event.NewEvent;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings an earlier version of the Brief back, as the next version: nothing of the history goes.
 */
public final class RestoreVersion {

  private static final Violation UNKNOWN =
      new Violation("/restored_from", "is no version of this Brief");

  private final BriefCache cache;

  public RestoreVersion(BriefCache cache) {
    this.cache = cache;
  }

  /**
   * Restores a version. One that says what the Brief says already makes no new version and no
   * event.
   *
   * @param seen the tag of the Brief that would be replaced
   * @return the Brief after it; refused with the current one when it is not what was seen
   */
  Outcome<BriefView.Tagged> run(Tx tx, long version, EntityTag seen) {
    var found = BriefStore.findToChange(tx);
    if (found.isEmpty()) {
      return Briefs.none();
    }
    var now = found.get().brief();
    var current = BriefView.of(now).in(tx.member().orgId());
    if (!current.tag().equals(seen)) {
      return Outcome.denied(
          new Refusal.PreconditionFailed(Json.tree(current.brief()), current.tag()));
    }
    Optional<Brief> kept = VersionStore.find(tx, version);
    if (kept.isEmpty()) {
      return Outcome.denied(new Refusal.Invalid(List.of(UNKNOWN)));
    }
    var restored = now.restoring(kept.get(), tx.clock().instant().truncatedTo(ChronoUnit.MICROS));
    if (restored.saysTheSameAs(now)) {
      return Outcome.done(current);
    }
    var gone = found.get().gone().after(now.sections(), restored.sections());
    var edited = new BriefStore.Editable(restored, gone, found.get().causes());
    return Outcome.done(saved(tx, now, edited, version));
  }

  private BriefView.Tagged saved(Tx tx, Brief before, BriefStore.Editable edited, long version) {
    var restored = edited.brief();
    var changed =
        Arrays.stream(Section.values())
            .filter(section -> restored.differsIn(section, before))
            .toList();
    UUID cause = Ids.next(tx.clock());
    tx.emit(
        cause, restored(restored, version, changed).causedBy(edited.causes().newestOf(changed)));
    var told = edited;
    for (var section : changed) {
      var event = tx.emit(Briefs.updated(restored, section, "manual").causedBy(cause));
      told = told.madeBy(event, section);
    }
    BriefStore.restore(tx, told, version);
    var view = BriefView.of(restored);
    UUID org = tx.member().orgId();
    tx.afterCommit(() -> cache.put(org, view));
    return view.in(org);
  }

  private record Restored(
      UUID briefId, long version, long restoredVersion, List<Section> sections) {}

  private static NewEvent restored(Brief brief, long version, List<Section> changed) {
    var payload = new Restored(brief.id(), brief.version(), version, changed);
    return NewEvent.of("xentri.brief.restored.v1", payload, "brief");
  }
}
