package app.xentri.platform.database;

import app.xentri.platform.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * An answer to keep for an idempotency key.
 *
 * @param member in whose name, and in which org, the key was claimed
 * @param showsPlace the answer shows an event that {@link Tx#emitLast} has announced; the database
 *     fills in its place
 */
record KeptAnswer(
    Member member,
    String route,
    String key,
    String fingerprint,
    Answer answer,
    boolean showsPlace) {

  /** The statement that {@link #bind} gives its values, for an answer without an event. */
  static String statement() {
    return Sql.of(KeptAnswer.class, "keep");
  }

  /**
   * Gives the statement its values.
   *
   * @param first the place of the first value
   * @return the place after the last one
   * @throws IllegalStateException if the answer shows the place of an event, which is not there
   */
  int bind(PreparedStatement statement, int first) throws SQLException {
    if (showsPlace) {
      throw new IllegalStateException("the event that the answer shows is another org's");
    }
    int next = bindKey(statement, first);
    statement.setString(next, answer.body());
    return next + 1;
  }

  /** As {@link #bind}, for the statement that records the transaction's last event as well. */
  int bindBesideEvent(PreparedStatement statement, int first) throws SQLException {
    int next = bindKey(statement, first);
    if (showsPlace) {
      AnnouncedPlace place = AnnouncedPlace.in(answer.body());
      statement.setString(next, place.before());
      statement.setString(next + 1, place.after());
    } else {
      statement.setString(next, answer.body());
      statement.setString(next + 1, null);
    }
    return next + 2;
  }

  private int bindKey(PreparedStatement statement, int first) throws SQLException {
    int i = first;
    statement.setObject(i++, member.userId());
    statement.setString(i++, route);
    statement.setString(i++, key);
    statement.setString(i++, fingerprint);
    statement.setInt(i++, answer.status());
    statement.setString(i++, Json.write(answer.headers()));
    return i;
  }
}
