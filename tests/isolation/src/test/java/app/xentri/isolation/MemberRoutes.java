package app.xentri.isolation;

import app.xentri.isolation.Endpoints.Call;
import app.xentri.isolation.Endpoints.Tenant;
import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Route;
import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Every route of the template that takes a member's token, called as somebody about their own
 * things. A test may stand between the callers and the cloud, to see whether it would notice a
 * fault.
 */
final class MemberRoutes {

  /** How a request gets to the cloud. */
  @FunctionalInterface
  interface Sender {
    HttpResponse<String> send(
        String token, String method, String path, String body, Map<String, String> headers);
  }

  /** One of them, as it is called. */
  record MemberRoute(Route route, Call call) {
    @Override
    public String toString() {
      return route.key();
    }

    String method() {
      return route.method();
    }

    boolean isConditional() {
      return method().equals("PUT") || method().equals("PATCH");
    }
  }

  private final Sender sender;
  private final List<MemberRoute> all;
  private final List<String> findings = new ArrayList<>();

  MemberRoutes(RunningCloud cloud, Template template, Tenant one, Tenant other, Sender sender) {
    this.sender = sender;
    var endpoints = new Endpoints(cloud, template, one, other);
    var found = new ArrayList<MemberRoute>();
    for (Route route : template.routes()) {
      Template.Function function = template.function(route.function()).orElseThrow();
      if (function.access() != Template.Access.PUBLIC) {
        String name = function.environment().getOrDefault("SPRING_CLOUD_FUNCTION_DEFINITION", "");
        Call call = endpoints.call(route, name);
        require(call != null, route.key() + " cannot be called");
        if (call != null) {
          found.add(new MemberRoute(route, call));
        }
      }
    }
    all = List.copyOf(found);
  }

  List<MemberRoute> all() {
    return all;
  }

  List<String> findings() {
    return List.copyOf(findings);
  }

  void require(boolean holds, String finding) {
    if (!holds) {
      findings.add(finding);
    }
  }

  /** Calls a route about the caller's own things, with these headers beside what it needs. */
  HttpResponse<String> call(MemberRoute route, Tenant as, Map<String, String> headers) {
    var sent = new HashMap<String, String>();
    switch (route.method()) {
      case "POST" -> sent.put("idempotency-key", UUID.randomUUID().toString());
      case "PUT", "PATCH" -> sent.put("if-match", "\"never-given.1\"");
      default -> {}
    }
    sent.putAll(headers);
    String path = route.call().path(Endpoints.own(route.route(), as));
    return sender.send(as.token(), route.method(), path, route.call().body(), sent);
  }

  /** All that somebody can read. */
  List<JsonNode> state(Tenant of) {
    return all.stream()
        .filter(route -> route.method().equals("GET"))
        .map(route -> Json.read(call(route, of, Map.of()).body()).path("data"))
        .toList();
  }

  static String code(HttpResponse<String> response) {
    return response.body().isEmpty()
        ? ""
        : Json.read(response.body()).path("type").asString("").replaceFirst(".*/", "");
  }

  static String tag(HttpResponse<String> response) {
    return response.headers().firstValue("etag").orElse("");
  }
}
