package app.xentri.local.clerk;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Clients and their sessions inside a transaction. */
record Sessions(Tx tx) {

  void insert(Session session) {
    tx.change(
        "Sessions/insert",
        session.id(),
        session.clientId(),
        session.userId(),
        session.status(),
        session.origin(),
        session.activeOrganizationId(),
        session.firstFactorAt(),
        session.lastActiveAt(),
        session.expireAt(),
        session.abandonAt(),
        session.createdAt(),
        session.updatedAt());
  }

  /** Keeps an active session alive; false when somebody else has ended it meanwhile. */
  boolean touch(Session session) {
    return tx.change(
            "Sessions/touch",
            session.activeOrganizationId(),
            session.lastActiveAt(),
            session.updatedAt(),
            session.id())
        == 1;
  }

  /** Ends an active session; false when somebody else has ended it meanwhile. */
  boolean end(Session session) {
    return tx.change("Sessions/end", session.status(), session.updatedAt(), session.id()) == 1;
  }

  Optional<Session> byId(@Nullable String id) {
    return tx.row("Sessions/byId", id).map(Sessions::read);
  }

  /** The session, which nobody else can change until this transaction ends. */
  Optional<Session> lock(@Nullable String id) {
    return tx.row("Sessions/lock", id).map(Sessions::read);
  }

  /** Sessions of a browser, whatever their status, the oldest first. */
  List<Session> ofClient(String clientId) {
    return tx.rows("Sessions/ofClient", clientId).stream().map(Sessions::read).toList();
  }

  Page<Session> list(
      @Nullable String clientId,
      @Nullable String userId,
      @Nullable String status,
      long now,
      int limit,
      int offset) {
    var rows =
        tx.rows(
            "Sessions/list",
            clientId,
            clientId,
            userId,
            userId,
            status,
            now,
            status,
            limit,
            offset);
    return Page.of(rows, Sessions::read);
  }

  /** A browser without cookie: sessions opened through the Backend API need one too. */
  Client newClient(@Nullable String token, long now) {
    var client = new Client(Ids.next("client"), null, null, null, null, now, now);
    tx.change("Clients/insert", client.id(), token == null ? null : Ids.digest(token), now, now);
    return client;
  }

  /** The browser with this cookie; its requests take turns until the transaction ends. */
  Optional<Client> lockClient(String token) {
    return tx.row("Clients/lockByToken", Ids.digest(token)).map(Sessions::readClient);
  }

  void update(Client client, long now) {
    tx.change(
        "Clients/update",
        client.signInId(),
        client.signUpId(),
        client.lastActiveSessionId(),
        client.lastStrategy(),
        now,
        client.id());
  }

  private static Client readClient(Row row) {
    return new Client(
        row.text("id"),
        row.maybeText("sign_in_id"),
        row.maybeText("sign_up_id"),
        row.maybeText("last_active_session_id"),
        row.maybeText("last_strategy"),
        row.number("created_at"),
        row.number("updated_at"));
  }

  private static Session read(Row row) {
    return new Session(
        row.text("id"),
        row.text("client_id"),
        row.text("user_id"),
        row.text("status"),
        row.text("origin"),
        row.maybeText("active_organization_id"),
        row.maybeNumber("first_factor_at"),
        row.number("last_active_at"),
        row.number("expire_at"),
        row.number("abandon_at"),
        row.number("created_at"),
        row.number("updated_at"));
  }
}
