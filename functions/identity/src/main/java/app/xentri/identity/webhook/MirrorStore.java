package app.xentri.identity.webhook;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.platform.database.Member;
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

  Knowledge knowledge(Tx tx, String messageId, ClerkMessage message) {
    return knowledge(tx, messageId, message.person(), message.place());
  }

  boolean isMember(Tx tx, String clerkUserId, String clerkOrgId) {
    return knowledge(tx, null, clerkUserId, clerkOrgId).member();
  }

  private static Knowledge knowledge(
      Tx tx,
      @Nullable String messageId,
      @Nullable String clerkUserId,
      @Nullable String clerkOrgId) {
    return tx.sql(MirrorStore.class, "knowledge")
        .param("message", messageId)
        .param("clerkUser", clerkUserId)
        .param("clerkOrg", clerkOrgId)
        .query(
            (rows, _) ->
                new Knowledge(
                    rows.getBoolean("message"),
                    rows.getBoolean("person"),
                    rows.getBoolean("org"),
                    rows.getBoolean("member")))
        .single();
  }

  /** False if a message with this id was taken in before. */
  boolean takeIn(Tx tx, String messageId) {
    return tx.sql(MirrorStore.class, "takeIn").param("id", messageId).query(Boolean.class).single();
  }

  void userDeleted(Tx tx, String clerkUserId) {
    tx.sql(MirrorStore.class, "userDeleted").param("clerkUser", clerkUserId).query().singleRow();
  }

  /** Whether that changed something here. */
  boolean organization(Tx tx, ClerkOrganization organization) {
    return tx.sql(MirrorStore.class, "organization")
        .param("clerkOrg", organization.id())
        .param("name", organization.name())
        .param("at", utc(organization.updatedAt()))
        .query(Boolean.class)
        .single();
  }

  void organizationDeleted(Tx tx, String clerkOrgId) {
    tx.sql(MirrorStore.class, "organizationDeleted")
        .param("clerkOrg", clerkOrgId)
        .query()
        .singleRow();
  }

  /** Whether that changed something here. */
  boolean membership(Tx tx, ClerkMembership membership) {
    return tx.sql(MirrorStore.class, "membership")
        .param("clerkMembership", membership.id())
        .param("clerkUser", membership.userId())
        .param("clerkOrg", membership.organization().id())
        .param("role", membership.role())
        .param("at", utc(membership.updatedAt()))
        .query(Boolean.class)
        .single();
  }

  /** Empty if we did not have it. */
  Optional<Ended> membershipDeleted(
      Tx tx, String clerkMembershipId, @Nullable String clerkUserId, @Nullable String clerkOrgId) {
    return tx.sql(MirrorStore.class, "membershipDeleted")
        .param("clerkMembership", clerkMembershipId)
        .param("clerkUser", clerkUserId)
        .param("clerkOrg", clerkOrgId)
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
