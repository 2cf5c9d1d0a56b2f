package app.xentri.platform.database;

import app.xentri.platform.Json;
import app.xentri.platform.OpenTransaction;
import app.xentri.platform.Outcome;
import app.xentri.platform.Patience;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.FirstTrip.Door;
import app.xentri.platform.event.RelayNudge;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.validation.Schemas;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;

/**
 * Transactions inside an org. The first round trip begins, checks the membership and sets the
 * context ({@code enter_org}); the last one writes events and commits. Where one statement is all
 * there is to do, both are one. Anything thrown in between rolls back.
 */
public final class TenantTx {

  private static final Logger LOG = LoggerFactory.getLogger(TenantTx.class);
  private static final String NOT_A_MEMBER = "XE403";
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
    return begun(new Door.OfMember(caller), caller.traceId(), work);
  }

  /** As {@link #run(Caller, Function)}, with what is read first in the trip that begins. */
  public <F, T> T run(Caller caller, Query<F> first, BiFunction<Tx, List<F>, T> work) {
    return begun(new Door.OfMember(caller), caller.traceId(), first, work);
  }

  /**
   * Runs one statement as this caller, in one round trip: begin, enter, statement and commit are
   * sent together. It is repeated if the connection dies before the answer, so doing it twice must
   * do no harm.
   *
   * @throws Refused as {@link #run(Caller, Function)}; for a page that shows somebody else only
   *     after the commit
   */
  public <T> List<T> read(Caller caller, Query<T> query) {
    return alone(new Door.OfMember(caller), query);
  }

  /**
   * As {@link #read(Caller, Query)}, for those who know what to do with somebody who is no member.
   *
   * @return denied with 403 if the caller is none
   */
  public <T> Outcome<List<T>> readIfMember(Caller caller, Query<T> query) {
    return within(
        connection -> readIfMember(connection, caller, query),
        (_, read) -> new Finished<>(read, false, List.of()));
  }

  private static <T> Outcome<List<T>> readIfMember(
      Connection connection, Caller caller, Query<T> query) throws SQLException {
    try {
      return Outcome.done(alone(connection, new Door.OfMember(caller), query));
    } catch (SQLException e) {
      if (NOT_A_MEMBER.equals(e.getSQLState())) {
        connection.rollback();
        return Outcome.denied(notAMember());
      }
      throw e;
    }
  }

  /**
   * What two statements have answered.
   *
   * @param second saw what was committed by when the first was done
   */
  public record Both<A, B>(List<A> first, List<B> second) {}

  /** As {@link #read(Caller, Query)}, for two statements, one after the other. */
  public <A, B> Both<A, B> read(Caller caller, Query<A> first, Query<B> second) {
    return within(
        connection -> {
          var trip = new FirstTrip(connection, new Door.OfMember(caller));
          FirstTrip.Asked<A> one = trip.ask(first);
          FirstTrip.Asked<B> other = trip.ask(second);
          trip.andCommit().go();
          return new Both<>(one.rows(), other.rows());
        },
        (_, both) -> new Finished<>(both, false, List.of()));
  }

  /** Runs work in an org without a person, as an event or a schedule asks for it. */
  public <T> T runAsJob(UUID org, String traceId, Function<Tx, T> work) {
    return begun(new Door.OfJob(org, traceId), traceId, work);
  }

  /** As {@link #read(Caller, Query)}, in an org without a person. */
  public <T> List<T> readAsJob(UUID org, String traceId, Query<T> query) {
    return alone(new Door.OfJob(org, traceId), query);
  }

  /**
   * Runs work that begins outside any org, where row-level security shows nothing. A definer
   * function may lead it into one; the work then tells so with {@link Tx#entered} before it emits.
   *
   * @param traceId kept with every event that the work records
   */
  public <T> T open(String traceId, Function<Tx, T> work) {
    return begun(new Door.Outside(traceId), traceId, work);
  }

  /** As {@link #open(String, Function)}, with what is read first in the trip that begins. */
  public <F, T> T open(String traceId, Query<F> first, BiFunction<Tx, List<F>, T> work) {
    return begun(new Door.Outside(traceId), traceId, first, work);
  }

  /** As {@link #read(Caller, Query)}, outside any org. */
  public <T> List<T> readOutside(String traceId, Query<T> query) {
    return alone(new Door.Outside(traceId), query);
  }

  private <T> T begun(Door door, String traceId, Function<Tx, T> work) {
    return within(
        connection -> Optional.ofNullable(new FirstTrip(connection, door).go()),
        (connection, member) -> finish(tx(connection, member.orElse(null), traceId), work));
  }

  private record Begun<F>(@Nullable Member member, List<F> first) {}

  private <F, T> T begun(
      Door door, String traceId, Query<F> first, BiFunction<Tx, List<F>, T> work) {
    return within(
        connection -> {
          var trip = new FirstTrip(connection, door);
          FirstTrip.Asked<F> asked = trip.ask(first);
          Member member = trip.go();
          return new Begun<>(member, asked.rows());
        },
        (connection, begun) ->
            finish(tx(connection, begun.member(), traceId), tx -> work.apply(tx, begun.first())));
  }

  private <T> List<T> alone(Door door, Query<T> query) {
    return within(
        connection -> alone(connection, door, query),
        (_, rows) -> new Finished<>(rows, false, List.of()));
  }

  private static <T> List<T> alone(Connection connection, Door door, Query<T> query)
      throws SQLException {
    var trip = new FirstTrip(connection, door);
    FirstTrip.Asked<T> asked = trip.ask(query);
    trip.andCommit().go();
    return asked.rows();
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
        case NOT_A_MEMBER -> throw new Refused(notAMember());
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

  private static Refusal notAMember() {
    return new Refusal.Forbidden("not_a_member", "You are not a member of that organization.");
  }

  private static void rollback(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      connection.rollback();
    }
  }

  private Tx tx(Connection connection, @Nullable Member member, String traceId) {
    return new Tx(connection, member, traceId, schemas, clock, environment);
  }

  private static <A extends Answer> Entered<A> enterAndClaim(
      Connection connection, Caller caller, Repeatable<A> request, String key, String fingerprint)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.of(TenantTx.class, "enterAndClaim"))) {
      int next = FirstTrip.bind(statement, caller);
      statement.setString(next, request.route());
      statement.setString(next + 1, key);
      statement.setString(next + 2, fingerprint);
      try (ResultSet rows = statement.executeQuery()) {
        return new Entered<>(FirstTrip.member(rows, caller), replay(rows, request));
      }
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new Refused(
            new Refusal.Conflict(
                "idempotency_in_flight", "A request with this Idempotency-Key is still running."));
      }
      throw e;
    }
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
