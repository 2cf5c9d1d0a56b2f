package app.xentri.identity.webhook;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.platform.database.Member;
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

/** What we keep of the provider's state, brought up to date by its messages. */
final class MirrorStore {

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
   * A membership that is over; the transaction has entered its organization.
   *
   * @param role what it was
   */
  record Ended(UUID userId, String role) {}

  /** False if a message with this id was taken in before. */
  boolean takeIn(Tx tx, String messageId) {
    return tx.sql(MirrorStore.class, "takeIn").param("id", messageId).query(Boolean.class).single();
  }

  /** Empty if nothing that we keep has changed, or we know something newer. */
  Optional<Changed> user(Tx tx, ClerkUser user) {
    return tx.sql(MirrorStore.class, "user")
        .param("clerkUser", user.id())
        .param("email", user.email().value())
        .param("name", user.name().value())
        .param("picture", user.picture())
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

  void userDeleted(Tx tx, String clerkUserId) {
    tx.sql(MirrorStore.class, "userDeleted").param("clerkUser", clerkUserId).query().singleRow();
  }

  /** Whether we have it, or know that it is deleted. */
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

  /** Whether we have it. */
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
      Tx tx, String clerkMembershipId, String clerkUserId, String clerkOrgId) {
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
