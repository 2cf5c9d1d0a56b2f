package app.xentri.local.clerk;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The users table inside a transaction. */
record Users(Tx tx) {

  private static final RowMapper<User> USER = new SimplePropertyRowMapper<>(User.class);
  private static final RowMapper<ExternalAccount> EXTERNAL_ACCOUNT =
      new SimplePropertyRowMapper<>(ExternalAccount.class);

  /** Stores a new user; false when the e-mail address is taken, whoever was first. */
  boolean insert(User user) {
    return tx.sql(Users.class, "insert", user).update() == 1;
  }

  /** Stores the changed person, whom this transaction has locked. */
  void update(User user) {
    tx.sql(Users.class, "update", user).update();
  }

  /** Notes a sign-in, and touches nothing else of the person. */
  void signedIn(String id, long now) {
    sql("signedIn", now, id).update();
  }

  void delete(String id) {
    sql("delete", id).update();
  }

  /** The person as they are now, whom nobody else can change until this transaction ends. */
  Optional<User> lock(String id) {
    return one("lock", id);
  }

  Optional<User> byId(@Nullable String id) {
    return one("byId", id);
  }

  Optional<User> byEmail(String email) {
    return one("byEmail", email);
  }

  /**
   * The person with this address, whom nobody else can create until this transaction ends: of many
   * who create one at once only the first pays for hashing a password.
   */
  Optional<User> lockEmail(String email) {
    sql("lockEmail", email).query().listOfRows();
    return byEmail(email);
  }

  /** Everybody, or whoever has this address; the newest first. */
  List<User> all(@Nullable String email) {
    return sql("all", email, email).query(USER).list();
  }

  List<ExternalAccount> externalAccounts(String userId) {
    return sql("externalAccounts", userId).query(EXTERNAL_ACCOUNT).list();
  }

  /** Links the account to the user; false when it is linked already. */
  boolean link(String userId, ExternalAccount account) {
    return sql(
                "addExternalAccount",
                account.id(),
                userId,
                account.provider(),
                account.providerUserId(),
                account.email(),
                account.firstName(),
                account.lastName(),
                account.createdAt())
            .update()
        == 1;
  }

  private Optional<User> one(String name, @Nullable Object... values) {
    return sql(name, values).query(USER).optional();
  }

  private StatementSpec sql(String name, @Nullable Object... values) {
    return tx.sql(Users.class, name, values);
  }
}
