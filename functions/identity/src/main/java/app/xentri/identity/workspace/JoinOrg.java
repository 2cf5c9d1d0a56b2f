package app.xentri.identity.workspace;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.workspace.WorkspaceStore.Joined;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.Tx;
import java.util.Optional;
import java.util.UUID;

/**
 * Follows a membership that the provider knows: makes the person, the organization and the
 * membership exist here, enters the organization and records what is new. Doing it again changes
 * nothing.
 */
public final class JoinOrg {

  /** Who the transaction now works as; empty if the provider has deleted what this is about. */
  public Optional<Member> run(Tx tx, ClerkUser user, ClerkMembership membership) {
    Optional<Joined> joined = WorkspaceStore.join(tx, user, membership);
    joined.ifPresent(found -> tell(tx, user, found));
    return joined.map(Joined::member);
  }

  private static void tell(Tx tx, ClerkUser user, Joined joined) {
    Member member = joined.member();
    UUID userId = member.user().orElseThrow();
    boolean owner = member.role().equals("owner");
    UUID signUp =
        joined.userIsNew() ? tx.emit(IdentityEvents.signedUp(userId, user.method())) : null;
    if (owner && (joined.orgIsNew() || joined.memberIsNew())) {
      tx.emit(IdentityEvents.orgCreated(member.orgId(), userId).causedBy(signUp));
    }
    if (!owner && joined.memberIsNew()) {
      tx.emit(IdentityEvents.memberAdded(userId, member.role()).causedBy(signUp));
    }
  }
}
