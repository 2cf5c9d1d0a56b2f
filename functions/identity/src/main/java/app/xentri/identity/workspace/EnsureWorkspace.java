package app.xentri.identity.workspace;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one way in which a person comes to have an organization, whether sign-up, exchange or the
 * provider's message gets here first. Whoever comes second waits for the first and finds what it
 * made.
 *
 * <p>It may stop anywhere and leaves nothing half made: what the provider has and we have not, the
 * next attempt finds among the person's memberships there and adopts; what we write is one
 * transaction.
 */
public final class EnsureWorkspace {

  private final Supplier<ClerkDirectory> clerk;
  private final WorkspaceStore store;
  private final JoinOrg joinOrg;

  public EnsureWorkspace(Supplier<ClerkDirectory> clerk, WorkspaceStore store) {
    this.clerk = clerk;
    this.store = store;
    this.joinOrg = new JoinOrg(store);
  }

  /**
   * Enters the person's workspace, made if there is none.
   *
   * @param tx opened outside any organization
   * @return who the transaction works as; denied as unauthenticated if there is no such person any
   *     more, or as a conflict if they have no e-mail address
   */
  public Outcome<Member> run(Tx tx, ClerkUser user) {
    Optional<Member> already = store.enter(tx, user.id());
    if (already.isEmpty()) {
      store.lock(tx, user.id());
      // Whoever held the lock before may have made it.
      already = store.enter(tx, user.id());
    }
    return already.map(Outcome::done).orElseGet(() -> make(tx, user));
  }

  private Outcome<Member> make(Tx tx, ClerkUser user) {
    if (user.email().value().isEmpty()) {
      return Outcome.denied(
          new Refusal.Conflict("email_missing", "This account has no e-mail address."));
    }
    Optional<List<ClerkMembership>> memberships = clerk.get().membershipsOf(user.id());
    if (memberships.isEmpty()) {
      return gone();
    }
    for (ClerkMembership membership : memberships.get()) {
      Optional<Member> member = joinOrg.run(tx, user, membership);
      if (member.isPresent()) {
        return Outcome.done(member.get());
      }
    }
    var made = clerk.get().createOrganization(WorkspaceName.of(user), user.id(), null);
    return joinOrg.run(tx, user, made).map(Outcome::done).orElseGet(EnsureWorkspace::gone);
  }

  private static Outcome<Member> gone() {
    return Outcome.denied(new Refusal.Unauthenticated("This account does not exist any more."));
  }
}
