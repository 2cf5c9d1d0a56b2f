package app.xentri.platform.database;

import app.xentri.platform.EntityTag;
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

  private record Pending(UUID id, NewEvent event, Member actor) {}

  /** One statement of those that end a transaction. */
  private sealed interface Step {
    record Enter(UUID org) implements Step {}

    record Append(Pending event) implements Step {}

    record Complete(Ending answer) implements Step {}
  }

  private final Connection connection;
  private final @Nullable Member first;
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
    this.first = member;
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
    pending.add(new Pending(id, event, member()));
  }

  /**
   * Records an event at once, for those who must know its place in the sequence; one round trip.
   */
  public Recorded emitNow(NewEvent event) {
    requireValid(event);
    try (PreparedStatement statement = connection.prepareStatement(Sql.of(Tx.class, "emit"))) {
      bind(statement, 1, new Pending(Ids.next(clock), event, member()));
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
    List<Step> steps = steps(ending);
    var batch = new StringBuilder();
    steps.forEach(step -> batch.append(sql(step)).append(';'));
    try (PreparedStatement statement =
        connection.prepareStatement(batch.append("commit").toString())) {
      int next = 1;
      for (Step step : steps) {
        next = bind(statement, next, step);
      }
      statement.execute();
      for (Step step : steps) {
        if (step instanceof Step.Append) {
          readNudge(statement);
        }
        statement.getMoreResults();
      }
    }
    return nudge;
  }

  /**
   * Each event goes to the org that it was emitted in, and the answer to the one that its key was
   * claimed in, wherever the work has led the transaction meanwhile.
   */
  private List<Step> steps(Ending ending) {
    var steps = new ArrayList<Step>();
    @Nullable Member now = member;
    for (Pending event : pending) {
      now = enter(steps, now, event.actor());
      steps.add(new Step.Append(event));
    }
    if (ending.idempotencyKey() != null && first != null) {
      enter(steps, now, first);
      steps.add(new Step.Complete(ending));
    }
    return steps;
  }

  private static Member enter(List<Step> steps, @Nullable Member now, Member wanted) {
    if (now == null || !now.orgId().equals(wanted.orgId())) {
      steps.add(new Step.Enter(wanted.orgId()));
    }
    return wanted;
  }

  private static String sql(Step step) {
    return switch (step) {
      case Step.Enter _ -> Sql.of(Tx.class, "enter");
      case Step.Append _ -> Sql.of(Tx.class, "emit");
      case Step.Complete _ -> Sql.of(Tx.class, "complete");
    };
  }

  private void readNudge(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      rows.next();
      nudge |= rows.getBoolean(5);
    }
  }

  private int bind(PreparedStatement statement, int next, Step step) throws SQLException {
    return switch (step) {
      case Step.Enter(var org) -> {
        statement.setString(next, org.toString());
        yield next + 1;
      }
      case Step.Append(var event) -> bind(statement, next, event);
      case Step.Complete(var answer) -> {
        statement.setString(next, answer.idempotencyKey());
        statement.setInt(next + 1, answer.status());
        statement.setString(next + 2, answer.headers());
        statement.setString(next + 3, answer.body());
        yield next + 4;
      }
    };
  }

  private int bind(PreparedStatement statement, int next, Pending pendingEvent)
      throws SQLException {
    NewEvent event = pendingEvent.event();
    Member actor = pendingEvent.actor();
    int i = next;
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
