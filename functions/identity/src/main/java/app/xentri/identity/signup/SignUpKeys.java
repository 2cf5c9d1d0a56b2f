package app.xentri.identity.signup;

import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The Idempotency-Keys of sign-ups and their answers. Apart from the platform's, because a sign-up
 * has no organization yet whose keys these could be, and because it asks the identity provider in
 * between, which no transaction should wait for.
 */
final class SignUpKeys {

  private final SignUpDigests digests;

  SignUpKeys(SignUpDigests digests) {
    this.digests = digests;
  }

  /** Whose turn it is while a sign-up with this key is made: there is no person yet. */
  String turn(Request request) {
    return "sign-up " + HexFormat.of().formatHex(digests.key(request.idempotencyKey()));
  }

  /**
   * Ties the key to this body, and gives the answer if there is one.
   *
   * @return denied as {@code 422 idempotency_key_reused} if it is tied to another body
   */
  Outcome<Optional<Response>> claim(Tx tx, Request request) {
    return statement(tx, "claim", request).query((rows, _) -> state(rows)).single();
  }

  /** Keeps an answer; gives the one that counts, which another request may have brought first. */
  Outcome<Optional<Response>> answer(Tx tx, Request request, Response response) {
    return statement(tx, "answer", request)
        .param("status", response.status())
        .param("headers", Json.write(response.headers()))
        .param("body", response.body())
        .query((rows, _) -> state(rows))
        .single();
  }

  /** Frees the key for a corrected attempt. */
  void release(Tx tx, Request request) {
    statement(tx, "release", request).query().singleRow();
  }

  private StatementSpec statement(Tx tx, String name, Request request) {
    return tx.sql(SignUpKeys.class, name)
        .param("key", digests.key(request.idempotencyKey()))
        .param("fingerprint", digests.fingerprint(request.body()));
  }

  private static Outcome<Optional<Response>> state(ResultSet rows) throws SQLException {
    return switch (rows.getString("outcome")) {
      case "claimed" -> Outcome.done(Optional.empty());
      case "replay" -> Outcome.done(Optional.of(stored(rows)));
      default ->
          Outcome.denied(
              new Refusal.Invalid(
                  "idempotency_key_reused",
                  "This Idempotency-Key was used for another request.",
                  List.of()));
    };
  }

  private static Response stored(ResultSet rows) throws SQLException {
    var headers = new HashMap<String, String>();
    Json.read(rows.getString("headers"))
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    return new Response(rows.getInt("status"), headers, List.of(), rows.getString("body"));
  }
}
