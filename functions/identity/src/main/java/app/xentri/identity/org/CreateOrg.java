package app.xentri.identity.org;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.workspace.JoinOrg;
import app.xentri.identity.workspace.Turn;
import app.xentri.identity.workspace.Turns;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
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

  /** What an attempt has come to. */
  private sealed interface Attempt {
    /** It was made before. */
    record There(Org org) implements Attempt {}

    /** The request has its answer. */
    record Answered(Response response) implements Attempt {}
  }

  /**
   * The answer, which is kept for the request's Idempotency-Key: in the organization that the call
   * is about, with which the new one has nothing to do, or in the new one for somebody who was in
   * none.
   *
   * @param mark the same for every attempt at this one organization
   * @return denied as unauthenticated if the caller's session has ended or their account is deleted
   */
  Outcome<Response> run(Request request, Caller caller, String name, String mark) {
    String user = caller.clerkUserId();
    Outcome<Attempt> attempt =
        turns.find(
            caller,
            turn -> OrgStore.find(turn, user, mark, org -> Outcome.done(new Attempt.There(org))),
            turn -> another(turn, request, caller, mark, atProvider(user, name, mark)));
    return switch (attempt) {
      case Outcome.Denied<Attempt>(Refusal.Forbidden noMember) ->
          withoutOrg(request, caller, name, mark, noMember);
      case Outcome.Denied<Attempt>(var refusal) -> Outcome.denied(refusal);
      case Outcome.Done<Attempt>(Attempt.There(var org)) ->
          Outcome.done(keep(request, caller, org));
      case Outcome.Done<Attempt>(Attempt.Answered(var response)) -> Outcome.done(response);
    };
  }

  private ClerkMembership atProvider(String user, String name, String mark) {
    return clerk.get().membershipsOf(user).orElse(List.of()).stream()
        .filter(membership -> mark.equals(membership.organization().mark()))
        .findFirst()
        .orElseGet(() -> clerk.get().createOrganization(name, user, mark));
  }

  private Outcome<Attempt> another(
      Turn turn, Request request, Caller caller, String mark, ClerkMembership made) {
    return Outcome.done(
        new Attempt.Answered(
            tenants.once(
                caller,
                request,
                tx -> {
                  turn.endWith(tx);
                  return Response.created(added(tx, caller, mark, made));
                })));
  }

  private static Org added(Tx tx, Caller caller, String mark, ClerkMembership made) {
    UUID owner = tx.member().user().orElseThrow();
    var now = OrgStore.add(tx, caller.clerkUserId(), made, mark);
    now.added().ifPresent(org -> tx.emit(IdentityEvents.orgCreated(org, owner)));
    return now.org().orElseThrow(() -> new Refused(deleted()));
  }

  private Response keep(Request request, Caller keeper, Org org) {
    return tenants.once(keeper, request, _ -> Response.created(org));
  }

  /**
   * For somebody who is no member of the organization that the call is about.
   *
   * @param noMember what they are refused with unless they are in none at all
   */
  private Outcome<Response> withoutOrg(
      Request request, Caller caller, String name, String mark, Refusal.Forbidden noMember) {
    String user = caller.clerkUserId();
    var standing =
        tenants
            .readOutside(caller.traceId(), OrgStore.standing(caller.sessionId(), user))
            .getFirst();
    if (standing.sessionEnded()) {
      return Outcome.denied(new Refusal.Unauthenticated("Your session has ended. Sign in again."));
    }
    if (!standing.isNone()) {
      return Outcome.denied(standing.isDeleted() ? gone() : noMember);
    }
    if (caller.shown() != null) {
      // The page may still show the organization that is gone, but nobody else's.
      standing.person().ifPresent(caller.shown()::requirePerson);
    }
    Outcome<Org> made =
        turns.find(
            caller.traceId(),
            user,
            turn -> OrgStore.find(turn, user, mark, Outcome::done),
            turn -> first(turn, caller, mark, atProvider(user, name, mark)));
    return switch (made) {
      case Outcome.Done<Org>(var org) -> Outcome.done(keep(request, caller.in(org.id()), org));
      case Outcome.Denied<Org>(var refusal) -> Outcome.denied(refusal);
    };
  }

  private Outcome<Org> first(Turn turn, Caller caller, String mark, ClerkMembership made) {
    Optional<ClerkUser> user = clerk.get().user(caller.clerkUserId());
    if (user.isEmpty()) {
      return Outcome.denied(gone());
    }
    return tenants.open(
        caller.traceId(),
        tx -> {
          turn.endWith(tx);
          joinOrg.run(tx, user.get(), made);
          return OrgStore.madeFor(tx, caller.clerkUserId(), mark)
              .map(Outcome::done)
              .orElseGet(() -> Outcome.denied(deleted()));
        });
  }

  private static Refusal deleted() {
    return new Refusal.Conflict(
        "org_deleted", "The organization was deleted while it was being made.");
  }

  private static Refusal gone() {
    return Refusal.Unauthenticated.accountDeleted();
  }
}
