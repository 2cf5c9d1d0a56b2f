package app.xentri.platform.database;

import app.xentri.platform.Ids;
import app.xentri.platform.Json;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.event.Recorded;
import app.xentri.platform.validation.Schemas;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Statements that end a transaction, sent together with its COMMIT so that they cost no round
   * trip of their own.
   */
  record Ending(
      @Nullable String idempotencyKey,
      int status,
      @Nullable String headers,
      @Nullable String body) {
    static final Ending PLAIN = new Ending(null, 0, null, null);
  }

  private record Pending(UUID id, NewEvent event) {}

  private final Connection connection;
  private @Nullable Member member;
  private final Schemas schemas;
  private final Clock clock;
  private final String environment;
  private final JdbcClient jdbc;
  private final List<Pending> pending = new ArrayList<>();
  private boolean nudge;

  Tx(
      Connection connection,
      @Nullable Member member,
      Schemas schemas,
      Clock clock,
      String environment) {
    this.connection = connection;
    this.member = member;
    this.schemas = schemas;
    this.clock = clock;
    this.environment = environment;
    this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
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
   * follow.
   *
   * @throws IllegalStateException if events are pending that belong to the org before; those need
   *     {@link #emitNow}
   */
  public void entered(Member now) {
    if (!pending.isEmpty() && !now.orgId().equals(member().orgId())) {
      throw new IllegalStateException("events of the org before are not written yet");
    }
    member = now;
    MDC.put("org_id", now.orgId().toString());
  }

  public Clock clock() {
    return clock;
  }

  /**
   * A statement from {@code Owner/name.sql}, with named parameters ({@code :name}) to bind. One
   * call is one round trip.
   */
  public StatementSpec sql(Class<?> owner, String name) {
    return jdbc.sql(Sql.of(owner, name));
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
    pending.add(new Pending(id, event));
  }

  /**
   * Records an event at once, for those who must know its place in the sequence; one round trip.
   */
  public Recorded emitNow(NewEvent event) {
    requireValid(event);
    try (PreparedStatement statement = connection.prepareStatement(Sql.of(Tx.class, "emit"))) {
      bind(statement, 1, new Pending(Ids.next(clock), event));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        nudge |= rows.getBoolean(5);
        return new Recorded(
            rows.getObject(1, UUID.class),
            rows.getLong(2),
            rows.getObject(3, OffsetDateTime.class).toInstant(),
            rows.getBoolean(4));
      }
    } catch (SQLException e) {
      throw new DatabaseFault("cannot record event", e);
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

  /**
   * Writes what is pending and commits, in one round trip. Returns whether the relay must be woken.
   */
  boolean commit(Ending ending) throws SQLException {
    var batch = new StringBuilder();
    pending.forEach(_ -> batch.append(Sql.of(Tx.class, "emit")).append(';'));
    if (ending.idempotencyKey() != null) {
      batch.append(Sql.of(Tx.class, "complete")).append(';');
    }
    try (PreparedStatement statement =
        connection.prepareStatement(batch.append("commit").toString())) {
      int next = 1;
      for (Pending event : pending) {
        next = bind(statement, next, event);
      }
      if (ending.idempotencyKey() != null) {
        statement.setString(next, ending.idempotencyKey());
        statement.setInt(next + 1, ending.status());
        statement.setString(next + 2, ending.headers());
        statement.setString(next + 3, ending.body());
      }
      statement.execute();
      for (int i = 0; i < pending.size(); i++) {
        readNudge(statement);
      }
    }
    return nudge;
  }

  private void readNudge(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      rows.next();
      nudge |= rows.getBoolean(5);
    }
    statement.getMoreResults();
  }

  private int bind(PreparedStatement statement, int first, Pending pendingEvent)
      throws SQLException {
    NewEvent event = pendingEvent.event();
    Member actor = member();
    int i = first;
    statement.setObject(i++, pendingEvent.id());
    statement.setString(i++, event.type());
    statement.setObject(
        i++,
        event.occurredAt() == null ? null : event.occurredAt().atOffset(ZoneOffset.UTC),
        Types.TIMESTAMP_WITH_TIMEZONE);
    statement.setString(i++, actor.user().isPresent() ? "user" : "job");
    statement.setString(i++, actor.user().map(UUID::toString).orElse(event.source()));
    statement.setString(i++, event.payloadSchema());
    statement.setString(i++, Json.write(event.payload()));
    statement.setString(i++, event.dedupeKey());
    statement.setString(i++, event.correlationId());
    statement.setObject(i++, event.causationId(), Types.OTHER);
    statement.setString(i++, event.source());
    statement.setString(i++, environment);
    return i;
  }

  private void requireValid(NewEvent event) {
    List<Violation> violations = schemas.violations(event.schemaPath(), event.payload());
    if (!violations.isEmpty()) {
      throw new IllegalStateException(event.type() + " does not match its schema: " + violations);
    }
  }
}
