package app.xentri.platform.database;

import java.sql.SQLException;

/** The database failed in a way that no caller can do anything about. */
public final class DatabaseFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DatabaseFault(String message, SQLException cause) {
    super(message, cause);
  }
}
