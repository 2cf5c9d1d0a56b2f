package app.xentri.identity.org;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.workspace.Slug;
import app.xentri.platform.EntityTag;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The organizations of the person of a transaction. */
final class OrgStore {

  private OrgStore() {}

  /** Where somebody is in the list. */
  record Place(Instant joinedAt, UUID membershipId) {}

  /** One of them, with its place in the list. */
  record Listed(Org org, Place place) {}

  /**
   * One organization with its version.
   *
   * @param version goes up with every change of it
   */
  record Versioned(Org org, long version) {

    EntityTag tag() {
      return EntityTag.of("organization", org.id(), org.id(), version);
    }
  }

  /** In the order in which the person joined them. */
  static List<Listed> list(Tx tx, @Nullable Place after, int limit) {
    return tx.sql(OrgStore.class, "list")
        .param("after_at", after == null ? null : after.joinedAt().atOffset(ZoneOffset.UTC))
        .param("after", after == null ? null : after.membershipId())
        .param("limit", limit)
        .query((rows, _) -> listed(rows))
        .list();
  }

  private static Listed listed(ResultSet rows) throws SQLException {
    return new Listed(
        org(rows, rows.getString("role")),
        new Place(time(rows, "joined_at"), rows.getObject("membership_id", UUID.class)));
  }

  static Versioned current(Tx tx) {
    String role = tx.member().role();
    return tx.sql(OrgStore.class, "current")
        .param("org", tx.member().orgId())
        .query((rows, _) -> new Versioned(org(rows, role), rows.getLong("version")))
        .single();
  }

  private static Org org(ResultSet rows, String role) throws SQLException {
    return new Org(
        rows.getObject("id", UUID.class),
        rows.getString("name"),
        rows.getString("slug"),
        role,
        time(rows, "created_at"));
  }

  private static Instant time(ResultSet rows, String column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }

  /**
   * Adds an organization that the person owns, and enters it; empty if it has been deleted, or is
   * others' already.
   */
  static Optional<UUID> add(Tx tx, ClerkMembership made, String mark) {
    ClerkOrganization organization = made.organization();
    Optional<UUID> added =
        tx.sql(OrgStore.class, "add")
            .param("clerk_org", organization.id())
            .param("name", organization.nameOrUsual())
            .param("slug", Slug.of(organization).value())
            .param("at", organization.updatedAt().atOffset(ZoneOffset.UTC))
            .param("made_for", mark)
            .param("clerk_membership", made.id())
            .param("membership_at", made.updatedAt().atOffset(ZoneOffset.UTC))
            .query(UUID.class)
            .optional();
    added.ifPresent(org -> tx.entered(new Member(org, tx.member().userId(), "owner")));
    return added;
  }

  /** What an attempt of this person has made, if they are in it. */
  static Optional<Org> madeFor(Tx tx, String clerkUserId, String mark) {
    return tx.sql(OrgStore.class, "madeFor")
        .param("clerk_user", clerkUserId)
        .param("made_for", mark)
        .query((rows, _) -> org(rows, rows.getString("role")))
        .optional();
  }
}
