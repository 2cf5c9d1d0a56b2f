package app.xentri.platform.database;

import java.sql.SQLException;

/** The database failed in a way that no caller can do anything about. */
public final class DatabaseFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private DatabaseFault(String message, SQLException cause) {
    super(message, cause);
  }

  /** This, or {@link DatabaseUnavailable} where the failure says that trying again is right. */
  static RuntimeException of(String message, SQLException cause) {
    return DatabaseUnavailable.isOne(cause)
        ? new DatabaseUnavailable(message, cause)
        : new DatabaseFault(message, cause);
  }
}
