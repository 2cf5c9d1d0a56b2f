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

  /** The statement that {@link #bind} gives its values. */
  static String statement() {
    return Sql.of(KeptAnswer.class, "keep");
  }

  /**
   * Gives the statement its values.
   *
   * @param first the place of the first value
   * @return the place after the last one
   */
  int bind(PreparedStatement statement, int first) throws SQLException {
    int i = first;
    statement.setObject(i++, member.userId());
    statement.setString(i++, route);
    statement.setString(i++, key);
    statement.setString(i++, fingerprint);
    statement.setInt(i++, answer.status());
    statement.setString(i++, Json.write(answer.headers()));
    return bindBody(statement, i);
  }

  private int bindBody(PreparedStatement statement, int first) throws SQLException {
    if (showsPlace) {
      AnnouncedPlace place = AnnouncedPlace.in(answer.body());
      statement.setString(first, place.before());
      statement.setString(first + 1, place.after());
    } else {
      statement.setString(first, answer.body());
      statement.setString(first + 1, null);
    }
    return first + 2;
  }
}
