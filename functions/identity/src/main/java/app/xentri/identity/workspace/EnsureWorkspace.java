package app.xentri.identity.workspace;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.TenantTx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The one way in which a person comes to have an organization, whether sign-up, exchange or the
 * provider's message gets here first. Whoever comes second waits for the first and finds what it
 * made.
 *
 * <p>It may stop anywhere and leaves nothing half made: what the provider has and we have not, the
 * next attempt finds among the person's memberships there and adopts; what we write is one
 * transaction, and none is open while the provider is asked.
 */
public final class EnsureWorkspace {

  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final JoinOrg joinOrg = new JoinOrg();
  private final Turns turns;

  public EnsureWorkspace(TenantTx tenants, Supplier<ClerkDirectory> clerk) {
    this.tenants = tenants;
    this.clerk = clerk;
    this.turns = new Turns(tenants);
  }

  /**
   * The person in their workspace, made if there is none.
   *
   * @return denied as unauthenticated if there is no such person any more, or as a conflict if they
   *     have no e-mail address
   */
  public Outcome<Member> run(String traceId, ClerkUser user) {
    return turns.find(
        traceId,
        user.id(),
        turn -> WorkspaceStore.find(turn, user.id()),
        turn -> make(traceId, turn, user));
  }

  /** As {@link #run(String, ClerkUser)}, for somebody of whom only the id is known. */
  public Outcome<Member> run(String traceId, String clerkUserId) {
    return turns.find(
        traceId,
        clerkUserId,
        turn -> WorkspaceStore.find(turn, clerkUserId),
        turn ->
            clerk
                .get()
                .user(clerkUserId)
                .map(user -> make(traceId, turn, user))
                .orElseGet(EnsureWorkspace::gone));
  }

  private Outcome<Member> make(String traceId, Turn turn, ClerkUser user) {
    if (user.email() == null) {
      return Outcome.denied(
          new Refusal.Conflict("email_missing", "This account has no e-mail address."));
    }
    Optional<List<ClerkMembership>> memberships = clerk.get().membershipsOf(user.id());
    if (memberships.isEmpty()) {
      return gone();
    }
    for (ClerkMembership membership : memberships.get()) {
      Optional<Member> member = join(traceId, turn, user, membership);
      if (member.isPresent()) {
        return Outcome.done(member.get());
      }
    }
    var made =
        clerk
            .get()
            .createOrganization(WorkspaceName.of(user), user.id(), UUID.randomUUID().toString());
    return join(traceId, turn, user, made).map(Outcome::done).orElseGet(EnsureWorkspace::gone);
  }

  private Optional<Member> join(
      String traceId, Turn turn, ClerkUser user, ClerkMembership membership) {
    return tenants.open(
        traceId,
        tx -> {
          Optional<Member> joined = joinOrg.run(tx, user, membership);
          joined.ifPresent(_ -> turn.endWith(tx));
          return joined;
        });
  }

  private static Outcome<Member> gone() {
    return Outcome.denied(Refusal.Unauthenticated.accountDeleted());
  }
}
