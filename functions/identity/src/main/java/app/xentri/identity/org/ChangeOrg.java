package app.xentri.identity.org;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.workspace.Turn;
import app.xentri.identity.workspace.Turns;
import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.identity.Caller;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what the organization of the call is named. As a person's name does (ChangeMe), a new one
 * goes to the provider before it is kept here, between two transactions. Of two people who name it
 * at once one is refused here, and the provider's own message brings the name that it has last.
 */
final class ChangeOrg {

  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final Turns turns;

  ChangeOrg(TenantTx tenants, Supplier<ClerkDirectory> clerk) {
    this.tenants = tenants;
    this.clerk = clerk;
    this.turns = new Turns(tenants);
  }

  /**
   * The organization as it is then; denied as forbidden to plain members, and with the current
   * state if somebody else was faster.
   *
   * @param seen the tag of what the caller has seen
   */
  Outcome<CurrentOrg> run(Caller caller, OrgChange change, EntityTag seen) {
    return change.hasName()
        ? turns.during(
            caller,
            OrgStore.current(),
            (turn, before) -> rename(caller, turn, before.getFirst(), change, seen))
        : keep(caller, change, now -> now.tag().equals(seen), null, _ -> {});
  }

  private Outcome<CurrentOrg> rename(
      Caller caller, Turn turn, CurrentOrg before, OrgChange change, EntityTag seen) {
    if (!before.isLed()) {
      return forbidden();
    }
    if (!before.tag().equals(seen)) {
      return changed(before);
    }
    CurrentOrg wanted = change.appliedTo(before);
    Instant there =
        wanted.name().equals(before.name())
            ? null
            : clerk.get().renameOrganization(before.clerkId(), wanted.name()).orElse(null);
    return keep(caller, change, now -> isOurs(before, wanted, now), there, turn::endWith);
  }

  /**
   * Nothing has happened to it since, or only the provider's message about this very name, which
   * may be here before us.
   */
  private static boolean isOurs(CurrentOrg before, CurrentOrg wanted, CurrentOrg now) {
    return now.equals(before)
        || (now.version() == before.version() + 1
            && now.name().equals(wanted.name())
            && now.view().nameSettled() == before.view().nameSettled());
  }

  private Outcome<CurrentOrg> keep(
      Caller caller,
      OrgChange change,
      Predicate<CurrentOrg> asSeen,
      @Nullable Instant there,
      Consumer<Tx> last) {
    return tenants.run(
        caller,
        OrgStore.lock(),
        (tx, locked) -> {
          last.accept(tx);
          return keep(tx, locked.getFirst(), change, asSeen, there);
        });
  }

  private static Outcome<CurrentOrg> keep(
      Tx tx,
      CurrentOrg now,
      OrgChange change,
      Predicate<CurrentOrg> asSeen,
      @Nullable Instant there) {
    if (!now.isLed()) {
      return forbidden();
    }
    if (!asSeen.test(now)) {
      return changed(now);
    }
    CurrentOrg after = change.appliedTo(now);
    if (!after.equals(now)) {
      OrgStore.update(tx, after, there);
    }
    // The provider's own message may have brought the name before us: it is our doing all the same.
    if (there != null || !after.name().equals(now.name())) {
      tx.emit(IdentityEvents.orgRenamed(after.view().id()));
    }
    return Outcome.done(after);
  }

  private static Outcome<CurrentOrg> forbidden() {
    return Outcome.denied(
        new Refusal.Forbidden(
            "not_an_admin", "Only an owner or an admin of the workspace can do this."));
  }

  private static Outcome<CurrentOrg> changed(CurrentOrg now) {
    return Outcome.denied(new Refusal.PreconditionFailed(Json.tree(now.view()), now.tag()));
  }
}
