package app.xentri.backbone;

import app.xentri.platform.Json;
import app.xentri.platform.http.HttpFunction;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.Requests;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An endpoint as the platform serves it, for a caller whose token has been verified. */
public final class Edge {

  private final HttpFunction function;
  private final String route;

  public Edge(String name, String route, MemberEndpoint endpoint, Caller caller) {
    this.route = route;
    function =
        new HttpFunction(name, new Schemas(), _ -> request -> endpoint.handle(request, caller));
  }

  /** What came back. */
  public record Answer(int status, JsonNode body) {
    public JsonNode data() {
      return body.path("data");
    }
  }

  public Answer get(Map<String, String> query) {
    ObjectNode event = Requests.event(route, Map.of(), "");
    ObjectNode parameters = event.putObject("queryStringParameters");
    query.forEach(parameters::put);
    return answer(function.apply(event));
  }

  public Answer post(String idempotencyKey, JsonNode body) {
    return answer(
        function.apply(
            Requests.event(route, Map.of("idempotency-key", idempotencyKey), Json.write(body))));
  }

  private static Answer answer(JsonNode reply) {
    return new Answer(reply.path("statusCode").asInt(), Json.read(reply.path("body").asString("")));
  }
}
