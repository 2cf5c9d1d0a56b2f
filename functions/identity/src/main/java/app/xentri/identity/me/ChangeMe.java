package app.xentri.identity.me;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.PersonName;
import app.xentri.identity.workspace.Turns;
import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes the signed-in person. A new name goes to the provider before it is kept here, in the
 * person's turn and between two transactions: two changes reach the provider in the order in which
 * we keep them, a provider that is down refuses the change instead of undoing it later, and if we
 * fail after it has taken the name, its message brings the name here.
 */
final class ChangeMe {

  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final Turns turns;

  ChangeMe(TenantTx tenants, Supplier<ClerkDirectory> clerk) {
    this.tenants = tenants;
    this.clerk = clerk;
    this.turns = new Turns(tenants);
  }

  /**
   * The person as they are then; denied with the current state if somebody else was faster.
   *
   * @param seen the tag of what the caller has seen
   */
  Outcome<Me> run(Caller caller, MeChange change, EntityTag seen) {
    return change.hasName()
        ? turns.during(caller.traceId(), caller.clerkUserId(), () -> rename(caller, change, seen))
        : tenants.run(caller, tx -> keep(tx, change, now -> now.tag().equals(seen), null));
  }

  private Outcome<Me> rename(Caller caller, MeChange change, EntityTag seen) {
    Me before = tenants.run(caller, MeStore::me);
    if (!before.tag().equals(seen)) {
      return changed(before);
    }
    Me wanted = change.appliedTo(before);
    Instant there =
        wanted.name().equals(before.name())
            ? null
            : clerk.get().rename(caller.clerkUserId(), new PersonName(wanted.name())).orElse(null);
    return tenants.run(caller, tx -> keep(tx, change, now -> isOurs(before, wanted, now), there));
  }

  /**
   * Nothing has happened to the person since, or only the provider's message about this very name,
   * which may be here before us.
   */
  private static boolean isOurs(Me before, Me wanted, Me now) {
    return now.equals(before) || now.equals(before.renamed(wanted.name(), now.version()));
  }

  private Outcome<Me> keep(Tx tx, MeChange change, Predicate<Me> asSeen, @Nullable Instant there) {
    Me now = MeStore.lock(tx);
    if (!asSeen.test(now)) {
      return changed(now);
    }
    Me after = change.appliedTo(now);
    List<String> fields = MeChange.fields(now, after);
    if (!fields.isEmpty()) {
      MeStore.update(tx, after, there);
      tx.emit(IdentityEvents.userUpdated(after.id(), fields));
    }
    return Outcome.done(after);
  }

  private static Outcome<Me> changed(Me now) {
    return Outcome.denied(new Refusal.PreconditionFailed(Json.tree(now), now.tag()));
  }
}
