package app.xentri.platform.database;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Ids;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.event.Recorded;
import app.xentri.platform.validation.Schemas;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One transaction inside one org. Lives only as long as the work it is given to. */
public final class Tx {

  private final Connection connection;
  private final String traceId;
  private @Nullable Member member;
  private final Schemas schemas;
  private final Clock clock;
  private final String environment;
  private @Nullable JdbcClient jdbc;
  private final List<Emission> pending = new ArrayList<>();
  private final List<Query<?>> last = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private @Nullable Emission newest;
  private boolean announced;

  Tx(
      Connection connection,
      @Nullable Member member,
      String traceId,
      Schemas schemas,
      Clock clock,
      String environment) {
    this.connection = connection;
    this.member = member;
    this.traceId = traceId;
    this.schemas = schemas;
    this.clock = clock;
    this.environment = environment;
  }

  /**
   * The org, and the person in it.
   *
   * @throws IllegalStateException if the transaction was opened outside any org and has not entered
   *     one
   */
  public Member member() {
    if (member == null) {
      throw new IllegalStateException("this transaction is in no org yet");
    }
    return member;
  }

  /**
   * Tells where a definer function has led this transaction, most often one that {@link
   * TenantTx#open} began: the function has set the database's own context, this says whose events
   * follow. Events from before stay with the org and the person that they were emitted as.
   */
  public void entered(Member now) {
    member = now;
    MDC.put("org_id", now.orgId().toString());
  }

  /** The tag of one version of a thing of this org. */
  public EntityTag tag(String kind, UUID id, long version) {
    return EntityTag.of(kind, id, member().orgId(), version);
  }

  public Clock clock() {
    return clock;
  }

  /**
   * A statement from {@code Owner/name.sql}, with named parameters ({@code :name}) to bind. One
   * call is one round trip.
   */
  public StatementSpec sql(Class<?> owner, String name) {
    if (jdbc == null) {
      jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }
    return jdbc.sql(Sql.of(owner, name));
  }

  /** Has a statement run just before the commit, in the same round trip; nobody sees its rows. */
  public void last(Query<?> query) {
    last.add(query);
  }

  /**
   * Has something done once this transaction is committed and its connection given back; not if it
   * is rolled back. Nobody hears of what it throws, so it says itself what went wrong.
   */
  public void afterCommit(Runnable work) {
    afterCommit.add(work);
  }

  /**
   * Records an event together with this transaction. It is written just before the commit, in the
   * same round trip.
   *
   * @return the event's id
   */
  public UUID emit(NewEvent event) {
    UUID id = Ids.next(clock);
    emit(id, event);
    return id;
  }

  /** As {@link #emit(NewEvent)}, under an id that was chosen before, by {@link Ids#next}. */
  public void emit(UUID id, NewEvent event) {
    requireValid(event);
    if (announced) {
      throw new IllegalStateException("another event was announced as the last one");
    }
    newest = emission(id, event);
    pending.add(newest);
  }

  /**
   * As {@link #emit(NewEvent)}, for an answer that shows the event: nothing is emitted after it,
   * and it has no dedupe key.
   *
   * @return how it will look; the answer that {@link TenantTx#once} sends and keeps has its place
   *     in the sequence where this says so
   */
  public Envelope emitLast(NewEvent event) {
    if (event.dedupeKey() != null) {
      throw new IllegalArgumentException("what is recorded under a dedupe key is not known before");
    }
    Instant at = Objects.requireNonNullElseGet(event.occurredAt(), this::now);
    var recorded =
        new Recorded(
            Ids.next(clock), AnnouncedPlace.UNKNOWN, at.truncatedTo(ChronoUnit.MICROS), true);
    emit(recorded.id(), event.occurredAt(recorded.occurredAt()));
    announced = true;
    return envelope(event, recorded);
  }

  private Instant now() {
    return clock.instant();
  }

  /** How an event that this transaction has appended looks to the world. */
  public Envelope envelope(NewEvent event, Recorded recorded) {
    return emission(recorded.id(), event).envelope(recorded, traceId);
  }

  /**
   * Records an event at once, for those who must know its place in the sequence; one round trip.
   * Everybody else who writes in this org waits from here to the commit.
   */
  public Recorded emitNow(NewEvent event) {
    requireValid(event);
    Emission wanted = emission(Ids.next(clock), event);
    Recorded recorded = recordedNow(wanted);
    if (recorded.appended() && newest == null) {
      newest = wanted;
    }
    return recorded;
  }

  private Emission emission(UUID id, NewEvent event) {
    return new Emission(id, event, member(), environment);
  }

  private void requireValid(NewEvent event) {
    List<Violation> violations = schemas.violations(event.schemaPath(), event.payload());
    if (!violations.isEmpty()) {
      throw new IllegalStateException(event.type() + " does not match its schema: " + violations);
    }
  }

  private Recorded recordedNow(Emission wanted) {
    try (PreparedStatement statement = connection.prepareStatement(Emission.statement())) {
      wanted.bind(statement, 1);
      try (ResultSet rows = statement.executeQuery()) {
        return Emission.recorded(rows);
      }
    } catch (SQLException e) {
      throw DatabaseFault.of("cannot record event", e);
    }
  }

  /**
   * The name of the constraint that a failed statement has violated; constraints are named after
   * the rule they state.
   */
  public static Optional<String> violatedConstraint(DataAccessException failure) {
    return failure.getMostSpecificCause() instanceof PSQLException sql
        ? Optional.ofNullable(sql.getServerErrorMessage()).map(ServerErrorMessage::getConstraint)
        : Optional.empty();
  }

  /** Writes what is pending and commits, in one round trip. */
  LastTrip.Committed commit() throws SQLException {
    return commit(lastTrip());
  }

  /** As {@link #commit()}, and keeps an answer for the caller's idempotency key. */
  LastTrip.Committed commit(KeptAnswer answer) throws SQLException {
    LastTrip trip = lastTrip();
    trip.keep(answer);
    return commit(trip);
  }

  private LastTrip lastTrip() {
    var trip = new LastTrip(connection, member, newest);
    pending.forEach(trip::append);
    return trip;
  }

  private LastTrip.Committed commit(LastTrip trip) throws SQLException {
    last.forEach(trip::also);
    return trip.commit();
  }

  /** What waits for the commit. */
  List<Runnable> waiting() {
    return afterCommit;
  }

  /** Whether the answer shows an event whose place it does not know yet. */
  boolean hasAnnounced() {
    return announced;
  }
}
