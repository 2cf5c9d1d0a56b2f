package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Organizations and memberships inside a transaction. */
record Organizations(Tx tx) {

  /** Stores a new organization; false when the slug is taken. */
  boolean insert(Organization organization) {
    return tx.change(
            "Organizations/insert",
            organization.id(),
            organization.name(),
            organization.slug(),
            organization.createdBy(),
            organization.maxMemberships(),
            organization.metadata().publicPart().toString(),
            organization.metadata().privatePart().toString(),
            organization.createdAt(),
            organization.updatedAt())
        == 1;
  }

  void update(Organization organization) {
    tx.change(
        "Organizations/update",
        organization.name(),
        organization.slug(),
        organization.maxMemberships(),
        organization.metadata().publicPart().toString(),
        organization.metadata().privatePart().toString(),
        organization.updatedAt(),
        organization.id());
  }

  Optional<Organization> find(@Nullable String idOrSlug) {
    return tx.row("Organizations/find", idOrSlug, idOrSlug).map(Organizations::read);
  }

  /** The same, which nobody else can change or join until this transaction ends. */
  Optional<Organization> lock(String idOrSlug) {
    tx.row("Organizations/lock", idOrSlug, idOrSlug);
    return find(idOrSlug);
  }

  Page<Organization> list(@Nullable String query, int limit, int offset) {
    var rows = tx.rows("Organizations/list", query, query, query, query, limit, offset);
    return Page.of(rows, Organizations::read);
  }

  void delete(String id) {
    tx.change("Organizations/delete", id);
  }

  /** Adds the member; false when the user is one already. */
  boolean add(Membership membership) {
    return tx.change(
            "Organizations/addMember",
            membership.id(),
            membership.organizationId(),
            membership.userId(),
            membership.role(),
            membership.createdAt(),
            membership.updatedAt())
        == 1;
  }

  void changeRole(Membership membership) {
    tx.change(
        "Organizations/changeRole", membership.role(), membership.updatedAt(), membership.id());
  }

  void remove(Membership membership) {
    tx.change("Organizations/removeMember", membership.id());
  }

  Optional<Membership> membership(@Nullable String organizationId, String userId) {
    return tx.row("Organizations/membership", organizationId, userId)
        .map(Organizations::readMembership);
  }

  /** Memberships of a user, the oldest first. */
  Page<Membership> ofUser(String userId, int limit, int offset) {
    var rows = tx.rows("Organizations/ofUser", userId, limit, offset);
    return Page.of(rows, Organizations::readMembership);
  }

  /** Members of an organization, the oldest membership first. */
  Page<Membership> members(String organizationId, int limit, int offset) {
    var rows = tx.rows("Organizations/members", organizationId, limit, offset);
    return Page.of(rows, Organizations::readMembership);
  }

  private static Organization read(Row row) {
    return new Organization(
        row.text("id"),
        row.text("name"),
        row.text("slug"),
        row.maybeText("created_by"),
        (int) row.number("max_memberships"),
        new Metadata(row.json("public_metadata"), row.json("private_metadata"), Json.object()),
        row.number("members"),
        row.number("created_at"),
        row.number("updated_at"));
  }

  private static Membership readMembership(Row row) {
    return new Membership(
        row.text("id"),
        row.text("organization_id"),
        row.text("user_id"),
        row.text("role"),
        row.number("created_at"),
        row.number("updated_at"));
  }
}
