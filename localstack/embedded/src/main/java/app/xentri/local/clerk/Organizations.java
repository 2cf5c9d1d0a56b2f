package app.xentri.local.clerk;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Organizations and memberships inside a transaction. */
record Organizations(Tx tx) {

  private static final RowMapper<Organization> ORGANIZATION =
      new SimplePropertyRowMapper<>(Organization.class);
  private static final RowMapper<Membership> MEMBERSHIP =
      new SimplePropertyRowMapper<>(Membership.class);

  /** Stores a new organization; false when the slug is taken. */
  boolean insert(Organization organization) {
    return tx.sql(Organizations.class, "insert", organization).update() == 1;
  }

  /** Stores the changed organization, which this transaction has locked. */
  void update(Organization organization) {
    tx.sql(Organizations.class, "update", organization).update();
  }

  void delete(String id) {
    sql("delete", id).update();
  }

  Optional<Organization> find(@Nullable String id) {
    return sql("find", id).query(ORGANIZATION).optional();
  }

  /** The same, which nobody else can change or join until this transaction ends. */
  Optional<Organization> lock(String id) {
    sql("lock", id).query().listOfRows();
    return find(id);
  }

  /** The newest first. */
  List<Organization> all() {
    return sql("all").query(ORGANIZATION).list();
  }

  /** Adds the member; false when the user is one already. */
  boolean add(Membership membership) {
    return tx.sql(Organizations.class, "addMember", membership).update() == 1;
  }

  void remove(Membership membership) {
    sql("removeMember", membership.id()).update();
  }

  Optional<Membership> membership(@Nullable String organizationId, String userId) {
    return sql("membership", organizationId, userId).query(MEMBERSHIP).optional();
  }

  /** Memberships of a user, the oldest first. */
  List<Membership> ofUser(String userId) {
    return sql("ofUser", userId).query(MEMBERSHIP).list();
  }

  /** Memberships in an organization, the oldest first. */
  List<Membership> ofOrganization(String organizationId) {
    return sql("ofOrganization", organizationId).query(MEMBERSHIP).list();
  }

  private StatementSpec sql(String name, @Nullable Object... values) {
    return tx.sql(Organizations.class, name, values);
  }
}
