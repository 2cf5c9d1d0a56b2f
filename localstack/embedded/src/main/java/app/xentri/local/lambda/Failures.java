package app.xentri.local.lambda;

import app.xentri.local.Json;
import app.xentri.local.lambda.Outcome.Failed;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Shapes a function's failure as Lambda reports it. */
final class Failures {
  private static final JsonMapper JSON = Json.MAPPER;

  private Failures() {}

  /** The failure that an exception means; its stack goes to the log, as in Lambda. */
  static Failed of(Throwable thrown, InvocationLog log) {
    if (thrown instanceof UserFault fault) {
      log.note(fault.reportableError());
      return of(
          Objects.requireNonNullElse(fault.exception, "Error"),
          Objects.requireNonNullElse(fault.msg, ""));
    }
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    log.note(stack.toString());
    return of(thrown.getClass().getName(), Objects.requireNonNullElse(thrown.getMessage(), ""));
  }

  static Failed of(String type, String message) {
    Map<String, String> payload = new LinkedHashMap<>();
    payload.put("errorMessage", message);
    payload.put("errorType", type);
    return new Failed(type, JSON.writeValueAsString(payload));
  }
}
