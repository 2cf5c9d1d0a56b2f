package app.xentri.platform.database;

import app.xentri.platform.Json;
import app.xentri.platform.OpenTransaction;
import app.xentri.platform.Patience;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.event.RelayNudge;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.validation.Schemas;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;

/**
 * Transactions inside an org. The first round trip begins, checks the membership and sets the
 * context ({@code enter_org}); the last one writes events and commits. Anything thrown in between
 * rolls back.
 */
public final class TenantTx {

  private static final Logger LOG = LoggerFactory.getLogger(TenantTx.class);
  private static final int ENTER_VALUES = 7;
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";
  private static final String STATEMENT_TOOK_TOO_LONG = "57014";

  /** Others were faster, or there is too much to do; nothing has been done. */
  private static final Set<String> BUSY =
      Set.of(LOCK_NOT_AVAILABLE, DEADLOCK, STATEMENT_TOOK_TOO_LONG);

  private final Supplier<Database> database;
  private final Schemas schemas;
  private final Clock clock;
  private final String environment;
  private final RelayNudge relay;

  public TenantTx(
      Supplier<Database> database,
      Schemas schemas,
      Clock clock,
      String environment,
      RelayNudge relay) {
    this.database = database;
    this.schemas = schemas;
    this.clock = clock;
    this.environment = environment;
    this.relay = relay;
  }

  /**
   * Runs work as this caller.
   *
   * @throws Refused 401 if the session has ended, 403 if the caller is no member, 409 if their page
   *     shows somebody else or another org
   */
  public <T> T run(Caller caller, Function<Tx, T> work) {
    return within(
        connection -> enter(connection, caller),
        (connection, member) -> finish(tx(connection, member, caller.traceId()), work));
  }

  /**
   * Reads as this caller, in one round trip: begin, enter, read and commit are sent together.
   *
   * @throws Refused 401 if the session has ended, 403 if the caller is no member
   */
  public <T> List<T> read(Caller caller, Query<T> query) {
    return within(
        connection -> enterAndRead(connection, caller, query),
        (_, rows) -> new Finished<>(rows, false, List.of()));
  }

  /** Runs work in an org without a person, as an event or a schedule asks for it. */
  public <T> T runAsJob(UUID org, String traceId, Function<Tx, T> work) {
    return within(
        connection -> enterAsJob(connection, org, traceId),
        (connection, member) -> finish(tx(connection, member, traceId), work));
  }

  /**
   * Runs work that begins outside any org, where row-level security shows nothing. A definer
   * function may lead it into one; the work then tells so with {@link Tx#entered} before it emits.
   *
   * @param traceId kept with every event that the work records
   */
  public <T> T open(String traceId, Function<Tx, T> work) {
    return within(
        connection -> begin(connection, traceId),
        (connection, _) -> finish(tx(connection, null, traceId), work));
  }

  private static <T> Finished<T> finish(Tx tx, Function<Tx, T> work) throws SQLException {
    T result = work.apply(tx);
    return new Finished<>(result, tx.commit().wake(), tx.waiting());
  }

  /**
   * Runs work at most once for the request's idempotency key, which is the caller's own and the
   * route's; its answer is stored beside its effect and replayed byte by byte for 24 hours. A
   * refusal stores nothing, so the key stays free for a corrected attempt.
   *
   * @throws Refused as {@link #run}; 400 without a key, 422 if it was used for another request, 409
   *     while the first one is still running
   */
  public <A extends Answer> A once(Caller caller, Repeatable<A> request, Function<Tx, A> work) {
    String key = request.idempotencyKey();
    String fingerprint = request.fingerprint();
    return within(
        connection -> enterAndClaim(connection, caller, request, key, fingerprint),
        (connection, entered) -> {
          if (entered.replay() != null) {
            connection.rollback();
            return new Finished<>(entered.replay(), false, List.of());
          }
          Tx tx = tx(connection, entered.member(), caller.traceId());
          A answer = work.apply(tx);
          return finish(
              tx,
              request,
              new KeptAnswer(
                  entered.member(), request.route(), key, fingerprint, answer, tx.hasAnnounced()),
              answer);
        });
  }

  private static <A extends Answer> Finished<A> finish(
      Tx tx, Repeatable<A> request, KeptAnswer kept, A answer) throws SQLException {
    LastTrip.Committed committed = tx.commit(kept);
    A sent = kept.showsPlace() ? withPlace(request, answer, committed.place()) : answer;
    return new Finished<>(sent, committed.wake(), tx.waiting());
  }

  private static <A extends Answer> A withPlace(Repeatable<A> request, A answer, long place) {
    return request.answer(
        answer.status(), answer.headers(), AnnouncedPlace.in(answer.body()).filledWith(place));
  }

  private record Finished<T>(T result, boolean wake, List<Runnable> afterCommit) {}

  private record Entered<A>(Member member, @Nullable A replay) {}

  @FunctionalInterface
  private interface Enter<E> {
    E apply(Connection connection) throws SQLException;
  }

  @FunctionalInterface
  private interface Body<E, T> {
    Finished<T> apply(Connection connection, E entered) throws SQLException;
  }

  private <E, T> T within(Enter<E> enter, Body<E, T> body) {
    Finished<T> finished = Database.onceMore(() -> attempt(enter, body));
    if (finished.wake()) {
      relay.wake();
    }
    finished.afterCommit().forEach(TenantTx::afterCommit);
    return finished.result();
  }

  /** What is committed is done, whatever becomes of what follows it. */
  private static void afterCommit(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("what was to follow a commit failed");
    }
  }

  private <E, T> Finished<T> attempt(Enter<E> enter, Body<E, T> body) throws StaleConnection {
    var wait = Patience.wait(Patience.OF_A_REQUEST);
    try (Connection connection = database.get().connection();
        Watch _ = Watch.over(connection)) {
      boolean ended = false;
      try {
        E entered = entered(connection, enter);
        Finished<T> finished = OpenTransaction.around(() -> body.apply(connection, entered));
        ended = true;
        return finished;
      } finally {
        if (!ended) {
          rollback(connection);
        }
      }
    } catch (StaleConnection e) {
      wait.wasInVain();
      throw e;
    } catch (DataAccessException e) {
      throw StaleConnection.sql(e).map(sql -> failure(e, sql)).orElse(e);
    } catch (SQLException e) {
      throw failure(DatabaseFault.of("transaction failed", e), e);
    }
  }

  private static RuntimeException failure(RuntimeException failure, SQLException cause) {
    if (DatabaseUnavailable.isOne(cause)) {
      return new DatabaseUnavailable("the database does not answer", failure);
    }
    return BUSY.contains(Objects.requireNonNullElse(cause.getSQLState(), ""))
        ? busy(failure)
        : failure;
  }

  private static Refused busy(RuntimeException cause) {
    LOG.atWarn().setCause(cause).log("gave up waiting for a lock");
    return new Refused(
        new Refusal.Unavailable(
            "busy", "Something else is being done with this right now. Try again in a moment."));
  }

  private <E> E entered(Connection connection, Enter<E> enter)
      throws SQLException, StaleConnection {
    try {
      return enter.apply(connection);
    } catch (SQLException e) {
      String state = Objects.requireNonNullElse(e.getSQLState(), "");
      switch (state) {
        case "XE401" ->
            throw new Refused(
                new Refusal.Unauthenticated("Your session has ended. Sign in again."));
        case "XE403" ->
            throw new Refused(
                new Refusal.Forbidden(
                    "not_a_member", "You are not a member of that organization."));
        case LOCK_NOT_AVAILABLE ->
            throw new Refused(
                new Refusal.Conflict(
                    "idempotency_in_flight",
                    "A request with this Idempotency-Key is still running."));
        default -> {
          if (StaleConnection.isOne(e)) {
            database.get().evict(connection);
            throw new StaleConnection(e);
          }
          throw e;
        }
      }
    }
  }

  private static void rollback(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      connection.rollback();
    }
  }

  private Tx tx(Connection connection, @Nullable Member member, String traceId) {
    return new Tx(connection, member, traceId, schemas, clock, environment);
  }

  private static Member enter(Connection connection, Caller caller) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.of(TenantTx.class, "enter"))) {
      bind(statement, caller);
      try (ResultSet rows = statement.executeQuery()) {
        return member(rows, caller);
      }
    }
  }

  private static <T> List<T> enterAndRead(Connection connection, Caller caller, Query<T> query)
      throws SQLException {
    String batch = Sql.of(TenantTx.class, "enter") + ";" + query.text() + ";commit";
    try (PreparedStatement statement = connection.prepareStatement(batch)) {
      Sql.planWithValues(statement);
      bind(statement, caller);
      query.bind(statement, ENTER_VALUES + 1);
      statement.execute();
      try (ResultSet rows = statement.getResultSet()) {
        member(rows, caller);
      }
      statement.getMoreResults();
      try (ResultSet rows = statement.getResultSet()) {
        return query.rows(rows);
      }
    }
  }

  private static String begin(Connection connection, String traceId) throws SQLException {
    MDC.remove("org_id");
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.of(TenantTx.class, "begin"))) {
      Waits waits = Waits.now();
      statement.setString(1, traceId);
      statement.setString(2, waits.lockMillis());
      statement.setString(3, waits.statementMillis());
      statement.execute();
      return traceId;
    }
  }

  private static Member enterAsJob(Connection connection, UUID org, String traceId)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.of(TenantTx.class, "enterAsJob"))) {
      statement.setObject(1, org);
      statement.setString(2, traceId);
      statement.execute();
      MDC.put("org_id", org.toString());
      return new Member(org, null, "job");
    }
  }

  private static <A extends Answer> Entered<A> enterAndClaim(
      Connection connection, Caller caller, Repeatable<A> request, String key, String fingerprint)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.of(TenantTx.class, "enterAndClaim"))) {
      bind(statement, caller);
      statement.setString(ENTER_VALUES + 1, request.route());
      statement.setString(ENTER_VALUES + 2, key);
      statement.setString(ENTER_VALUES + 3, fingerprint);
      try (ResultSet rows = statement.executeQuery()) {
        return new Entered<>(member(rows, caller), replay(rows, request));
      }
    }
  }

  /** The first values of a statement that enters. */
  private static void bind(PreparedStatement statement, Caller caller) throws SQLException {
    Waits waits = Waits.now();
    statement.setString(1, waits.lockMillis());
    statement.setString(2, waits.statementMillis());
    statement.setString(3, caller.clerkUserId());
    statement.setString(4, caller.clerkOrgId());
    statement.setObject(5, caller.requestedOrg(), Types.OTHER);
    statement.setString(6, caller.sessionId());
    statement.setString(7, caller.traceId());
  }

  /**
   * Who the caller is here; before anything else is read or done, their page must show the same.
   */
  private static Member member(ResultSet rows, Caller caller) throws SQLException {
    rows.next();
    UUID org = rows.getObject(1, UUID.class);
    UUID user = rows.getObject(2, UUID.class);
    MDC.put("org_id", org.toString());
    if (caller.shown() != null) {
      caller.shown().require(user, org);
    }
    return new Member(org, user, rows.getString(3));
  }

  private static <A extends Answer> @Nullable A replay(ResultSet rows, Repeatable<A> request)
      throws SQLException {
    return switch (rows.getString(4)) {
      case "claimed" -> null;
      case "replay" ->
          request.answer(rows.getInt(5), headers(rows.getString(6)), rows.getString(7));
      default ->
          throw new Refused(
              new Refusal.Invalid(
                  "idempotency_key_reused",
                  "This Idempotency-Key was used for another request.",
                  List.of()));
    };
  }

  private static Map<String, String> headers(String kept) {
    var headers = new HashMap<String, String>();
    for (Map.Entry<String, JsonNode> header : Json.read(kept).properties()) {
      headers.put(header.getKey(), header.getValue().asString());
    }
    return headers;
  }
}
