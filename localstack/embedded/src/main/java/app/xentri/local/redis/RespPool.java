package app.xentri.local.redis;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/** Idle connections to one Redis, most recently used first. */
final class RespPool implements AutoCloseable {

  private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MOST_IDLE = 32;

  private final RedisServer server;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();

  private record Idle(RespConnection connection, long since) {}

  /** What is done with a connection. */
  interface Use<T> {
    T with(RespConnection connection) throws IOException;
  }

  RespPool(RedisServer server) {
    this.server = server;
  }

  /**
   * Uses a connection. A failed one is not used again, and the command is not repeated: whether
   * Redis carried it out cannot be known.
   */
  <T> T use(Use<T> use) throws IOException {
    RespConnection connection = take();
    boolean healthy = false;
    try {
      T result = use.with(connection);
      healthy = true;
      return result;
    } finally {
      if (healthy && idle.size() < MOST_IDLE) {
        idle.push(new Idle(connection, System.nanoTime()));
      } else {
        connection.close();
      }
    }
  }

  /** A connection of one's own, which the caller closes. */
  RespConnection open() throws IOException {
    return RespConnection.open(server.port(), server.password());
  }

  private RespConnection take() throws IOException {
    for (Idle next = idle.poll(); next != null; next = idle.poll()) {
      if (System.nanoTime() - next.since() < TRUSTED_NANOS || alive(next.connection())) {
        return next.connection();
      }
      next.connection().close();
    }
    return open();
  }

  /** A connection to a Redis that was started again since looks open until it is used. */
  private static boolean alive(RespConnection connection) {
    try {
      return connection.call("PING") instanceof Reply.Text;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (Idle next = idle.poll(); next != null; next = idle.poll()) {
      next.connection().close();
    }
  }
}
