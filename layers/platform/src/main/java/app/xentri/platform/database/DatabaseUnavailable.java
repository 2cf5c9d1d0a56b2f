package app.xentri.platform.database;

import app.xentri.platform.DependencyUnavailable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;

/**
 * The database cannot be reached, is going, or has no connection, memory or room to spare; or it is
 * the one that only reads, because another has taken over.
 */
public final class DatabaseUnavailable extends DependencyUnavailable {

  private static final long serialVersionUID = 1L;
  private static final String INSUFFICIENT_RESOURCES = "53";
  private static final String READ_ONLY = "25006";

  DatabaseUnavailable(String message, Throwable cause) {
    super(Dependency.DATABASE, message, cause);
  }

  /** Whether a failure says so, and nothing else. */
  static boolean isOne(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return failure instanceof SQLTransientConnectionException
        || StaleConnection.isOne(failure)
        || state.startsWith(INSUFFICIENT_RESOURCES)
        || state.equals(READ_ONLY);
  }
}
