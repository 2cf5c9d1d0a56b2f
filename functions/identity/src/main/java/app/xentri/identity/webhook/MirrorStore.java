package app.xentri.identity.webhook;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.workspace.Turn;
import app.xentri.identity.workspace.Turn.Look;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What we keep of the provider's state, brought up to date by its messages. */
final class MirrorStore {

  private MirrorStore() {}

  /**
   * A membership that is over; the transaction has entered its organization.
   *
   * @param role what it was
   */
  record Ended(UUID userId, String role) {}

  /**
   * What is here of what a message is about; what is deleted is known too.
   *
   * @param message whether this very message was taken in before
   */
  record Knowledge(boolean message, boolean person, boolean organization, boolean member) {}

  static Query<Knowledge> knowledge(String messageId, ClerkMessage message) {
    return Query.of(
            MirrorStore.class,
            "knowledge",
            (rows, _) ->
                new Knowledge(
                    rows.getBoolean("message"),
                    rows.getBoolean("person"),
                    rows.getBoolean("org"),
                    rows.getBoolean("member")))
        .param("message", messageId)
        .param("clerk_user", message.person())
        .param("clerk_org", message.place());
  }

  /** A look for whether somebody is a member here. */
  static Query<Look<Boolean>> isMember(Turn turn, String clerkUserId, String clerkOrgId) {
    return turn.look(MirrorStore.class, "isMember", (_, _) -> true)
        .param("clerk_user", clerkUserId)
        .param("clerk_org", clerkOrgId);
  }

  /** False if a message with this id was taken in before. */
  static Query<Boolean> takeIn(String messageId) {
    return Query.of(MirrorStore.class, "takeIn", (rows, _) -> rows.getBoolean(1))
        .param("id", messageId);
  }

  static void userDeleted(Tx tx, String clerkUserId) {
    tx.sql(MirrorStore.class, "userDeleted").param("clerk_user", clerkUserId).query().singleRow();
  }

  /** Whether that changed something here. */
  static boolean organization(Tx tx, ClerkOrganization organization) {
    return tx.sql(MirrorStore.class, "organization")
        .param("clerk_org", organization.id())
        .param("name", organization.name())
        .param("at", utc(organization.updatedAt()))
        .query(Boolean.class)
        .single();
  }

  static void organizationDeleted(Tx tx, String clerkOrgId) {
    tx.sql(MirrorStore.class, "organizationDeleted")
        .param("clerk_org", clerkOrgId)
        .query()
        .singleRow();
  }

  /** Whether that changed something here. */
  static boolean membership(Tx tx, ClerkMembership membership) {
    return tx.sql(MirrorStore.class, "membership")
        .param("clerk_membership", membership.id())
        .param("clerk_user", membership.userId())
        .param("clerk_org", membership.organization().id())
        .param("role", membership.role())
        .param("at", utc(membership.updatedAt()))
        .query(Boolean.class)
        .single();
  }

  /** Empty if we did not have it. */
  static Optional<Ended> membershipDeleted(
      Tx tx, String clerkMembershipId, @Nullable String clerkUserId, @Nullable String clerkOrgId) {
    return tx.sql(MirrorStore.class, "membershipDeleted")
        .param("clerk_membership", clerkMembershipId)
        .param("clerk_user", clerkUserId)
        .param("clerk_org", clerkOrgId)
        .query((rows, _) -> ended(tx, rows))
        .optional();
  }

  private static Ended ended(Tx tx, ResultSet rows) throws SQLException {
    tx.entered(new Member(rows.getObject("org_id", UUID.class), null, "job"));
    return new Ended(rows.getObject("user_id", UUID.class), rows.getString("role"));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
