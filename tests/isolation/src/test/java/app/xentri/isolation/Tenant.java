package app.xentri.isolation;

import app.xentri.platform.Json;
import app.xentri.testkit.AddedRoutes;
import app.xentri.testkit.Call;
import app.xentri.testkit.Route;
import app.xentri.testkit.RouteCaller;
import app.xentri.testkit.RouteCaller.Answered;
import app.xentri.testkit.RunningCloud;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Somebody with an org, who has used every route there is.
 *
 * @param paths of every route, with something of theirs in it; a route is missing for which nothing
 *     was found
 * @param markers texts that only their answers may contain: their address and every id that any
 *     answer has shown them
 */
record Tenant(RouteCaller caller, String orgId, Map<Route, String> paths, Set<String> markers) {

  static Tenant named(RunningCloud cloud, String name) {
    var caller = new RouteCaller(cloud, Route.of(cloud), name);
    Set<String> markers = new HashSet<>();
    markers.add(caller.email());
    Map<Route, Answered> answers =
        caller.walk((route, it) -> markers.addAll(ofAMember(route, it.answer().body())));
    JsonNode org =
        answers.entrySet().stream()
            .filter(entry -> entry.getKey().name().equals("orgs-current"))
            .map(entry -> Json.read(entry.getValue().answer().body()).path("data"))
            .findFirst()
            .orElseThrow();
    markers.add(say(caller, name + "-and-Sons"));
    Map<Route, String> paths = new HashMap<>();
    caller
        .routes()
        .forEach(route -> caller.prepare(route).ifPresent(call -> paths.put(route, bare(call))));
    return new Tenant(caller, org.path("id").asString(), paths, markers);
  }

  /** Tells the co-pilot who they are, and returns the name that nobody else has said. */
  private static String say(RouteCaller caller, String business) {
    Route message =
        caller.routes().stream()
            .filter(route -> route.name().equals("brief-session-message"))
            .findFirst()
            .orElseThrow();
    String text = "We are %s, joiners in Leeds.".formatted(business);
    Call call = caller.prepare(message).orElseThrow();
    var answer = caller.send(call.saying(Json.write(Json.object().put("text", text))));
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.body());
    }
    return business;
  }

  /** Public routes speak of somebody else: of whoever signs up or in there. */
  private static Set<String> ofAMember(Route route, String body) {
    return route.isPublic() ? Set.of() : Endpoints.ids(body);
  }

  private static String bare(Call call) {
    return call.path().replaceFirst("\\?.*", "");
  }

  /** The same person, for whom these are there, too. */
  Tenant with(AddedRoutes added) {
    RouteCaller more = caller.with(added);
    Map<Route, String> all = new HashMap<>(paths);
    added
        .routes()
        .forEach(route -> more.prepare(route).ifPresent(call -> all.put(route, bare(call))));
    return new Tenant(more, orgId, all, markers);
  }

  String path(Route route) {
    return Optional.ofNullable(paths.get(route)).orElseThrow();
  }

  /** What each read of theirs answers now. */
  Map<Route, JsonNode> state() {
    Map<Route, JsonNode> state = new LinkedHashMap<>();
    for (Route route : caller.routes()) {
      if (route.isRead()) {
        Call call = new Call(caller.bearer(), "GET", path(route), "", Map.of());
        state.put(route, Json.read(caller.send(call).body()).path("data"));
      }
    }
    return state;
  }
}
