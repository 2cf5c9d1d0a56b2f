package app.xentri.identity.workspace;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.platform.database.Tx;
import java.util.List;

/**
 * Brings what we keep of a person, and of where they belong, to where the provider says that it is.
 * What it said before what we know changes nothing.
 */
public final class FollowPerson {

  private final JoinOrg joinOrg = new JoinOrg();

  /** Follows what it tells of the person alone; whether that changed anything. */
  public boolean run(Tx tx, ClerkUser user) {
    var changed = WorkspaceStore.follow(tx, user);
    changed.ifPresent(now -> tx.emit(IdentityEvents.userUpdated(now.userId(), now.fields())));
    return changed.isPresent();
  }

  /**
   * Follows its whole answer about a person, and heals what a lost message has left out; the
   * transaction has locked them.
   *
   * @param listed all memberships that it lists for them; one that is here and not there ends by
   *     its own message, because this list may be older than what was made here
   */
  public void run(Tx tx, ClerkUser user, List<ClerkMembership> listed) {
    run(tx, user);
    for (ClerkMembership membership : WorkspaceStore.stale(tx, user, listed)) {
      joinOrg.run(tx, user, membership);
    }
  }
}
