package app.xentri.identity.signup;

import app.xentri.identity.workspace.Turn;
import app.xentri.identity.workspace.Turn.Look;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Query;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;

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
   * Ties the key to this body, and looks for its answer.
   *
   * @return what is found is denied as {@code 422 idempotency_key_reused} if the key is tied to
   *     another body
   */
  Query<Look<Outcome<Response>>> claim(Turn turn, Request request) {
    return given(turn.look(SignUpKeys.class, "claim", (rows, _) -> state(rows)), request);
  }

  /**
   * Keeps an answer in the person's organization; gives the one that counts, which another request
   * may have brought first, or nothing if they are in none.
   */
  Query<Outcome<Response>> answer(Request request, String clerkUserId, Response response) {
    return given(Query.of(SignUpKeys.class, "answer", (rows, _) -> state(rows)), request)
        .param("clerk_user", clerkUserId)
        .param("status", response.status())
        .param("headers", Json.write(response.headers()))
        .param("body", response.body());
  }

  /** Frees the key for a corrected attempt. */
  Query<Boolean> release(Request request) {
    return given(Query.of(SignUpKeys.class, "release", (rows, _) -> rows.getBoolean(1)), request);
  }

  private <T> Query<T> given(Query<T> query, Request request) {
    return query
        .param("key", digests.key(request.idempotencyKey()))
        .param("fingerprint", digests.fingerprint(request.body()));
  }

  private static Outcome<Response> state(ResultSet rows) throws SQLException {
    return rows.getString("outcome").equals("replay")
        ? Outcome.done(stored(rows))
        : Outcome.denied(
            new Refusal.Invalid(
                "idempotency_key_reused",
                "This Idempotency-Key was used for another request.",
                List.of()));
  }

  private static Response stored(ResultSet rows) throws SQLException {
    var headers = new HashMap<String, String>();
    Json.read(rows.getString("headers"))
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    return new Response(rows.getInt("status"), headers, List.of(), rows.getString("body"));
  }
}
