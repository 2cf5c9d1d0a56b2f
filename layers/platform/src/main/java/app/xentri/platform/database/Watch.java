package app.xentri.platform.database;

import app.xentri.platform.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection whose transaction takes longer than anybody waits for it. A socket's own limit
 * is for the next bytes: a database whose answers come byte by byte would never exceed it.
 */
final class Watch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private static ScheduledThreadPoolExecutor clock() {
    var factory = Thread.ofPlatform().daemon().name("database-watch").factory();
    var clock = new ScheduledThreadPoolExecutor(1, factory);
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  private final @Nullable Future<?> end;

  private Watch(@Nullable Future<?> end) {
    this.end = end;
  }

  /** Watches a transaction that begins now, until this is closed. */
  static Watch over(Connection connection) {
    return new Watch(
        Patience.isLimited()
            ? CLOCK.schedule(
                () -> end(connection), Waits.now().whole().toMillis(), TimeUnit.MILLISECONDS)
            : null);
  }

  private static void end(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.atWarn().setCause(e).log("a connection could not be ended");
    }
  }

  @Override
  public void close() {
    if (end != null) {
      end.cancel(false);
    }
  }
}
