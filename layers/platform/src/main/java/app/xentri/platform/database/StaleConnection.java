package app.xentri.platform.database;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/** A pooled connection turned out to be dead before anything was done on it. */
final class StaleConnection extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient SQLException sql;

  StaleConnection(SQLException sql) {
    super(sql);
    this.sql = sql;
  }

  SQLException sql() {
    return sql;
  }

  /**
   * What the database said or the driver says of it, which may itself have a cause: a connection
   * that keeps silent fails with what its socket threw.
   */
  static Optional<SQLException> sql(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  /** Whether a failure says that the connection is gone or the server is going. */
  static boolean isOne(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return state.startsWith("08") || state.startsWith("57P");
  }
}
