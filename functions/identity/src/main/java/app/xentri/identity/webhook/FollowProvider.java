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
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.identity.workspace.JoinOrg;
import app.xentri.identity.workspace.WorkspaceStore;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings our state to where the provider says that its own is. Messages may come twice, late and in
 * any order: what is older than what we know changes nothing, and what is deleted stays deleted.
 */
final class FollowProvider {

  /** What became of a message. */
  enum Result {
    APPLIED,
    IGNORED,
    REPEATED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Result applied(boolean applied) {
      return applied ? APPLIED : IGNORED;
    }
  }

  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final EnsureWorkspace ensureWorkspace;
  private final WorkspaceStore workspaces = new WorkspaceStore();
  private final JoinOrg joinOrg = new JoinOrg(workspaces);
  private final MirrorStore mirror = new MirrorStore();
  private final SessionStore sessions = new SessionStore();

  FollowProvider(
      TenantTx tenants, Supplier<ClerkDirectory> clerk, EnsureWorkspace ensureWorkspace) {
    this.tenants = tenants;
    this.clerk = clerk;
    this.ensureWorkspace = ensureWorkspace;
  }

  /** Takes the message in, once. */
  Result run(String messageId, ClerkMessage message, String traceId) {
    if (message instanceof Other) {
      return Result.IGNORED;
    }
    return tenants.open(
        traceId, tx -> mirror.takeIn(tx, messageId) ? follow(tx, message) : Result.REPEATED);
  }

  private Result follow(Tx tx, ClerkMessage message) {
    return switch (message) {
      case UserStands(var user) -> Result.applied(user(tx, user));
      case UserDeleted(var id) -> {
        workspaces.lock(tx, id);
        mirror.userDeleted(tx, id);
        yield Result.APPLIED;
      }
      case OrganizationStands(var organization) -> Result.applied(organization(tx, organization));
      case OrganizationDeleted(var id) -> {
        mirror.organizationDeleted(tx, id);
        yield Result.APPLIED;
      }
      case MembershipStands(var membership) -> Result.applied(membership(tx, membership));
      case MembershipDeleted deleted -> Result.applied(membershipDeleted(tx, deleted));
      case SessionEnded(var id) -> {
        sessions.end(tx, id);
        yield Result.APPLIED;
      }
      case Other _ -> Result.IGNORED;
    };
  }

  private boolean user(Tx tx, ClerkUser user) {
    workspaces.lock(tx, user.id());
    Outcome<Member> ensured = ensureWorkspace.run(tx, user);
    mirror
        .user(tx, user)
        .ifPresent(
            changed -> tx.emit(IdentityEvents.userUpdated(changed.userId(), changed.fields())));
    return ensured instanceof Outcome.Done<Member>;
  }

  private boolean organization(Tx tx, ClerkOrganization organization) {
    String creator = organization.createdBy();
    if (creator != null) {
      // Whoever is making it here right now finishes first.
      workspaces.lock(tx, creator);
    }
    if (mirror.organization(tx, organization)) {
      return true;
    }
    Optional<ClerkMembership> membership =
        Optional.ofNullable(creator)
            .flatMap(id -> clerk.get().membershipsOf(id))
            .flatMap(all -> find(all, organization.id()));
    return membership.isPresent() && join(tx, membership.get());
  }

  private static Optional<ClerkMembership> find(List<ClerkMembership> all, String organization) {
    return all.stream().filter(one -> one.organization().id().equals(organization)).findFirst();
  }

  private boolean membership(Tx tx, ClerkMembership membership) {
    workspaces.lock(tx, membership.userId());
    return mirror.membership(tx, membership) || join(tx, membership);
  }

  private boolean join(Tx tx, ClerkMembership membership) {
    return clerk
        .get()
        .user(membership.userId())
        .filter(user -> !user.email().value().isEmpty())
        .flatMap(user -> joinOrg.run(tx, user, membership))
        .isPresent();
  }

  private boolean membershipDeleted(Tx tx, MembershipDeleted deleted) {
    workspaces.lock(tx, deleted.userId());
    var ended =
        mirror.membershipDeleted(
            tx, deleted.membershipId(), deleted.userId(), deleted.organizationId());
    ended.ifPresent(was -> tx.emit(IdentityEvents.memberRemoved(was.userId(), was.role())));
    return ended.isPresent();
  }
}
