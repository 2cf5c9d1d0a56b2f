package app.xentri.backbone;

import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes and reads the log as a job's role, for any type of event. */
public final class EventLog {

  private static final String ENTER =
      "select enter_org_as_job(?, '0af7651916cd43dd8448eb211c80319c')";
  private static final String EMIT =
      """
      select org_seq from emit_event(gen_random_uuid(), ?, null, 'system', 'test', 'test.done@1.0', ?::jsonb, null, null, null, 'test', 'local')
      """;

  private EventLog() {}

  /** Emits events in one transaction each, with the payload {@code {"n": 1}}, {@code {"n": 2}}… */
  public static void emit(TestDatabase database, UUID org, int count) {
    try (Connection job = database.connect("xentri_job")) {
      job.setAutoCommit(false);
      for (int n = 1; n <= count; n++) {
        emit(job, org, "xentri.test.done.v1", "{\"n\": " + n + "}");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Emits one event and returns it as the log has it. */
  public static Envelope emit(TestDatabase database, UUID org, String type, String payload) {
    try (Connection job = database.connect("xentri_job")) {
      job.setAutoCommit(false);
      emit(job, org, type, payload);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return all(database, org).getLast();
  }

  /** Emits one event that nothing of ours may be able to read. */
  public static void record(TestDatabase database, UUID org, String type, String payload) {
    try (Connection job = database.connect("xentri_job")) {
      job.setAutoCommit(false);
      emit(job, org, type, payload);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void emit(Connection job, UUID org, String type, String payload)
      throws SQLException {
    begin(job, org, type, payload);
    job.commit();
  }

  /** Emits one event and leaves the commit to the caller. */
  public static void begin(Connection job, UUID org, String type, String payload)
      throws SQLException {
    try (PreparedStatement enter = job.prepareStatement(ENTER);
        PreparedStatement emit = job.prepareStatement(EMIT)) {
      enter.setObject(1, org);
      enter.execute();
      emit.setString(1, type);
      emit.setString(2, payload);
      emit.execute();
    }
  }

  /** All events of an org in the order of their numbers. */
  public static List<Envelope> all(TestDatabase database, UUID org) {
    try (Connection job = database.connect("xentri_job")) {
      job.setAutoCommit(false);
      try (PreparedStatement enter = job.prepareStatement(ENTER)) {
        enter.setObject(1, org);
        enter.execute();
      }
      List<Envelope> events = new ArrayList<>();
      try (var statement = job.prepareStatement("select * from system_events order by org_seq");
          var rows = statement.executeQuery()) {
        while (rows.next()) {
          events.add(new EnvelopeRow().mapRow(rows, 0));
        }
      }
      return events;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One number from a statement, as a role that row-level security does not hold. */
  public static long number(TestDatabase database, String sql) {
    try (Connection admin = database.connect("postgres");
        var statement = admin.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The event as EventBridge hands it to a function. */
  public static tools.jackson.databind.JsonNode onBus(Envelope event) {
    return Json.object()
        .put("version", "0")
        .put("id", UUID.randomUUID().toString())
        .put("detail-type", event.type())
        .put("source", "xentri")
        .set("detail", Json.tree(event));
  }
}
