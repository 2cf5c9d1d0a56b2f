package app.xentri.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** In what context a session of ours could find itself when it should not see an org's rows. */
enum Context {
  /** A session that has never been in an org. */
  NONE,
  /** The setting is there and empty. */
  EMPTY,
  /** The setting holds something that is no id. */
  MALFORMED,
  /** The session is in another org, as another person. */
  OTHER,
  /** A pooled session whose last transaction was in the org and has committed. */
  STALE;

  /** Prepares a fresh session; what lasts for a transaction is set by {@link #begin}. */
  void prepare(Connection session, UUID victim, @Nullable String person) throws SQLException {
    if (this == STALE) {
      set(session, "app.current_org_id", victim.toString());
      set(session, "app.current_user_id", person == null ? "" : person);
      session.commit();
    }
  }

  /** What is true inside each transaction. */
  void begin(Connection session, UUID attacker, @Nullable String person) throws SQLException {
    switch (this) {
      case NONE, STALE -> {}
      case EMPTY -> {
        set(session, "app.current_org_id", "");
        set(session, "app.current_user_id", "");
      }
      case MALFORMED -> {
        set(session, "app.current_org_id", "not-an-id' or true --");
        set(session, "app.current_user_id", "%");
      }
      case OTHER -> {
        set(session, "app.current_org_id", attacker.toString());
        set(session, "app.current_user_id", person == null ? "" : person);
      }
    }
  }

  private static void set(Connection session, String name, String value) throws SQLException {
    try (var statement = session.prepareStatement("select set_config(?, ?, true)")) {
      statement.setString(1, name);
      statement.setString(2, value);
      statement.execute();
    }
  }
}
