package app.xentri.local.clerk;

import app.xentri.local.Sql;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions on the stand-in's tables. */
final class Database {

  private final Sql sql;
  private final TransactionTemplate transaction;

  // Fifty callers at once must leave some of a small pool's connections to the other parts.
  private final Semaphore connections = new Semaphore(6, true);

  /** Creates the tables where they are missing. */
  Database(DataSource source) {
    this.sql = new Sql(source, Database.class);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    sql.run("create").update();
  }

  /**
   * Runs the work in one transaction. A returned refusal commits too: a wrong code must count. Only
   * an exception rolls back. E-mails and webhooks leave after the commit.
   */
  <T> T tx(Function<Tx, T> work) {
    var done = committed(work);
    // Only now, with the connection given back: a mailbox may want one from the same pool.
    done.tx().committed();
    return done.result();
  }

  private record Done<T>(Tx tx, T result) {}

  private <T> Done<T> committed(Function<Tx, T> work) {
    connections.acquireUninterruptibly();
    try {
      return Objects.requireNonNull(
          transaction.execute(
              _ -> {
                var tx = new Tx(sql);
                return new Done<>(tx, work.apply(tx));
              }));
    } finally {
      connections.release();
    }
  }
}
