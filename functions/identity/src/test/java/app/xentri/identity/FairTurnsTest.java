package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nobody overtakes whoever waits for a turn, however they look; tried on the line, and on what
 * there was before it, where whoever looked first had the turn.
 */
@ExtendWith(DatabaseExtension.class)
class FairTurnsTest {

  /** Whether somebody has the turn once they have looked. */
  @FunctionalInterface
  private interface Look {
    boolean hasTurn(Connection connection, UUID holder) throws SQLException;
  }

  /** So long a pause that nobody in the line is late by accident. */
  private static final Look IN_LINE =
      asked("select take_turn_in_line('user_1', ?, 3600000, 3600000) = 0");

  private static final Look FIRST_COME = asked("select take_turn('user_1', ?)");

  private static Look asked(String sql) {
    return (connection, holder) -> {
      try (var statement = connection.prepareStatement(sql)) {
        statement.setObject(1, holder);
        try (var rows = statement.executeQuery()) {
          rows.next();
          return rows.getBoolean(1);
        }
      }
    };
  }

  private static void giveBack(Connection connection, UUID holder) throws SQLException {
    try (var statement = connection.prepareStatement("select give_back_turn('user_1', ?)")) {
      statement.setObject(1, holder);
      statement.execute();
    }
  }

  /**
   * One holds the turn and two wait. Ten times the turn comes free, and before whoever waits looks
   * again a newcomer does, and the holder.
   *
   * @return who had the turn before those who had waited longer
   */
  private static List<String> overtakers(TestDatabase database, Look look) throws SQLException {
    try (Connection identity = database.connect("xentri_identity")) {
      UUID holder = UUID.randomUUID();
      List<UUID> waiting = List.of(UUID.randomUUID(), UUID.randomUUID());
      assertTrue(look.hasTurn(identity, holder));
      for (UUID one : waiting) {
        assertFalse(look.hasTurn(identity, one));
      }
      List<String> overtakers = new ArrayList<>();
      for (int round = 0; round < 10; round++) {
        giveBack(identity, holder);
        overtaking(identity, look, UUID.randomUUID(), "a newcomer", overtakers);
        overtaking(identity, look, holder, "whoever had it", overtakers);
        overtaking(identity, look, waiting.get(1), "who came later", overtakers);
      }
      return overtakers;
    }
  }

  private static void overtaking(
      Connection identity, Look look, UUID who, String name, List<String> overtakers)
      throws SQLException {
    if (look.hasTurn(identity, who)) {
      overtakers.add(name);
      giveBack(identity, who);
    }
  }

  @Test
  void nobodyOvertakesWhoeverWaits(TestDatabase database) throws SQLException {
    assertEquals(List.of(), overtakers(database, IN_LINE));
  }

  @Test
  void whereWhoeverLooksFirstHasTheTurnThoseWhoOvertakeAreNamed(TestDatabase database)
      throws SQLException {
    assertTrue(
        overtakers(database, FIRST_COME)
            .containsAll(List.of("a newcomer", "whoever had it", "who came later")));
  }
}
