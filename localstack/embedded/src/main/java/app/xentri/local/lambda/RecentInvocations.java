package app.xentri.local.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last invocations, newest first, for the developer page. */
public final class RecentInvocations {
  private static final int KEPT = 500;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * One finished invocation.
   *
   * @param function physical name
   * @param trigger what called it, for example {@code GET /api/v1/me}
   * @param log what it printed; grows while threads of the function still print
   */
  public record Entry(
      String requestId,
      String function,
      String trigger,
      Instant started,
      Duration took,
      Result result,
      InvocationLog log) {}

  /** How it ended. */
  public enum Result {
    ANSWERED,
    FAILED,
    TIMED_OUT,
    THROTTLED;

    static Result of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Answered answered -> ANSWERED;
        case Outcome.Failed failed -> FAILED;
        case Outcome.TimedOut timedOut -> TIMED_OUT;
        case Outcome.Throttled throttled -> THROTTLED;
      };
    }
  }

  synchronized void add(Entry entry) {
    entries.addFirst(entry);
    if (entries.size() > KEPT) {
      entries.removeLast();
    }
  }

  /**
   * A page of invocations, newest first.
   *
   * @param offset how many newer ones to leave out
   */
  public List<Entry> page(int offset, int limit) {
    return page("", offset, limit);
  }

  /**
   * A page of one function's invocations, newest first.
   *
   * @param function physical name, or empty for all
   */
  public synchronized List<Entry> page(String function, int offset, int limit) {
    return entries.stream()
        .filter(entry -> function.isEmpty() || entry.function().equals(function))
        .skip(offset)
        .limit(limit)
        .toList();
  }

  /**
   * The attempts of the invocation with this request id that are still kept, the first one first.
   * An asynchronous invocation keeps its id when it is tried again.
   */
  public synchronized List<Entry> attempts(String requestId) {
    return entries.stream()
        .filter(entry -> entry.requestId().equals(requestId))
        .toList()
        .reversed();
  }
}
