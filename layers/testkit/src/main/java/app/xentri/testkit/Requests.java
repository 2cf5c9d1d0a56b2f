package app.xentri.testkit;

import app.xentri.platform.Json;
import app.xentri.platform.http.Request;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests as API Gateway sends them (payload 2.0). */
public final class Requests {

  private Requests() {}

  /** An event for a route such as {@code POST /api/v1/events}; header names in lower case. */
  public static ObjectNode event(String route, Map<String, String> headers, String body) {
    String[] parts = route.split(" ", 2);
    ObjectNode event =
        Json.object()
            .put("version", "2.0")
            .put("routeKey", route)
            .put("rawPath", parts[1])
            .put("rawQueryString", "");
    ObjectNode all = event.putObject("headers");
    headers.forEach(all::put);
    event
        .putObject("requestContext")
        .putObject("http")
        .put("method", parts[0])
        .put("path", parts[1])
        .put("sourceIp", "127.0.0.1");
    if (!body.isEmpty()) {
      all.put("content-type", "application/json");
      event.put("body", body);
    }
    return event.put("isBase64Encoded", false);
  }

  /** The same as the platform sees it. */
  public static Request request(String route, Map<String, String> headers, JsonNode body) {
    return new Request(event(route, headers, Json.write(body)), "0af7651916cd43dd8448eb211c80319c");
  }

  /** A POST with an Idempotency-Key. */
  public static Request post(String path, String idempotencyKey, JsonNode body) {
    return request("POST " + path, Map.of("idempotency-key", idempotencyKey), body);
  }
}
