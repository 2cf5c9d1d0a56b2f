package asl.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import asl.engine.Execution.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What waits is a row. */
class ManyWaitingTest {

  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  /** {@code make waiting} has more of them. */
  private static final int MANY = Integer.getInteger("waiting", 2_000);

  private static final long TWO_DAYS = 172_800;

  /** Two of them change their clocks within the two days. */
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Pacific/Apia"));

  /** Around the night in which Berlin's clocks go forward. */
  private static Instant due(int number) {
    LocalDateTime local =
        LocalDateTime.of(2026, 3, 28, 12, 0).plusSeconds(number * TWO_DAYS / MANY);
    return local.atZone(ZONES.get(number % ZONES.size())).toInstant();
  }

  @Test
  void manyWaitWithoutMemoryAndEachWakesOnceAtItsSecond() throws Exception {
    World world = new World(POSTGRES.database());
    String machine =
        world.machine(
            "\"W\":{\"Type\":\"Wait\",\"Timestamp\":\"{% $states.input %}\",\"End\":true}");
    Execution first = world.start(machine, "\"" + due(0) + "\"");
    world.time.settle();
    fill(first);
    long before = used();
    World next = new World(POSTGRES.database());
    next.time.pass(Duration.ofDays(30));
    assertTrue(used() - before < 5_000_000, "what waits has no place in memory");
    next.time.passAll();
    check();
    assertEquals(Status.SUCCEEDED, next.now(first).status());
  }

  /** As many as the one that was started, each with its own time: starting them takes as long. */
  private static void fill(Execution first) throws SQLException {
    try (var connection = POSTGRES.database().getConnection();
        var copy =
            connection.prepareStatement(
                """
                insert into states_executions
                  (machine, name, kind, definition, role, status, input, started_at, events, frames, wake_at)
                select machine, ?, kind, definition, role, status, ?, started_at, events, replace(frames, ?, ?), ?
                from states_executions where id = ?
                """)) {
      String time = due(0).toString();
      for (int i = 1; i < MANY; i++) {
        copy.setString(1, "n" + i);
        copy.setString(2, "\"" + due(i) + "\"");
        copy.setString(3, time);
        copy.setString(4, due(i).toString());
        copy.setObject(5, due(i).atOffset(java.time.ZoneOffset.UTC));
        copy.setLong(6, first.id());
        copy.addBatch();
      }
      copy.executeBatch();
    }
  }

  private static void check() throws SQLException {
    List<Instant> ends = new ArrayList<>();
    try (var connection = POSTGRES.database().getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    """
                    select e.status, e.input, e.stopped_at,
                      (select count(*) from states_history h where h.execution = e.id and h.type = 'WaitStateExited') as exits
                    from states_executions e order by e.id
                    """)) {
      while (rows.next()) {
        Instant end = rows.getObject("stopped_at", OffsetDateTime.class).toInstant();
        assertEquals("SUCCEEDED", rows.getString("status"));
        assertEquals("\"" + end + "\"", rows.getString("input"));
        assertEquals(1, rows.getInt("exits"));
        ends.add(end);
      }
    }
    assertEquals(MANY, ends.size());
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
