package app.xentri.identity.org;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.session.SessionStore;
import app.xentri.identity.workspace.JoinOrg;
import app.xentri.identity.workspace.Turns;
import app.xentri.identity.workspace.WorkspaceStore;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.identity.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes an organization for the caller: another one, or the first one of somebody who is in none
 * any more. The provider is asked in the person's turn and outside of transactions. If we fail
 * after it has made the organization, the next attempt with the same mark finds it there; once it
 * is here, an attempt finds it here.
 */
final class CreateOrg {

  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final Turns turns;
  private final JoinOrg joinOrg = new JoinOrg();

  CreateOrg(TenantTx tenants, Supplier<ClerkDirectory> clerk) {
    this.tenants = tenants;
    this.clerk = clerk;
    this.turns = new Turns(tenants);
  }

  /**
   * What was made.
   *
   * @param keeper the caller about the organization in which the answer is kept: the one that the
   *     call is about, or the new one for somebody who was in none
   */
  record Made(Org org, Caller keeper) {}

  /**
   * The organization, which has nothing to do with the one that the call is about.
   *
   * @param mark the same for every attempt at this one organization
   * @return denied as unauthenticated if the caller's session has ended or their account is deleted
   */
  Outcome<Made> run(Caller caller, String name, String mark) {
    String user = caller.clerkUserId();
    return switch (standing(caller)) {
      case Outcome.Denied<String>(var refusal) -> Outcome.denied(refusal);
      case Outcome.Done<String>(var standing) when standing.equals("none") ->
          kept(
              caller,
              true,
              inTurn(caller, mark, () -> first(caller, mark, atProvider(user, name, mark))));
      case Outcome.Done<String> _ -> {
        // Refuses whoever may not call about the organization that they name.
        tenants.run(caller, Tx::member);
        yield kept(
            caller,
            false,
            inTurn(caller, mark, () -> another(caller, mark, atProvider(user, name, mark))));
      }
    };
  }

  private static Outcome<Made> kept(Caller caller, boolean there, Outcome<Org> made) {
    return switch (made) {
      case Outcome.Done<Org>(var org) ->
          Outcome.done(new Made(org, there ? caller.in(org.id()) : caller));
      case Outcome.Denied<Org>(var refusal) -> Outcome.denied(refusal);
    };
  }

  private Outcome<String> standing(Caller caller) {
    return tenants.open(
        caller.traceId(),
        tx -> {
          if (SessionStore.hasEnded(tx, caller.sessionId())) {
            return Outcome.denied(
                new Refusal.Unauthenticated("Your session has ended. Sign in again."));
          }
          String standing = WorkspaceStore.standing(tx, caller.clerkUserId());
          if (standing.equals("none") && caller.shown() != null) {
            // The page may still show the organization that is gone, but nobody else's.
            WorkspaceStore.person(tx, caller.clerkUserId())
                .ifPresent(caller.shown()::requirePerson);
          }
          return standing.equals("deleted") ? Outcome.denied(gone()) : Outcome.done(standing);
        });
  }

  private Outcome<Org> inTurn(Caller caller, String mark, Supplier<Outcome<Org>> make) {
    String user = caller.clerkUserId();
    return turns.find(
        caller.traceId(), user, tx -> OrgStore.madeFor(tx, user, mark).map(Outcome::done), make);
  }

  private ClerkMembership atProvider(String user, String name, String mark) {
    return clerk.get().membershipsOf(user).orElse(List.of()).stream()
        .filter(membership -> mark.equals(membership.organization().mark()))
        .findFirst()
        .orElseGet(() -> clerk.get().createOrganization(name, user, mark));
  }

  private Outcome<Org> another(Caller caller, String mark, ClerkMembership made) {
    return tenants.run(
        caller,
        tx -> {
          WorkspaceStore.lock(tx, caller.clerkUserId());
          UUID owner = tx.member().user().orElseThrow();
          Optional<UUID> added = OrgStore.add(tx, made, mark);
          added.ifPresent(org -> tx.emit(IdentityEvents.orgCreated(org, owner)));
          return found(tx, caller, mark);
        });
  }

  private Outcome<Org> first(Caller caller, String mark, ClerkMembership made) {
    Optional<ClerkUser> user = clerk.get().user(caller.clerkUserId());
    if (user.isEmpty()) {
      return Outcome.denied(gone());
    }
    return tenants.open(
        caller.traceId(),
        tx -> {
          joinOrg.run(tx, user.get(), made);
          return found(tx, caller, mark);
        });
  }

  private Outcome<Org> found(Tx tx, Caller caller, String mark) {
    return OrgStore.madeFor(tx, caller.clerkUserId(), mark)
        .map(Outcome::done)
        .orElseGet(
            () ->
                Outcome.denied(
                    new Refusal.Conflict(
                        "org_deleted", "The organization was deleted while it was being made.")));
  }

  private static Refusal gone() {
    return Refusal.Unauthenticated.accountDeleted();
  }
}
