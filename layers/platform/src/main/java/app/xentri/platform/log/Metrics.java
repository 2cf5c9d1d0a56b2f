package app.xentri.platform.log;

import app.xentri.platform.Json;
import java.time.Instant;
import java.util.Map;
import org.slf4j.event.Level;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Numbers that CloudWatch makes metrics of: log lines in its embedded metric format, under the
 * namespace {@value #NAMESPACE}, with the function's name as dimension. What else a line says (an
 * org, a place in its log) can be searched for but makes no metric of its own, or each org would
 * cost one.
 */
public final class Metrics {

  private static final String NAMESPACE = "Xentri";
  private static final String DIMENSION = "function_name";

  private Metrics() {}

  /** Something that happened once. */
  public static void count(Level level, String message, String metric, Map<String, ?> details) {
    write(level, message, Map.of(metric, 1L), "Count", details);
  }

  /** Durations in seconds, by the metric's name. */
  public static void seconds(String message, Map<String, Double> values, Map<String, ?> details) {
    write(Level.INFO, message, values, "Seconds", details);
  }

  private static void write(
      Level level,
      String message,
      Map<String, ? extends Number> values,
      String unit,
      Map<String, ?> details) {
    Instant now = Instant.now();
    ObjectNode line = LogLine.begin(now, level, message);
    details.forEach((name, value) -> line.set(name, Json.tree(value)));
    values.forEach((name, value) -> line.set(name, Json.tree(value)));
    ObjectNode aws = line.putObject("_aws").put("Timestamp", now.toEpochMilli());
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", NAMESPACE);
    ArrayNode dimensions = directive.putArray("Dimensions").addArray();
    if (line.has(DIMENSION)) {
      dimensions.add(DIMENSION);
    }
    ArrayNode metrics = directive.putArray("Metrics");
    values.keySet().forEach(name -> metrics.addObject().put("Name", name).put("Unit", unit));
    LogLine.print(line);
  }
}
