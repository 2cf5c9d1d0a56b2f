package app.xentri.platform.database;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Ids;
import app.xentri.platform.Json;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.event.Recorded;
import app.xentri.platform.validation.Schemas;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One transaction inside one org. Lives only as long as the work it is given to. */
public final class Tx {

  /**
   * Stands for the place of an event that {@link #emitLast} has announced, which nobody knows
   * before the commit. The first number in an answer that reads like this is replaced by the true
   * one; no place ever gets there.
   */
  private static final long PLACE = Long.MAX_VALUE - 24;

  private static final String PLACE_TEXT = Long.toString(PLACE);

  private static final Logger LOG = LoggerFactory.getLogger(Tx.class);

  /** An answer to keep, sent together with the COMMIT so that it costs no round trip of its own. */
  record Keep(Member member, String route, String key, String fingerprint, Answer answer) {}

  /**
   * What a commit came to.
   *
   * @param place of the newest event; 0 without any
   * @param wake the relay must be woken
   */
  record Committed(long place, boolean wake) {}

  private record Pending(UUID id, NewEvent event, Member actor) {}

  /** One statement of those that end a transaction. */
  private sealed interface Step {
    record Enter(UUID org) implements Step {}

    record Append(Pending event) implements Step {}

    record KeepAnswer(Keep answer) implements Step {}
  }

  private final Connection connection;
  private final String traceId;
  private @Nullable Member member;
  private final Schemas schemas;
  private final Clock clock;
  private final String environment;
  private @Nullable JdbcClient jdbc;
  private final List<Pending> pending = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private @Nullable Pending newest;
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
    newest = new Pending(id, event, member());
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
    var recorded = new Recorded(Ids.next(clock), PLACE, at.truncatedTo(ChronoUnit.MICROS), true);
    emit(recorded.id(), event.occurredAt(recorded.occurredAt()));
    announced = true;
    return envelope(event, recorded);
  }

  /** How an event that this transaction has appended looks to the world. */
  public Envelope envelope(NewEvent event, Recorded recorded) {
    Member actor = member();
    return new Envelope(
        recorded.id(),
        event.type(),
        recorded.occurredAt(),
        actor.orgId(),
        recorded.orgSeq(),
        new Envelope.Actor(actorType(actor), actorId(actor, event)),
        Envelope.VERSION,
        event.payloadSchema(),
        event.payload(),
        event.dedupeKey(),
        event.correlationId(),
        event.causationId(),
        traceId.isEmpty() ? null : traceId,
        new Envelope.Meta(event.source(), environment));
  }

  private Instant now() {
    return clock.instant();
  }

  /**
   * Records an event at once, for those who must know its place in the sequence; one round trip.
   * Everybody else who writes in this org waits from here to the commit.
   */
  public Recorded emitNow(NewEvent event) {
    requireValid(event);
    var wanted = new Pending(Ids.next(clock), event, member());
    try (PreparedStatement statement = connection.prepareStatement(Sql.of(Tx.class, "emit"))) {
      bind(statement, 1, wanted);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        boolean isNew = rows.getBoolean(4);
        if (isNew && newest == null) {
          newest = wanted;
        }
        return new Recorded(
            rows.getObject(1, UUID.class),
            rows.getLong(2),
            rows.getObject(3, OffsetDateTime.class).toInstant(),
            isNew);
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

  /**
   * Writes what is pending, commits and asks whether the relay must be woken, in one round trip.
   * The question comes after the COMMIT, as a transaction of its own: a relay that has not given up
   * by then still looks once more, and sees what was committed. If it is only the question that
   * fails, the work is done all the same, and the relay is woken to be safe.
   */
  Committed commit(@Nullable Keep keep) throws SQLException {
    try {
      return send(steps(keep));
    } catch (SQLException e) {
      if (newest == null || StaleConnection.isOne(e)) {
        throw e;
      }
      return committedAnyway(newest, e);
    }
  }

  private Committed send(List<Step> steps) throws SQLException {
    var batch = new StringBuilder();
    steps.forEach(step -> batch.append(sql(step)).append(';'));
    batch.append("commit");
    boolean ask = newest != null;
    if (ask) {
      batch.append(';').append(Sql.of(Tx.class, "wake"));
    }
    long place = 0;
    boolean wake = false;
    try (PreparedStatement statement = connection.prepareStatement(batch.toString())) {
      int next = 1;
      for (Step step : steps) {
        next = bind(statement, next, step);
      }
      statement.execute();
      for (Step step : steps) {
        if (step instanceof Step.Append) {
          place = readPlace(statement);
        }
        statement.getMoreResults();
      }
      if (ask) {
        statement.getMoreResults();
        wake = readWake(statement);
      }
    }
    return new Committed(place, wake);
  }

  /**
   * Looks in a transaction of its own for the newest event: it is there if all is.
   *
   * @param failure what a failed commit throws
   */
  private Committed committedAnyway(Pending event, SQLException failure) throws SQLException {
    Optional<Long> place;
    try {
      connection.rollback();
      place = placeOf(event);
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      throw failure;
    }
    if (place.isEmpty()) {
      throw failure;
    }
    LOG.atError().setCause(failure).log("committed, but not known whether the relay must be woken");
    return new Committed(place.get(), true);
  }

  private Optional<Long> placeOf(Pending event) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.of(Tx.class, "placeOf"))) {
      statement.setObject(1, event.actor().orgId());
      statement.setObject(2, event.id());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return Optional.ofNullable(rows.getObject(1, Long.class));
      }
    }
  }

  /** What waits for the commit. */
  List<Runnable> afterCommit() {
    return afterCommit;
  }

  /** Whether the answer shows an event whose place it does not know yet. */
  boolean hasAnnounced() {
    return announced;
  }

  /** An answer's text with the true place where {@link #emitLast} could not say it. */
  static String withPlace(String body, long place) {
    int at = placeIn(body);
    return body.substring(0, at) + place + body.substring(at + PLACE_TEXT.length());
  }

  private static int placeIn(String body) {
    int at = body.indexOf(PLACE_TEXT);
    if (at < 0) {
      throw new IllegalStateException("the answer does not show the event that was emitted last");
    }
    return at;
  }

  /**
   * Each event goes to the org that it was emitted in, and the answer to the one that its key was
   * claimed in, wherever the work has led the transaction meanwhile.
   */
  private List<Step> steps(@Nullable Keep keep) {
    var steps = new ArrayList<Step>();
    @Nullable Member now = member;
    for (Pending event : pending) {
      now = enter(steps, now, event.actor());
      steps.add(new Step.Append(event));
    }
    if (keep != null) {
      enter(steps, now, keep.member());
      steps.add(new Step.KeepAnswer(keep));
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
      case Step.KeepAnswer _ -> Sql.of(Tx.class, "keep");
    };
  }

  private static long readPlace(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      rows.next();
      return rows.getLong(2);
    }
  }

  private static boolean readWake(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  private int bind(PreparedStatement statement, int next, Step step) throws SQLException {
    return switch (step) {
      case Step.Enter(var org) -> {
        statement.setString(next, org.toString());
        yield next + 1;
      }
      case Step.Append(var event) -> bind(statement, next, event);
      case Step.KeepAnswer(var keep) -> bind(statement, next, keep);
    };
  }

  private int bind(PreparedStatement statement, int next, Keep keep) throws SQLException {
    String body = keep.answer().body();
    int end = announced ? placeIn(body) : body.length();
    int i = next;
    statement.setObject(i++, keep.member().userId());
    statement.setString(i++, keep.route());
    statement.setString(i++, keep.key());
    statement.setString(i++, keep.fingerprint());
    statement.setInt(i++, keep.answer().status());
    statement.setString(i++, Json.write(keep.answer().headers()));
    statement.setString(i++, body.substring(0, end));
    statement.setString(i++, announced ? body.substring(end + PLACE_TEXT.length()) : null);
    return i;
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
    statement.setString(i++, actorType(actor));
    statement.setString(i++, actorId(actor, event));
    statement.setString(i++, event.payloadSchema());
    statement.setString(i++, Json.write(event.payload()));
    statement.setString(i++, event.dedupeKey());
    statement.setString(i++, event.correlationId());
    statement.setObject(i++, event.causationId(), Types.OTHER);
    statement.setString(i++, event.source());
    statement.setString(i++, environment);
    return i;
  }

  private static String actorType(Member actor) {
    return actor.user().isPresent() ? "user" : "job";
  }

  private static String actorId(Member actor, NewEvent event) {
    return actor.user().map(UUID::toString).orElse(event.source());
  }

  private void requireValid(NewEvent event) {
    List<Violation> violations = schemas.violations(event.schemaPath(), event.payload());
    if (!violations.isEmpty()) {
      throw new IllegalStateException(event.type() + " does not match its schema: " + violations);
    }
  }
}
