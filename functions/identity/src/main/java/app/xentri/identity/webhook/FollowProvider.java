package app.xentri.identity.webhook;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.session.SessionStore;
import app.xentri.identity.webhook.ClerkMessage.MembershipDeleted;
import app.xentri.identity.webhook.ClerkMessage.MembershipStands;
import app.xentri.identity.webhook.ClerkMessage.OrganizationDeleted;
import app.xentri.identity.webhook.ClerkMessage.OrganizationStands;
import app.xentri.identity.webhook.ClerkMessage.Other;
import app.xentri.identity.webhook.ClerkMessage.SessionEnded;
import app.xentri.identity.webhook.ClerkMessage.UserDeleted;
import app.xentri.identity.webhook.ClerkMessage.UserStands;
import app.xentri.identity.webhook.MirrorStore.Knowledge;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.identity.workspace.FollowPerson;
import app.xentri.identity.workspace.JoinOrg;
import app.xentri.identity.workspace.Turn;
import app.xentri.identity.workspace.Turns;
import app.xentri.identity.workspace.WorkspaceStore;
import app.xentri.platform.Outcome;
import app.xentri.platform.Wire;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings our state to where the provider says that its own is. Messages may come twice, late and in
 * any order: what is older than what we know changes nothing, and what is deleted stays deleted.
 *
 * <p>A message can only change what is here. What it brings up for the first time is made as the
 * provider has it by now, whatever the message says: it may have been on its way for long. That is
 * asked before the transaction, and done in one of its own, because doing it twice does it once.
 */
final class FollowProvider {

  /** What became of a message. */
  enum Result implements Wire {
    APPLIED,
    IGNORED,
    REPEATED;

    static Result applied(boolean applied) {
      return applied ? APPLIED : IGNORED;
    }
  }

  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final EnsureWorkspace ensureWorkspace;
  private final Turns turns;
  private final JoinOrg joinOrg = new JoinOrg();
  private final FollowPerson followPerson = new FollowPerson();

  FollowProvider(
      TenantTx tenants, Supplier<ClerkDirectory> clerk, EnsureWorkspace ensureWorkspace) {
    this.tenants = tenants;
    this.clerk = clerk;
    this.ensureWorkspace = ensureWorkspace;
    this.turns = new Turns(tenants);
  }

  /** Takes the message in, once. */
  Result run(String messageId, ClerkMessage message, String traceId) {
    if (message instanceof Other) {
      return Result.IGNORED;
    }
    Knowledge known =
        tenants.readOutside(traceId, MirrorStore.knowledge(messageId, message)).getFirst();
    if (known.message()) {
      return Result.REPEATED;
    }
    boolean made = make(message, known, traceId);
    return tenants.open(
        traceId,
        MirrorStore.takeIn(messageId),
        (tx, isFirst) ->
            isFirst.getFirst() ? Result.applied(follow(tx, message) || made) : Result.REPEATED);
  }

  private boolean make(ClerkMessage message, Knowledge known, String traceId) {
    return switch (message) {
      case UserStands(var user) when !known.person() ->
          ensureWorkspace.run(traceId, user.id()) instanceof Outcome.Done<Member>;
      case OrganizationStands(var organization)
          when !known.organization() && organization.createdBy() != null ->
          join(traceId, organization.createdBy(), organization.id());
      case MembershipStands(var membership) when !known.member() ->
          join(traceId, membership.userId(), membership.organization().id());
      case UserStands _,
          OrganizationStands _,
          MembershipStands _,
          UserDeleted _,
          OrganizationDeleted _,
          MembershipDeleted _,
          SessionEnded _,
          Other _ ->
          false;
    };
  }

  /** Whoever is making it here right now finishes first, and then there is nothing left to do. */
  private boolean join(String traceId, String user, String organization) {
    return turns.find(
        traceId,
        user,
        turn -> MirrorStore.isMember(turn, user, organization),
        turn -> joinAsListed(traceId, turn, user, organization));
  }

  private boolean joinAsListed(String traceId, Turn turn, String userId, String organization) {
    Optional<ClerkMembership> membership =
        clerk.get().membershipsOf(userId).flatMap(all -> find(all, organization));
    Optional<ClerkUser> user = membership.flatMap(_ -> clerk.get().user(userId));
    return user.isPresent()
        && membership.isPresent()
        && tenants.open(
            traceId,
            tx -> {
              turn.endWith(tx);
              return joinOrg.run(tx, user.get(), membership.get()).isPresent();
            });
  }

  private static Optional<ClerkMembership> find(List<ClerkMembership> all, String organization) {
    return all.stream().filter(one -> one.organization().id().equals(organization)).findFirst();
  }

  private boolean follow(Tx tx, ClerkMessage message) {
    return switch (message) {
      case UserStands(var user) -> user(tx, user);
      case UserDeleted(var id) -> {
        WorkspaceStore.lock(tx, id);
        MirrorStore.userDeleted(tx, id);
        yield true;
      }
      case OrganizationStands(var organization) -> organization(tx, organization);
      case OrganizationDeleted(var id) -> {
        MirrorStore.organizationDeleted(tx, id);
        yield true;
      }
      case MembershipStands(var membership) -> membership(tx, membership);
      case MembershipDeleted deleted -> membershipDeleted(tx, deleted);
      case SessionEnded(var id) -> {
        SessionStore.end(tx, id);
        yield true;
      }
      case Other _ -> false;
    };
  }

  private boolean user(Tx tx, ClerkUser user) {
    WorkspaceStore.lock(tx, user.id());
    return followPerson.run(tx, user);
  }

  private boolean organization(Tx tx, ClerkOrganization organization) {
    return MirrorStore.organization(tx, organization);
  }

  private boolean membership(Tx tx, ClerkMembership membership) {
    WorkspaceStore.lock(tx, membership.userId());
    return MirrorStore.membership(tx, membership);
  }

  private boolean membershipDeleted(Tx tx, MembershipDeleted deleted) {
    if (deleted.userId() != null) {
      WorkspaceStore.lock(tx, deleted.userId());
    }
    var ended =
        MirrorStore.membershipDeleted(
            tx, deleted.membershipId(), deleted.userId(), deleted.organizationId());
    ended.ifPresent(was -> tx.emit(IdentityEvents.memberRemoved(was.userId(), was.role())));
    return ended.isPresent();
  }
}
