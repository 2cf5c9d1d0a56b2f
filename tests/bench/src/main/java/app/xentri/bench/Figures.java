package app.xentri.bench;

import java.util.Collection;
import java.util.List;

/** Order statistics. */
final class Figures {

  private Figures() {}

  static double median(Collection<Double> values) {
    return percentile(values, 0.5);
  }

  /** The smallest value that at least this share of the values does not exceed. */
  static double percentile(Collection<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1.0, Math.ceil(share * sorted.size()) - 1));
  }
}
