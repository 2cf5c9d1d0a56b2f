package app.xentri.local.aws;

import app.xentri.local.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Accepted events and the deliveries they still owe. */
final class BusStore {

  private final Sql sql;
  private final TransactionTemplate transaction;

  BusStore(DataSource database) {
    this.sql = new Sql(database, BusStore.class);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    sql.run("bus").update();
  }

  /** An event with the targets that get it. */
  record Accepted(UUID id, String bus, String event, List<Owed> owed) {
    Accepted {
      owed = List.copyOf(owed);
    }
  }

  /** A target that gets an event, with the rule that says so. */
  record Owed(String rule, BusRule.Target target) {}

  /** A delivery whose time has come. */
  record Due(
      long id,
      String bus,
      String rule,
      String function,
      int attempts,
      int retries,
      boolean expired,
      Optional<String> deadLetters,
      String event) {}

  /** Keeps all events and their deliveries, or none; durable on return. */
  void accept(List<Accepted> events) {
    if (events.stream().allMatch(event -> event.owed().isEmpty())) {
      keep(events); // One statement is a transaction already.
    } else {
      transaction.executeWithoutResult(
          _ -> {
            keep(events);
            events.forEach(this::owe);
          });
    }
  }

  private void keep(List<Accepted> events) {
    sql.run("accept-events")
        .param(column(events, event -> event.id().toString()))
        .param(column(events, Accepted::bus))
        .param(column(events, Accepted::event))
        .update();
  }

  private static String[] column(List<Accepted> events, Function<Accepted, String> value) {
    return events.stream().map(value).toArray(String[]::new);
  }

  private void owe(Accepted accepted) {
    for (Owed owed : accepted.owed()) {
      sql.run("accept-delivery")
          .param(accepted.id())
          .param(owed.rule())
          .param(owed.target().functionName())
          .param(owed.target().retryAttempts())
          .param((double) owed.target().maximumAge().toSeconds())
          .param(owed.target().deadLetterQueueUrl().orElse(null))
          .update();
    }
  }

  /** The oldest deliveries whose time has come. */
  List<Due> due(int limit) {
    return sql.run("due").param(limit).query(BusStore::due).list();
  }

  private static Due due(ResultSet row, int number) throws SQLException {
    return new Due(
        row.getLong("id"),
        row.getString("bus"),
        row.getString("rule"),
        row.getString("function"),
        row.getInt("attempts"),
        row.getInt("retries"),
        row.getBoolean("expired"),
        Optional.ofNullable(row.getString("dead_letters")),
        row.getString("event"));
  }

  /** Forgets a delivery that was made or given up. */
  void done(long delivery) {
    sql.run("done").param(delivery).update();
  }

  /** Counts an attempt and puts the next one off. */
  void retry(long delivery, Duration wait) {
    sql.run("retry").params(wait.toMillis() / 1000.0, delivery).update();
  }

  /** The newest events first. */
  List<BusEvent> recent(int limit) {
    return sql.run("recent").param(limit).query(BusStore::event).list();
  }

  private static BusEvent event(ResultSet row, int number) throws SQLException {
    return new BusEvent(
        row.getObject("id", UUID.class),
        row.getString("bus"),
        row.getString("event"),
        row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
        row.getInt("open"));
  }
}
