package app.xentri.platform.log;

import app.xentri.platform.Json;
import java.time.Instant;
import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import tools.jackson.databind.node.ObjectNode;

/** A line of the log, in JSON, with what it is about: the function, the request, the org. */
final class LogLine {

  private LogLine() {}

  static ObjectNode begin(Instant at, Level level, String message) {
    ObjectNode line =
        Json.object()
            .put("timestamp", at.toString())
            .put("level", level.name())
            .put("message", message);
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context != null) {
      context.forEach(line::put);
    }
    return line;
  }

  @SuppressWarnings("SystemOut") // Standard output is where Lambda takes its logs from.
  static void print(ObjectNode line) {
    System.out.println(Json.write(line));
  }
}
