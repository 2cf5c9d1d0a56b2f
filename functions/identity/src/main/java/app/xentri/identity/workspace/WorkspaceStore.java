package app.xentri.identity.workspace;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.workspace.Turn.Look;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The doors into organizations, for transactions that do not know theirs yet. */
public final class WorkspaceStore {

  private WorkspaceStore() {}

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
  public static void lock(Tx tx, String clerkUserId) {
    tx.sql(WorkspaceStore.class, "lock").param("clerk_user", clerkUserId).query().singleRow();
  }

  /**
   * A person who has changed; the transaction has entered their organization.
   *
   * @param fields names of what changed
   */
  record Changed(UUID userId, List<String> fields) {
    Changed {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Keeps a person as the provider tells of them; empty if nothing that we keep has changed, or we
   * know something newer.
   */
  static Optional<Changed> follow(Tx tx, ClerkUser user) {
    return tx.sql(WorkspaceStore.class, "follow")
        .param("clerk_user", user.id())
        .param("email", user.email() == null ? null : user.email().value())
        .param("name", user.name() == null ? null : user.name().value())
        .param("picture", user.pictureAddress())
        .param("picture_told", user.picture() != null)
        .param("at", utc(user.updatedAt()))
        .query((rows, _) -> changed(tx, rows))
        .optional();
  }

  private static Changed changed(Tx tx, ResultSet rows) throws SQLException {
    UUID user = rows.getObject("user_id", UUID.class);
    Array fields = rows.getArray("fields");
    tx.entered(new Member(rows.getObject("org_id", UUID.class), null, "job"));
    return new Changed(user, List.of((String[]) fields.getArray()));
  }

  /** Those of a person's memberships at the provider that are not here as it has them. */
  static List<ClerkMembership> stale(Tx tx, ClerkUser user, List<ClerkMembership> listed) {
    List<ClerkMembership> named = listed.stream().filter(one -> one.id() != null).toList();
    if (named.isEmpty()) {
      return List.of();
    }
    var ids = named.stream().map(ClerkMembership::id).toArray(String[]::new);
    var ats = named.stream().map(one -> one.updatedAt().toString()).toArray(String[]::new);
    var stale =
        tx.sql(WorkspaceStore.class, "stale")
            .param("clerk_user", user.id())
            .param("memberships", ids)
            .param("ats", ats)
            .query(String.class)
            .set();
    return named.stream().filter(one -> stale.contains(one.id())).toList();
  }

  /** Enters the person's oldest organization, if they have one. */
  public static Optional<Member> enter(Tx tx, String clerkUserId) {
    Optional<Member> member =
        tx.sql(WorkspaceStore.class, "enter")
            .param("clerk_user", clerkUserId)
            .query((rows, _) -> member(rows))
            .optional();
    member.ifPresent(tx::entered);
    return member;
  }

  /** A look for whether the person has an organization; it enters none that would outlast it. */
  static Query<Look<Outcome<Member>>> find(Turn turn, String clerkUserId) {
    return turn.look(WorkspaceStore.class, "find", (rows, _) -> Outcome.done(member(rows)))
        .param("clerk_user", clerkUserId);
  }

  /**
   * Makes person, organization and membership exist and enters the organization; empty if one of
   * them has been deleted.
   */
  static Optional<Joined> join(Tx tx, ClerkUser user, ClerkMembership membership) {
    var organization = membership.organization();
    Optional<Joined> joined =
        tx.sql(WorkspaceStore.class, "join")
            .param("clerk_user", user.id())
            .param("email", user.email() == null ? null : user.email().value())
            .param("name", user.nameOrNone().value())
            .param("picture", user.pictureAddress())
            .param("user_at", utc(user.updatedAt()))
            .param("clerk_org", organization.id())
            .param("org_name", organization.nameOrUsual())
            .param("slug", Slug.of(organization).value())
            .param("org_at", utc(organization.updatedAt()))
            .param("made_for", organization.mark())
            .param("clerk_membership", membership.id())
            .param("role", membership.role() == null ? "member" : membership.role())
            .param("membership_at", utc(membership.updatedAt()))
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
