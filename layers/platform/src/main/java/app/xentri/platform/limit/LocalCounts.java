package app.xentri.platform.limit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The count of this process alone, for as long as Redis does not answer: what all processes
 * together let through is then as many allowances as there are processes, and not everything. The
 * longest unused counts are forgotten first, so that made-up subjects cost no more than a fixed
 * amount of memory.
 */
final class LocalCounts {

  private static final int MOST = 10_000;

  private static final class Count {
    private double free;
    private final Set<String> seen = new HashSet<>();
  }

  private final Map<String, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MOST;
        }
      };

  /** As {@code take.lua}; milliseconds to wait, or 0. */
  synchronized long take(String key, Allowance allowance, int places, String mark, long millis) {
    double now = (double) millis;
    double interval = allowance.intervalMillis();
    Count count = counts.computeIfAbsent(key, _ -> new Count());
    if (count.free <= now) {
      count.seen.clear();
    }
    double free = Math.max(count.free, now) + interval * places;
    double wait = free - now - interval * allowance.burst();
    if (wait > 0) {
      return (long) Math.ceil(wait);
    }
    if (mark.isEmpty() || count.seen.add(mark)) {
      count.free = free;
    }
    return 0;
  }
}
