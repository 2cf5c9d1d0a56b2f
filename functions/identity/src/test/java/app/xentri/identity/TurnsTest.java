package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets a turn at the provider, as the database decides it and as those who wait feel it. */
@ExtendWith(DatabaseExtension.class)
class TurnsTest {

  private static final int TURN = 0;

  /** So long that nobody in a line is late by accident. */
  private static final int PAUSE_MS = 3_600_000;

  private static int take(Connection connection, UUID holder) throws SQLException {
    return take(connection, "user_1", holder);
  }

  private static int take(Connection connection, String whose, UUID holder) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select take_turn_in_line(?, ?, ?, ?)")) {
      statement.setString(1, whose);
      statement.setObject(2, holder);
      statement.setInt(3, PAUSE_MS);
      statement.setInt(4, PAUSE_MS);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static void giveBack(Connection connection, UUID holder) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select give_back_turn('user_1', ?)")) {
      statement.setObject(1, holder);
      statement.execute();
    }
  }

  private static void execute(TestDatabase database, String sql, UUID holder) throws SQLException {
    try (Connection admin = database.connect("postgres");
        PreparedStatement statement = admin.prepareStatement(sql)) {
      statement.setObject(1, holder);
      assertEquals(1, statement.executeUpdate());
    }
  }

  private static void isLate(TestDatabase database, UUID holder) throws SQLException {
    execute(
        database,
        "update provider_waits set looks_again_by = now() - interval '1 second' where holder = ?",
        holder);
  }

  private static List<UUID> people(int count) {
    var people = new ArrayList<UUID>();
    for (int i = 0; i < count; i++) {
      people.add(UUID.randomUUID());
    }
    return people;
  }

  @Test
  void aHolderWhoComesBackAtOnceAndNewcomersStandBehindWhoeverWaits(TestDatabase database)
      throws SQLException {
    try (Connection identity = database.connect("xentri_identity")) {
      UUID greedy = UUID.randomUUID();
      UUID before = UUID.randomUUID();
      UUID elder = UUID.randomUUID();
      assertEquals(TURN, take(identity, greedy));
      assertEquals(1, take(identity, before));
      assertEquals(2, take(identity, elder));
      int line = 2;
      for (UUID newcomer : people(20)) {
        giveBack(identity, greedy);
        line++;
        assertEquals(line, take(identity, newcomer));
        assertEquals(line + 1, take(identity, greedy));
      }
      assertEquals(TURN, take(identity, before));
      assertEquals(1, take(identity, elder));
      giveBack(identity, before);
      assertEquals(TURN, take(identity, elder));
    }
  }

  @Test
  void allGetTheirTurnInTheOrderInWhichTheyCame(TestDatabase database) throws SQLException {
    try (Connection identity = database.connect("xentri_identity")) {
      List<UUID> line = people(5);
      for (int i = 0; i < line.size(); i++) {
        assertEquals(i, take(identity, line.get(i)));
      }
      for (int next = 0; next < line.size(); next++) {
        for (int last = line.size() - 1; last > next; last--) {
          // They look before whoever is next does.
          assertEquals(last - next + (next == 0 ? 0 : 1), take(identity, line.get(last)));
        }
        assertEquals(TURN, take(identity, line.get(next)));
        giveBack(identity, line.get(next));
      }
      assertEquals(TURN, take(identity, UUID.randomUUID()));
    }
  }

  @Test
  void whoeverLooksNoMoreIsPassedOverAndKeepsTheirPlaceIfTheyWereOnlyLate(TestDatabase database)
      throws SQLException {
    try (Connection identity = database.connect("xentri_identity")) {
      List<UUID> line = people(4);
      for (int i = 0; i < line.size(); i++) {
        assertEquals(i, take(identity, line.get(i)));
      }
      isLate(database, line.get(1));
      assertEquals(1, take(identity, line.get(2)));
      assertEquals(1, take(identity, line.get(1)));
      assertEquals(2, take(identity, line.get(2)));
      isLate(database, line.get(1));
      giveBack(identity, line.get(2));
      giveBack(identity, line.getFirst());
      assertEquals(TURN, take(identity, line.get(3)));
    }
  }

  @Test
  void aTurnThatNobodyGaveBackGoesToWhoeverIsNext(TestDatabase database) throws SQLException {
    try (Connection identity = database.connect("xentri_identity")) {
      List<UUID> line = people(3);
      for (UUID holder : line) {
        take(identity, holder);
      }
      execute(
          database,
          "update provider_turns set ends_at = now() - interval '1 second' where holder = ?",
          line.getFirst());
      assertEquals(2, take(identity, line.get(2)));
      assertEquals(TURN, take(identity, line.get(1)));
      assertEquals(1, take(identity, line.get(2)));
    }
  }

  @Test
  void aLookWhoseTransactionRollsBackLeavesNobodyInLineAndNoTurnTaken(TestDatabase database)
      throws SQLException {
    try (Connection identity = database.connect("xentri_identity")) {
      List<UUID> line = people(3);
      identity.setAutoCommit(false);
      assertEquals(TURN, take(identity, line.getFirst()));
      identity.rollback();
      assertEquals(TURN, take(identity, line.get(1)));
      identity.commit();
      assertEquals(1, take(identity, line.getFirst()));
      identity.rollback();
      assertEquals(1, take(identity, line.get(2)));
      identity.commit();
    }
  }

  @Test
  void aTurnWhoseAnswerWasLostIsStillTheCallersAndNobodyElses(TestDatabase database)
      throws SQLException {
    try (Connection identity = database.connect("xentri_identity")) {
      UUID holder = UUID.randomUUID();
      assertEquals(TURN, take(identity, holder));
      assertEquals(TURN, take(identity, holder));
      assertEquals(1, take(identity, UUID.randomUUID()));
      assertEquals(TURN, take(identity, holder));
      assertEquals(TURN, take(identity, "user_2", UUID.randomUUID()));
    }
  }

  @Test
  void severalWhoAskForOnePersonInARowWithoutAPauseAreAllServed(TestDatabase database)
      throws Exception {
    int callers = 4;
    int each = 12;
    try (var stage = Stage.quiet(database);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      stage.signUp("k1", "ann@example.com", "correct horse battery");
      String token = stage.sessionToken(stage.session(stage.clerkUserId("ann@example.com")));
      var running = new ArrayList<Future<Map<Integer, Integer>>>();
      for (int caller = 0; caller < callers; caller++) {
        String key = "o" + caller + "-";
        running.add(threads.submit(() -> create(stage, token, key, each)));
      }
      Map<Integer, Integer> statuses = new TreeMap<>();
      for (var one : running) {
        one.get().forEach((status, count) -> statuses.merge(status, count, Integer::sum));
      }
      assertEquals(Map.of(201, callers * each), statuses);
      assertEquals(List.of(), stage.rows("select holder from provider_turns"));
      assertEquals(List.of(), stage.rows("select holder from provider_waits"));
    }
  }

  private static Map<Integer, Integer> create(Stage stage, String token, String key, int times) {
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < times; i++) {
      Answer answer =
          stage.call(
              "orgs-create",
              "POST /api/v1/orgs",
              Map.of("authorization", "Bearer " + token, "idempotency-key", key + i),
              Json.object().put("name", "Shop"));
      statuses.merge(answer.status(), 1, Integer::sum);
    }
    return statuses;
  }
}
