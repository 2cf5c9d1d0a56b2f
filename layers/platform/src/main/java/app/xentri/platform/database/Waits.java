package app.xentri.platform.database;

import app.xentri.platform.Patience;
import java.time.Duration;

/**
 * How long to wait for the database: it gives up on a lock first and on a statement next, so that
 * it has the time to say so; after that we give up on it. All of them end while somebody still
 * waits for the answer.
 *
 * @param lock for what another transaction holds
 * @param statement for one statement as a whole
 * @param socket for the next bytes of an answer, from a server that may be gone
 */
record Waits(Duration lock, Duration statement, Duration socket) {

  /** Where nobody waits for an answer. */
  private static final Waits OF_NOBODY =
      new Waits(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30));

  /** Enough to give back what was taken, after waiting in vain for something else. */
  private static final Duration LEAST = Duration.ofMillis(700);

  private static final Duration TO_SAY_SO = Duration.ofMillis(200);

  /** What whoever waits for this thread has the patience for. */
  static Waits now() {
    if (!Patience.isLimited()) {
      return OF_NOBODY;
    }
    Duration left = Patience.atMost(OF_NOBODY.socket()).minus(TO_SAY_SO);
    Duration socket = left.compareTo(LEAST) < 0 ? LEAST : left;
    Duration statement = socket.minus(TO_SAY_SO);
    return new Waits(statement.minus(TO_SAY_SO), statement, socket);
  }

  /** For a transaction as a whole, however steadily it gets on. */
  Duration whole() {
    return socket.plus(TO_SAY_SO);
  }

  /** As Postgres reads it, in milliseconds: {@code 1900ms}. */
  String lockMillis() {
    return lock.toMillis() + "ms";
  }

  /** As Postgres reads it, in milliseconds. */
  String statementMillis() {
    return statement.toMillis() + "ms";
  }

  /** As the driver takes it. */
  int socketMillis() {
    return Math.toIntExact(socket.toMillis());
  }
}
