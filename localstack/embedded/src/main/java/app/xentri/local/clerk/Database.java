package app.xentri.local.clerk;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.sql.DataSource;

/** Transactions on the stand-in's tables. */
final class Database {

  private final DataSource source;
  private final Runnable webhooksStored;

  // Fifty callers at once must leave some of a small pool's connections to the other parts.
  private final Semaphore connections = new Semaphore(6, true);

  /**
   * Creates the tables where they are missing.
   *
   * @param webhooksStored called after a commit that stored webhooks
   */
  Database(DataSource source, Runnable webhooksStored) {
    this.source = source;
    this.webhooksStored = webhooksStored;
    tx(tx -> tx.script("Database/create"));
  }

  /**
   * Runs the work in one transaction. A returned refusal commits too: a wrong code must count. Only
   * an exception rolls back. E-mails and webhooks leave after the commit.
   */
  <T> T tx(Function<Tx, T> work) {
    var done = committed(work);
    // Only now, with the connection given back: a mailbox may want one from the same pool.
    done.tx().committed(webhooksStored);
    return done.result();
  }

  private record Done<T>(Tx tx, T result) {}

  private <T> Done<T> committed(Function<Tx, T> work) {
    connections.acquireUninterruptibly();
    try (var connection = source.getConnection()) {
      connection.setAutoCommit(false);
      var tx = new Tx(connection);
      return new Done<>(tx, inside(connection, tx, work));
    } catch (SQLException e) {
      throw new IllegalStateException("the stand-in's database failed", e);
    } finally {
      connections.release();
    }
  }

  private static <T> T inside(Connection connection, Tx tx, Function<Tx, T> work)
      throws SQLException {
    boolean done = false;
    try {
      T result = work.apply(tx);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        connection.rollback();
      }
    }
  }
}
