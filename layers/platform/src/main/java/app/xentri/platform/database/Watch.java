package app.xentri.platform.database;

import app.xentri.platform.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
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

  private static final long AGAIN_MILLIS = 100;

  /** What reads the database's answers. */
  private static final String DRIVER = "org.postgresql.core.";

  private final Connection connection;
  private final Thread owner = Thread.currentThread();
  private @Nullable Future<?> next;
  private boolean over;

  private Watch(Connection connection) {
    this.connection = connection;
  }

  /** Watches a transaction of this thread that begins now, until this is closed. */
  static Watch over(Connection connection) {
    var watch = new Watch(connection);
    if (Patience.isLimited()) {
      watch.look(Waits.now().whole().toMillis());
    }
    return watch;
  }

  private synchronized void look(long inMillis) {
    if (!over) {
      next = CLOCK.schedule(this::endIfWaiting, inMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** A thread that this machine keeps from running is not the database's fault. */
  private void endIfWaiting() {
    if (Arrays.stream(owner.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(DRIVER))) {
      end();
    } else {
      look(AGAIN_MILLIS);
    }
  }

  private synchronized void end() {
    if (over) {
      return;
    }
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.atWarn().setCause(e).log("a connection could not be ended");
    }
  }

  @Override
  public synchronized void close() {
    over = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
