package app.xentri.platform.database;

import app.xentri.platform.DependencyUnavailable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;

/** The database cannot be reached, is going, or has no connection to spare. */
public final class DatabaseUnavailable extends DependencyUnavailable {

  private static final long serialVersionUID = 1L;
  private static final String TOO_MANY_CONNECTIONS = "53300";

  DatabaseUnavailable(String message, Throwable cause) {
    super(Dependency.DATABASE, message, cause);
  }

  /** Whether a failure says so, and nothing else. */
  static boolean isOne(SQLException failure) {
    return failure instanceof SQLTransientConnectionException
        || StaleConnection.isOne(failure)
        || TOO_MANY_CONNECTIONS.equals(Objects.requireNonNullElse(failure.getSQLState(), ""));
  }
}
