package app.xentri.local.clerk;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Clients and their sessions inside a transaction. */
record Sessions(Tx tx) {

  private static final RowMapper<Session> SESSION = new SimplePropertyRowMapper<>(Session.class);
  private static final RowMapper<Client> CLIENT = new SimplePropertyRowMapper<>(Client.class);

  void insert(Session session) {
    tx.sql(Sessions.class, "insert", session).update();
  }

  /**
   * Keeps an active session alive, in the organization that it acts in now; empty when somebody
   * else has ended it meanwhile.
   */
  Optional<Session> touch(Session acting, long now) {
    return sql("touch", acting.activeOrganizationId(), now, now, acting.id())
        .query(SESSION)
        .optional();
  }

  /** Ends an active session; empty when somebody else has ended it meanwhile. */
  Optional<Session> end(String id, String status, long now) {
    return sql("end", status, now, id).query(SESSION).optional();
  }

  Optional<Session> byId(@Nullable String id) {
    return sql("byId", id).query(SESSION).optional();
  }

  /** The session, which nobody else can change until this transaction ends. */
  Optional<Session> lock(@Nullable String id) {
    return sql("lock", id).query(SESSION).optional();
  }

  /** Sessions of a browser, whatever their status, the oldest first. */
  List<Session> ofClient(String clientId) {
    return sql("ofClient", clientId).query(SESSION).list();
  }

  /** Sessions of a person that nobody has ended, in every browser. */
  List<Session> ofUser(String userId) {
    return sql("ofUser", userId).query(SESSION).list();
  }

  /** A browser without cookie: sessions opened through the Backend API need one too. */
  Client newClient(@Nullable String token, long now) {
    var client = new Client(Ids.next("client"), null, null, null, now, now);
    String digest = token == null ? null : Ids.digest(token);
    sql("insertClient", client.id(), digest, now, now).update();
    return client;
  }

  /** The browser with this cookie; its requests take turns until the transaction ends. */
  Optional<Client> lockClient(String token) {
    return sql("lockClient", Ids.digest(token)).query(CLIENT).optional();
  }

  void update(Client client) {
    tx.sql(Sessions.class, "updateClient", client).update();
  }

  private StatementSpec sql(String name, @Nullable Object... values) {
    return tx.sql(Sessions.class, name, values);
  }
}
