package app.xentri.copilot.brief;

import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.identity.Caller;

/**
 * Reads the Brief of the caller's org, from its row: the transaction that checks the membership is
 * open anyway, and one more statement in it costs less than asking the copy in Redis, and cannot
 * answer what was true before.
 */
final class ReadBrief {

  private ReadBrief() {}

  static Outcome<BriefView.Tagged> of(TenantTx tenants, Caller caller) {
    return tenants.read(caller, BriefStore.find()).stream()
        .map(Outcome::done)
        .findFirst()
        .orElseGet(ReadBrief::none);
  }

  static <T> Outcome<T> none() {
    return Outcome.denied(
        new Refusal.NotFound(
            "brief_not_found", "There is no Brief yet. It begins with a conversation."));
  }
}
