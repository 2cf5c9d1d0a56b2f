package asl;

import java.time.Duration;

/** Limits that AWS enforces, and so does this interpreter. */
public final class Quotas {

  /** Bytes in UTF-8 of an input, output, result or variable. */
  public static final int PAYLOAD = 256 * 1024;

  /** Events of one execution; the last of them says that there were too many. */
  public static final int HISTORY = 25_000;

  /** Bytes of a definition. */
  public static final int DEFINITION = 1024 * 1024;

  /** Characters of the name of a state, a variable, a machine or an execution. */
  public static final int NAME = 80;

  /** Bytes of all variables of one execution. */
  public static final int VARIABLES = 10 * 1024 * 1024;

  /** Seconds in a field that counts them. */
  public static final int SECONDS = 99_999_999;

  /** How long an express execution may take. */
  public static final Duration EXPRESS = Duration.ofMinutes(5);

  /** How long a name of an ended execution stays taken. */
  public static final Duration NAME_KEPT = Duration.ofDays(90);

  /** Iterations of one Map that run at the same time at most. */
  public static final int MAP_CONCURRENCY = 40;

  private Quotas() {}
}
