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
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/**
 * The answers to sign-ups by their Idempotency-Key. Apart from the platform's, because a sign-up
 * has no organization yet whose keys these could be.
 */
final class SignUpAnswers {

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final SignUpDigests digests;

  SignUpAnswers(SignUpDigests digests) {
    this.digests = digests;
  }

  /**
   * What was answered to this key; empty if nothing yet. Until the transaction ends, others with
   * the same key wait.
   *
   * @return denied as {@code 422 idempotency_key_reused} for another body, as {@code 409
   *     idempotency_in_flight} if the one before takes too long
   */
  Outcome<Optional<Response>> find(Tx tx, Request request) {
    try {
      return tx.sql(SignUpAnswers.class, "find")
          .param("key", digests.key(request.idempotencyKey()))
          .param("fingerprint", digests.fingerprint(request.body()))
          .query((rows, _) -> stored(rows))
          .optional()
          .orElse(Outcome.done(Optional.empty()));
    } catch (DataAccessException e) {
      if (e.getMostSpecificCause() instanceof SQLException sql
          && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
        return Outcome.denied(
            new Refusal.Conflict(
                "idempotency_in_flight", "A request with this Idempotency-Key is still running."));
      }
      throw e;
    }
  }

  private static Outcome<Optional<Response>> stored(ResultSet rows) throws SQLException {
    if (rows.getString("outcome").equals("reused")) {
      return Outcome.denied(
          new Refusal.Invalid(
              "idempotency_key_reused",
              "This Idempotency-Key was used for another request.",
              List.of()));
    }
    var headers = new HashMap<String, String>();
    Json.read(rows.getString("headers"))
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    return Outcome.done(
        Optional.of(
            new Response(rows.getInt("status"), headers, List.of(), rows.getString("body"))));
  }

  /** Keeps the answer under the organization that this transaction has entered. */
  void store(Tx tx, Request request, Response response) {
    tx.sql(SignUpAnswers.class, "store")
        .param("key", digests.key(request.idempotencyKey()))
        .param("fingerprint", digests.fingerprint(request.body()))
        .param("status", response.status())
        .param("headers", Json.write(response.headers()))
        .param("body", response.body())
        .query()
        .singleRow();
  }
}
