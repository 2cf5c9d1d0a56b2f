package app.xentri.identity.me;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.PersonName;
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
import java.util.List;
import java.util.function.Consumer;
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
        ? turns.during(
            caller,
            MeStore.me(),
            (turn, before) -> rename(caller, turn, before.getFirst(), change, seen))
        : keep(caller, change, now -> now.tag().equals(seen), null, _ -> {});
  }

  private Outcome<Me> rename(Caller caller, Turn turn, Me before, MeChange change, EntityTag seen) {
    if (!before.tag().equals(seen)) {
      return changed(before);
    }
    Me wanted = change.appliedTo(before);
    Instant there =
        wanted.name().equals(before.name())
            ? null
            : clerk.get().rename(caller.clerkUserId(), new PersonName(wanted.name())).orElse(null);
    return keep(caller, change, now -> isOurs(before, wanted, now), there, turn::endWith);
  }

  /**
   * Nothing has happened to the person since, or only the provider's message about this very name,
   * which may be here before us.
   */
  private static boolean isOurs(Me before, Me wanted, Me now) {
    return now.equals(before) || now.equals(before.renamed(wanted.name(), now.version()));
  }

  private Outcome<Me> keep(
      Caller caller,
      MeChange change,
      Predicate<Me> asSeen,
      @Nullable Instant there,
      Consumer<Tx> last) {
    return tenants.run(
        caller,
        MeStore.lock(),
        (tx, locked) -> {
          last.accept(tx);
          return keep(tx, locked.getFirst(), change, asSeen, there);
        });
  }

  private static Outcome<Me> keep(
      Tx tx, Me now, MeChange change, Predicate<Me> asSeen, @Nullable Instant there) {
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
