package app.xentri.identity.workspace;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The doors into organizations, for transactions that do not know theirs yet. */
public final class WorkspaceStore {

  /**
   * What {@link #join} has found or made.
   *
   * @param member who this transaction now works as
   */
  record Joined(Member member, boolean userIsNew, boolean orgIsNew, boolean memberIsNew) {}

  /**
   * Makes all work on this person take turns until the transaction ends: whatever happens to them
   * at the provider, one of ours at a time follows it.
   */
  public void lock(Tx tx, String clerkUserId) {
    tx.sql(WorkspaceStore.class, "lock").param("clerkUser", clerkUserId).query().singleRow();
  }

  /** Enters the person's oldest organization, if they have one. */
  Optional<Member> enter(Tx tx, String clerkUserId) {
    Optional<Member> member =
        tx.sql(WorkspaceStore.class, "enter")
            .param("clerkUser", clerkUserId)
            .query((rows, _) -> member(rows))
            .optional();
    member.ifPresent(tx::entered);
    return member;
  }

  /**
   * Makes person, organization and membership exist and enters the organization; empty if one of
   * them has been deleted.
   */
  Optional<Joined> join(Tx tx, ClerkUser user, ClerkMembership membership) {
    var organization = membership.organization();
    Optional<Joined> joined =
        tx.sql(WorkspaceStore.class, "join")
            .param("clerkUser", user.id())
            .param("email", user.email().value())
            .param("name", user.name().value())
            .param("picture", user.picture())
            .param("userAt", utc(user.updatedAt()))
            .param("clerkOrg", organization.id())
            .param("orgName", organization.name())
            .param("slug", Slug.of(organization.name()).value())
            .param("orgAt", utc(organization.updatedAt()))
            .param("clerkMembership", membership.id())
            .param("role", membership.role())
            .param("membershipAt", utc(membership.updatedAt()))
            .query((rows, _) -> joined(rows))
            .optional();
    joined.map(Joined::member).ifPresent(tx::entered);
    return joined;
  }

  private static Joined joined(ResultSet rows) throws SQLException {
    return new Joined(
        member(rows),
        rows.getBoolean("user_is_new"),
        rows.getBoolean("org_is_new"),
        rows.getBoolean("member_is_new"));
  }

  private static Member member(ResultSet rows) throws SQLException {
    return new Member(
        rows.getObject("org_id", UUID.class),
        rows.getObject("user_id", UUID.class),
        rows.getString("role"));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
