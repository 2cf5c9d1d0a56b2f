package app.xentri.identity.org;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.workspace.WorkspaceStore;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes another organization for the caller. If we fail after the provider has made it, the next
 * attempt with the same mark finds it there instead of making a second one.
 */
final class CreateOrg {

  private final Supplier<ClerkDirectory> clerk;
  private final WorkspaceStore workspaces = new WorkspaceStore();
  private final OrgStore store = new OrgStore();

  CreateOrg(Supplier<ClerkDirectory> clerk) {
    this.clerk = clerk;
  }

  /**
   * The new organization, which the transaction has entered.
   *
   * @param mark the same for every attempt at this one organization
   */
  Org run(Tx tx, String clerkUserId, String name, String mark) {
    // The provider's message about the new organization waits until we have it.
    workspaces.lock(tx, clerkUserId);
    Org org = store.add(tx, atProvider(clerkUserId, name, mark).organization());
    UUID owner = tx.member().user().orElseThrow();
    tx.emit(IdentityEvents.orgCreated(org.id(), owner));
    return org;
  }

  private ClerkMembership atProvider(String clerkUserId, String name, String mark) {
    return clerk.get().membershipsOf(clerkUserId).orElse(List.of()).stream()
        .filter(membership -> mark.equals(membership.organization().mark()))
        .findFirst()
        .orElseGet(() -> clerk.get().createOrganization(name, clerkUserId, mark));
  }
}
