package app.xentri.local.aws;

import app.xentri.local.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Accepted events and the deliveries they still owe. */
final class BusStore {

  private final DataSource database;

  BusStore(DataSource database) throws SQLException {
    this.database = database;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql("bus.sql"));
    }
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
  void accept(List<Accepted> events) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement event = connection.prepareStatement(sql("accept-event.sql"));
          PreparedStatement delivery = connection.prepareStatement(sql("accept-delivery.sql"))) {
        for (Accepted accepted : events) {
          addEvent(event, accepted);
          for (Owed owed : accepted.owed()) {
            addDelivery(delivery, accepted.id(), owed);
          }
        }
        event.executeBatch();
        delivery.executeBatch();
        connection.commit();
      } finally {
        connection.rollback(); // nothing is left to roll back after the commit
        connection.setAutoCommit(true);
      }
    }
  }

  private static void addEvent(PreparedStatement insert, Accepted event) throws SQLException {
    insert.setObject(1, event.id());
    insert.setString(2, event.bus());
    insert.setString(3, event.event());
    insert.addBatch();
  }

  private static void addDelivery(PreparedStatement insert, UUID event, Owed owed)
      throws SQLException {
    insert.setObject(1, event);
    insert.setString(2, owed.rule());
    insert.setString(3, owed.target().functionName());
    insert.setInt(4, owed.target().retryAttempts());
    insert.setDouble(5, (double) owed.target().maximumAge().toSeconds());
    insert.setString(6, owed.target().deadLetterQueueUrl().orElse(null));
    insert.addBatch();
  }

  /** The oldest deliveries whose time has come. */
  List<Due> due(int limit) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(sql("due.sql"))) {
      query.setInt(1, limit);
      List<Due> due = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          due.add(
              new Due(
                  row.getLong("id"),
                  row.getString("bus"),
                  row.getString("rule"),
                  row.getString("function"),
                  row.getInt("attempts"),
                  row.getInt("retries"),
                  row.getBoolean("expired"),
                  Optional.ofNullable(row.getString("dead_letters")),
                  row.getString("event")));
        }
      }
      return due;
    }
  }

  /** Forgets a delivery that was made or given up. */
  void done(long delivery) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(sql("done.sql"))) {
      delete.setLong(1, delivery);
      delete.executeUpdate();
    }
  }

  /** Counts an attempt and puts the next one off. */
  void retry(long delivery, Duration wait) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql("retry.sql"))) {
      update.setDouble(1, wait.toMillis() / 1000.0);
      update.setLong(2, delivery);
      update.executeUpdate();
    }
  }

  /** The newest events first. */
  List<BusEvent> recent(int limit) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(sql("recent.sql"))) {
      query.setInt(1, limit);
      List<BusEvent> events = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          events.add(
              new BusEvent(
                  row.getObject("id", UUID.class),
                  row.getString("bus"),
                  row.getString("event"),
                  row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                  row.getInt("open")));
        }
      }
      return events;
    }
  }

  private static String sql(String resource) {
    return Sql.read(BusStore.class, resource);
  }
}
