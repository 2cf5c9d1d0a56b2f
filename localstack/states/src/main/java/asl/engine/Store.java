package asl.engine;

import asl.definition.Machine.Kind;
import asl.engine.Execution.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is kept, in Postgres. Each method is one statement in its caller's transaction. */
final class Store {

  private static final Map<String, String> STATEMENTS = new ConcurrentHashMap<>();

  private final Connection connection;

  Store(Connection connection) {
    this.connection = connection;
  }

  /** Makes what is missing. */
  void prepare() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql("tables"));
    }
  }

  /** Keeps a definition by its key. */
  void keepDefinition(String key, String text) throws SQLException {
    update("keep-definition", key, text);
  }

  String definition(String key) throws SQLException {
    return first("definition", row -> row.getString(1), key)
        .orElseThrow(() -> new IllegalStateException("no definition " + key));
  }

  /** When the machine was declared for the first time. */
  Instant declare(String machine, Instant now) throws SQLException {
    return first("declare", row -> time(row, 1), machine, time(now)).orElseThrow();
  }

  /**
   * Keeps a new execution with its first event.
   *
   * @return its id, or none when the name is taken
   */
  Optional<Long> insert(Execution execution, HistoryEvent started, String frames, boolean waited)
      throws SQLException {
    return first(
        "insert",
        row -> row.getLong(1),
        execution.machine(),
        execution.name(),
        execution.kind().name(),
        execution.definition(),
        execution.role(),
        execution.input(),
        time(execution.startedAt()),
        frames,
        time(execution.startedAt()),
        execution.parent().orElse(null),
        waited,
        execution.trace().orElse(null),
        started.type(),
        time(started.at()),
        started.details().orElse(null));
  }

  void delete(long id) throws SQLException {
    update("delete", id);
  }

  /** Forgets what ended before a time. */
  void deleteOld(Instant before) throws SQLException {
    update("delete-old", time(before));
  }

  /** The execution whose time has come first, locked, if no one else has it. */
  Optional<Execution> claimDue(Instant now) throws SQLException {
    return first("claim-due", Store::execution, time(now));
  }

  /** An execution, locked. */
  Optional<Execution> lock(long id) throws SQLException {
    return first("lock", Store::execution, id);
  }

  /** An execution as it is at the moment. */
  Optional<Execution> get(long id) throws SQLException {
    return first("get", Store::execution, id);
  }

  Optional<Execution> find(String machine, String name) throws SQLException {
    return first("find", Store::execution, machine, name);
  }

  /** Whether another execution's task waits for the end of this one. */
  boolean isWaitedFor(long id) throws SQLException {
    return first("is-waited-for", row -> row.getBoolean(1), id).orElse(false);
  }

  /** What runs because a task waits for it. */
  List<Long> childrenOf(String token) throws SQLException {
    return all("children-of", row -> row.getLong(1), token);
  }

  /** Keeps what a transaction made of an execution, and the events that it added. */
  void save(long id, Run run, Instant now, boolean history) throws SQLException {
    Optional<Run.Ending> ending = run.ending();
    List<HistoryEvent> events = history ? run.events() : List.of();
    update(
        "save",
        id,
        time(now),
        connection.createArrayOf("int4", events.stream().map(HistoryEvent::id).toArray()),
        connection.createArrayOf("int4", events.stream().map(HistoryEvent::previous).toArray()),
        connection.createArrayOf("text", events.stream().map(HistoryEvent::type).toArray()),
        connection.createArrayOf(
            "text", events.stream().map(event -> event.details().orElse(null)).toArray()),
        ending.map(Run.Ending::status).orElse(Status.RUNNING).name(),
        ending.flatMap(Run.Ending::output).orElse(null),
        ending.map(how -> how.error().shown()).map(Store::text).orElse(null),
        ending.map(how -> how.error().cause()).map(Store::text).orElse(null),
        ending.isPresent() ? time(now) : null,
        run.eventCount(),
        run.frames().orElse(null),
        run.wakeAt().map(Store::time).orElse(null),
        !run.outstanding().isEmpty(),
        id);
  }

  /** When the clock alone will move the next execution. */
  Optional<Instant> nextWake() throws SQLException {
    return first("next-wake", row -> time(row, 1));
  }

  /** Executions with calls that had not come back. */
  List<Long> calling() throws SQLException {
    return all("calling", row -> row.getLong(1));
  }

  /**
   * Executions of a machine, the newest first.
   *
   * @param status none for all
   * @param below only those with a smaller id
   */
  List<Execution> list(String machine, Optional<Status> status, long below, int most)
      throws SQLException {
    String wanted = status.map(Status::name).orElse(null);
    return all("list", Store::execution, machine, below, wanted, wanted, most);
  }

  /**
   * Events of an execution.
   *
   * @param after only those behind this one, in the order asked for
   */
  List<HistoryEvent> history(long id, int after, int most, boolean newestFirst)
      throws SQLException {
    return all(newestFirst ? "history-reverse" : "history", Store::event, id, after, most);
  }

  private static Execution execution(ResultSet row) throws SQLException {
    return new Execution(
        row.getLong("id"),
        row.getString("machine"),
        row.getString("name"),
        Kind.valueOf(row.getString("kind")),
        row.getString("definition"),
        row.getString("role"),
        Status.valueOf(row.getString("status")),
        row.getString("input"),
        Optional.ofNullable(row.getString("output")),
        Optional.ofNullable(row.getString("error")),
        Optional.ofNullable(row.getString("cause")),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("stopped_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getInt("events"),
        row.getString("frames"),
        Optional.ofNullable(row.getString("parent")),
        Optional.ofNullable(row.getString("trace")));
  }

  private static HistoryEvent event(ResultSet row) throws SQLException {
    return new HistoryEvent(
        row.getInt("id"),
        row.getInt("previous"),
        row.getString("type"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getString("details")));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Postgres keeps no NUL; in JSON it is escaped, in what is no JSON it is left out. */
  private static String text(String text) {
    return text.replace("\0", "");
  }

  private static OffsetDateTime time(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  @FunctionalInterface
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> Optional<T> first(String name, Row<T> mapper, @Nullable Object... values)
      throws SQLException {
    List<T> rows = all(name, mapper, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  private <T> List<T> all(String name, Row<T> mapper, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql(name))) {
      set(statement, values);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(mapper.of(result));
        }
      }
      return rows;
    }
  }

  private void update(String name, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql(name))) {
      set(statement, values);
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static String sql(String name) {
    return STATEMENTS.computeIfAbsent(name, Store::read);
  }

  private static String read(String name) {
    try (var stream = Store.class.getResourceAsStream("Store/" + name + ".sql")) {
      if (stream == null) {
        throw new IllegalStateException("missing statement " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
