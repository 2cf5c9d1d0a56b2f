package app.xentri.bench;

import app.xentri.platform.Json;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a function answered.
 *
 * @param millis from the start of its process until the answer had arrived whole
 */
record Answer(double millis, JsonNode body) {

  /** The HTTP status; of an event handler, what it says that it has done. */
  String outcome() {
    if (body.has("statusCode")) {
      return body.path("statusCode").asString();
    }
    return body.has("sinks")
        ? body.path("sinks").valueStream().map(Answer::published).collect(Collectors.joining(", "))
        : body.path("effect").asString("done");
  }

  /**
   * Itself, if the function did what it was measured doing.
   *
   * @throws IllegalStateException if it refused or failed: the time of that is nobody's figure
   */
  Answer success(String function) {
    boolean done =
        body.has("statusCode")
            ? body.path("statusCode").asInt() / 100 == 2
            : !body.has("errorType")
                && body.path("sinks")
                    .valueStream()
                    .allMatch(each -> each.path("failures").asInt() == 0);
    if (!done) {
      throw new IllegalStateException(function + " is to be measured, but answered " + body);
    }
    return this;
  }

  private static String published(JsonNode sink) {
    int failures = sink.path("failures").asInt();
    return sink.path("published").asLong()
        + " to "
        + sink.path("sink").asString()
        + (failures == 0 ? "" : ", " + failures + " failures");
  }

  /**
   * The data of an answer that has to be a success, because something else builds on it.
   *
   * @throws IllegalStateException if it is a refusal
   */
  JsonNode data() {
    if (body.path("statusCode").asInt() >= 300) {
      throw new IllegalStateException("refused: " + body);
    }
    return Json.read(body.path("body").asString()).path("data");
  }
}
