package app.xentri.identity.me;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.PersonName;
import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Changes the signed-in person. A new name goes to the provider before ours is committed, while the
 * row is locked: two changes reach the provider in the order in which we keep them, a provider that
 * is down refuses the change instead of undoing it later, and if we fail after it has taken the
 * name, its message brings the name here.
 */
final class ChangeMe {

  private final Supplier<ClerkDirectory> clerk;
  private final MeStore people = new MeStore();

  ChangeMe(Supplier<ClerkDirectory> clerk) {
    this.clerk = clerk;
  }

  /**
   * The person as they are then; denied with the current state if somebody else was faster.
   *
   * @param seen the tag of what the caller has seen
   */
  Outcome<Me> run(Tx tx, String clerkUserId, MeChange change, EntityTag seen) {
    Me before = people.lock(tx);
    if (!before.tag().equals(seen)) {
      return Outcome.denied(new Refusal.PreconditionFailed(Json.tree(before), before.tag()));
    }
    Me after = change.appliedTo(before);
    List<String> fields = MeChange.fields(before, after);
    if (!fields.isEmpty()) {
      Optional<Instant> there =
          fields.contains("name")
              ? clerk.get().rename(clerkUserId, new PersonName(after.name()))
              : Optional.empty();
      people.update(tx, after, there.orElse(null));
      tx.emit(IdentityEvents.userUpdated(after.id(), fields));
    }
    return Outcome.done(after);
  }
}
