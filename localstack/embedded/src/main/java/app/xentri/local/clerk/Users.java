package app.xentri.local.clerk;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The users table inside a transaction. */
record Users(Tx tx) {

  /**
   * Stores a new user; false when the e-mail address or external id is taken, whoever was first.
   */
  boolean insert(User user) {
    return tx.change(
            "Users/insert",
            user.id(),
            user.address().id(),
            user.email(),
            user.emailVerified(),
            user.address().verifiedBy(),
            user.name().first(),
            user.name().last(),
            user.passwordHash(),
            user.externalId(),
            user.metadata().publicPart().toString(),
            user.metadata().privatePart().toString(),
            user.metadata().unsafePart().toString(),
            user.lastSignInAt(),
            user.createdAt(),
            user.updatedAt())
        == 1;
  }

  /** Stores the changed person, whom this transaction has locked. */
  void update(User user) {
    tx.change(
        "Users/update",
        user.emailVerified(),
        user.address().verifiedBy(),
        user.name().first(),
        user.name().last(),
        user.passwordHash(),
        user.externalId(),
        user.metadata().publicPart().toString(),
        user.metadata().privatePart().toString(),
        user.metadata().unsafePart().toString(),
        user.updatedAt(),
        user.id());
  }

  Optional<User> byId(@Nullable String id) {
    return tx.row("Users/byId", id).map(Users::read);
  }

  /** The person as they are now, whom nobody else can change until this transaction ends. */
  Optional<User> lock(String id) {
    return tx.row("Users/lock", id).map(Users::read);
  }

  /** Notes a sign-in, and touches nothing else of the person. */
  void signedIn(String id, long now) {
    tx.change("Users/signedIn", now, id);
  }

  Optional<User> byExternalId(@Nullable String externalId) {
    return tx.row("Users/byExternalId", externalId).map(Users::read);
  }

  Optional<User> byEmail(String email) {
    return tx.row("Users/byEmail", email).map(Users::read);
  }

  /**
   * The person with this address, whom nobody else can create until this transaction ends: of many
   * who create one at once only the first pays for hashing a password.
   */
  Optional<User> lockEmail(String email) {
    tx.row("Users/lockEmail", email);
    return byEmail(email);
  }

  Optional<User> byExternalAccount(ExternalAccount account) {
    return tx.row("Users/byExternalAccount", account.provider(), account.providerUserId())
        .map(Users::read);
  }

  Page<User> list(
      List<String> emails, List<String> ids, @Nullable String query, int limit, int offset) {
    var rows =
        tx.rows("Users/list", emails, emails, ids, ids, query, query, query, query, limit, offset);
    return Page.of(rows, Users::read);
  }

  void delete(String id) {
    tx.change("Users/delete", id);
  }

  List<ExternalAccount> externalAccounts(String userId) {
    return tx.rows("Users/externalAccounts", userId).stream()
        .map(
            row ->
                new ExternalAccount(
                    row.text("id"),
                    row.text("provider"),
                    row.text("provider_user_id"),
                    row.text("email"),
                    row.text("first_name"),
                    row.text("last_name"),
                    row.number("created_at")))
        .toList();
  }

  /** Links the account to the user; nothing happens when it is linked already. */
  void link(String userId, ExternalAccount account) {
    tx.change(
        "Users/addExternalAccount",
        account.id(),
        userId,
        account.provider(),
        account.providerUserId(),
        account.email(),
        account.firstName(),
        account.lastName(),
        account.createdAt());
  }

  private static User read(Row row) {
    return new User(
        row.text("id"),
        new User.Address(
            row.text("email_id"), row.text("email"), row.maybeText("email_verified_by")),
        new User.Name(row.maybeText("first_name"), row.maybeText("last_name")),
        row.maybeText("password_hash"),
        row.maybeText("external_id"),
        new Metadata(
            row.json("public_metadata"), row.json("private_metadata"), row.json("unsafe_metadata")),
        row.maybeNumber("last_sign_in_at"),
        row.number("created_at"),
        row.number("updated_at"));
  }
}
