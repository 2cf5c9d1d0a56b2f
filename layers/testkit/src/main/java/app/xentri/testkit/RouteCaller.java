package app.xentri.testkit;

import app.xentri.platform.Json;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One person who can call every route there is, and knows nothing but what template, schemas and
 * examples say. What a route needs is made on the way: the thing that its {@code {id}} names, the
 * entity tag that it must match, a session's cookie, a signature.
 */
public final class RouteCaller {

  private final RunningCloud cloud;
  private final List<Route> routes;
  private final String email;
  private final String bearer;

  /** Of somebody else, because signing out ends the session behind it. */
  private final String tokenToExchange;

  /** Where everything is sent. */
  private final String origin;

  private final Map<String, String> cookies = new LinkedHashMap<>();

  /**
   * Somebody with an org of their own.
   *
   * @param name the first part of their address; nobody else's
   */
  public RouteCaller(RunningCloud cloud, List<Route> routes, String name) {
    this(cloud, routes, name + "@example.com", cloud.origin());
  }

  private RouteCaller(RunningCloud cloud, List<Route> routes, String email, String origin) {
    this.cloud = cloud;
    this.routes = List.copyOf(routes);
    this.email = email;
    this.origin = origin;
    this.bearer = cloud.token(email);
    this.tokenToExchange = cloud.token("cookies." + email);
  }

  /** Somebody whom no test knows, for all routes of the running cloud. */
  public static RouteCaller stranger(RunningCloud cloud) {
    return new RouteCaller(cloud, Route.of(cloud), "stranger." + UUID.randomUUID());
  }

  /** The same person, for whom these are there, too. */
  public RouteCaller with(AddedRoutes added) {
    List<Route> more = Stream.concat(routes.stream(), added.routes().stream()).toList();
    return new RouteCaller(cloud, more, email, added.origin());
  }

  public String email() {
    return email;
  }

  public String bearer() {
    return bearer;
  }

  public List<Route> routes() {
    return routes;
  }

  /** What a walk came to for one route. */
  public record Answered(Call call, HttpResponse<String> answer) {
    public boolean isSuccess() {
      return answer.statusCode() < 300;
    }
  }

  /** Goes through all routes; see {@link #walk(BiConsumer)}. */
  public Map<Route, Answered> walk() {
    return walk((_, _) -> {});
  }

  /**
   * Calls each route with its first valid example until it answers with a success. What has to come
   * before that is not written down anywhere: routes that refuse are called again as long as others
   * succeed.
   *
   * @param onSuccess told of each success at once, before anything else changes
   * @return for each route that could be called its success, or else its last refusal
   */
  public Map<Route, Answered> walk(BiConsumer<Route, Answered> onSuccess) {
    Map<Route, Answered> last = new LinkedHashMap<>();
    var waiting = new ArrayList<>(routes);
    while (waiting.removeIf(route -> succeeds(route, last, onSuccess))) {
      // Some of those that are left may have waited for these.
    }
    return last;
  }

  private boolean succeeds(
      Route route, Map<Route, Answered> last, BiConsumer<Route, Answered> onSuccess) {
    Optional<Call> call = prepare(route);
    if (call.isEmpty()) {
      return false;
    }
    var answered = new Answered(call.get(), send(call.get()));
    last.put(route, answered);
    if (answered.isSuccess()) {
      onSuccess.accept(route, answered);
    }
    return answered.isSuccess();
  }

  /**
   * A call of a route as its schemas and its first valid example say, with everything in place that
   * its path names; whether this is the moment for it, the API decides.
   *
   * @return empty if nothing that is there yet can be put into its path
   */
  public Optional<Call> prepare(Route route) {
    String path = route.path();
    for (String parameter : route.pathParameters()) {
      Optional<String> value = valueOf(parameter, path);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      path = path.replace("{" + parameter + "}", value.get());
    }
    ObjectNode example = route.firstValid();
    String body = route.takesBody() ? bodyOf(route, example) : "";
    Map<String, String> headers = headers(route, path, body);
    return Optional.of(
        new Call(
            route.isPublic() ? "" : bearer,
            route.method(),
            path + query(route, example),
            body,
            headers));
  }

  /** Whatever is listed for it, or else the id of what a POST to the path before it makes. */
  private Optional<String> valueOf(String parameter, String path) {
    return Route.listed(parameter)
        .map(List::getFirst)
        .or(() -> idOf(path.substring(0, path.indexOf("/{" + parameter + "}"))));
  }

  private Optional<String> idOf(String collection) {
    return find("POST", collection)
        .flatMap(this::prepare)
        .map(this::send)
        .filter(answer -> answer.statusCode() < 300)
        .map(answer -> Json.read(answer.body()).path("data").path("id").asString(""));
  }

  private Optional<Route> find(String method, String path) {
    return routes.stream()
        .filter(route -> route.method().equals(method) && route.path().equals(path))
        .findFirst();
  }

  private String bodyOf(Route route, ObjectNode example) {
    boolean ofOurSession = route.isPublic() && example.has("token");
    return Json.write(ofOurSession ? example.put("token", tokenToExchange) : example);
  }

  private static String query(Route route, ObjectNode example) {
    return route.query() == null || example.isEmpty()
        ? ""
        : example.properties().stream()
            .map(each -> each.getKey() + "=" + encoded(text(each.getValue())))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String text(JsonNode value) {
    return value.asString(value.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Map<String, String> headers(Route route, String path, String body) {
    var headers = new HashMap<String, String>();
    if (route.needsKey()) {
      headers.put("idempotency-key", UUID.randomUUID().toString());
    }
    if (route.needsIfMatch()) {
      headers.put("if-match", etagAbove(path));
    }
    if (route.isPublic()) {
      headers.put("origin", cloud.origin());
      headers.put(
          "cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
    if (route.path().startsWith("/api/v1/webhooks/")) {
      sign(headers, body);
    }
    return headers;
  }

  /** The entity tag of the nearest resource above a path that has one. */
  private String etagAbove(String path) {
    for (String above = path;
        above.length() > 1;
        above = above.substring(0, above.lastIndexOf('/'))) {
      HttpResponse<String> read = send(new Call(bearer, "GET", above, "", Map.of()));
      Optional<String> etag = read.headers().firstValue("etag");
      if (read.statusCode() == 200 && etag.isPresent()) {
        return etag.get();
      }
    }
    return "\"none\"";
  }

  /** As Svix signs for the identity provider. */
  private void sign(Map<String, String> headers, String body) {
    String secret = cloud.runFile().path("clerk_webhook_secret").asString();
    String id = "msg_" + UUID.randomUUID();
    headers.putAll(Svix.headers(secret, id, Instant.now().getEpochSecond(), body));
  }

  /** Sends it, and keeps the cookies of a success as a browser would. */
  public HttpResponse<String> send(Call call) {
    HttpResponse<String> answer = cloud.send(origin, call);
    if (answer.statusCode() < 300) {
      for (String cookie : answer.headers().allValues("set-cookie")) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
      }
    }
    return answer;
  }
}
