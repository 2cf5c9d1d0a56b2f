package app.xentri.isolation;

import app.xentri.platform.Json;
import app.xentri.testkit.Call;
import app.xentri.testkit.Route;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Every route that takes a member's token, called as somebody about their own things. */
final class MemberRoutes {

  static final String NEVER_GIVEN = "\"never-given.1\"";

  private final List<Route> all;
  private final List<String> findings = new ArrayList<>();

  MemberRoutes(List<Route> routes) {
    this.all = routes.stream().filter(route -> !route.isPublic()).toList();
  }

  List<Route> all() {
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

  /**
   * Calls a route about the caller's own things, with these headers beside what it needs; without
   * others, a change is based on a tag that nobody was given.
   */
  HttpResponse<String> call(Route route, Tenant as, Map<String, String> headers) {
    Call call = as.caller().prepare(route).orElseThrow().at(as.path(route));
    if (route.needsIfMatch()) {
      call = call.with("if-match", NEVER_GIVEN);
    }
    for (var header : headers.entrySet()) {
      call = call.with(header.getKey(), header.getValue());
    }
    return as.caller().send(call);
  }

  /** The tag of what a route is about; empty if it has none. */
  String tag(Route route, Tenant of) {
    return route.needsKey() ? "" : tag(call(route, of, Map.of()));
  }

  static String code(HttpResponse<String> response) {
    JsonNode body = response.body().isEmpty() ? Json.object() : Json.read(response.body());
    return body.path("type").asString("").replaceFirst(".*/", "");
  }

  static String tag(HttpResponse<String> response) {
    return response.headers().firstValue("etag").orElse("");
  }
}
