package app.xentri.copilot.brief;

import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.identity.Caller;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the Brief of the caller's org. Membership is checked in the database each time; only the
 * Brief itself may come from the cache.
 */
public final class ReadBrief {

  private final TenantTx tenants;
  private final BriefCache cache;

  public ReadBrief(TenantTx tenants, BriefCache cache) {
    this.tenants = tenants;
    this.cache = cache;
  }

  private record Read(UUID org, Optional<BriefView> brief, boolean cached) {}

  Outcome<BriefView.Tagged> of(Caller caller) {
    var read =
        tenants.run(
            caller,
            tx -> {
              var org = tx.member().orgId();
              var held = cache.get(org);
              return held.isPresent()
                  ? new Read(org, held, true)
                  : new Read(org, BriefStore.find(tx).map(BriefView::of), false);
            });
    if (!read.cached()) {
      read.brief().ifPresent(brief -> cache.put(read.org(), brief));
    }
    return read.brief()
        .map(brief -> Outcome.done(brief.in(read.org())))
        .orElseGet(ReadBrief::none);
  }

  static <T> Outcome<T> none() {
    return Outcome.denied(
        new Refusal.NotFound(
            "brief_not_found", "There is no Brief yet. It begins with a conversation."));
  }
}
