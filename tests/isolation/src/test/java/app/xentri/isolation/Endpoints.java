package app.xentri.isolation;

import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Route;
import app.xentri.local.template.TemplateReader;
import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls every route of the template as one person with the ids of another's org, and compares what
 * comes back with what made-up ids give. Bodies are the routes' own valid examples.
 */
final class Endpoints {

  /** Routes that anybody may call; none of them takes an id or an org from the caller. */
  private static final Set<String> PUBLIC =
      Set.of(
          "auth-signup",
          "auth-login",
          "auth-exchange",
          "auth-refresh",
          "auth-logout",
          "clerk-webhook");

  /** Routes about the person and not about one org: they ignore x-org-id. */
  private static final Set<String> OF_THE_PERSON = Set.of("orgs-list", "orgs-create");

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  private final RunningCloud cloud;
  private final Template template;
  private final Tenant victim;
  private final Tenant attacker;
  private final List<String> findings = new ArrayList<>();
  private int compared;

  Endpoints(RunningCloud cloud, Template template, Tenant victim, Tenant attacker) {
    this.cloud = cloud;
    this.template = template;
    this.victim = victim;
    this.attacker = attacker;
  }

  /** How many pairs of answers were compared. */
  int compared() {
    return compared;
  }

  static Template template(Path root) {
    return TemplateReader.outline(root.resolve("template.yaml"));
  }

  /** What {@link #replayUnderTheSameKey} has found. */
  List<String> found() {
    return List.copyOf(findings);
  }

  List<String> findings() {
    for (Route route : template.routes()) {
      Template.Function function = template.function(route.function()).orElseThrow();
      String name = function.definition();
      if (function.access() == Template.Access.PUBLIC) {
        require(PUBLIC.contains(name), route.key() + " is public and has not been reviewed");
      } else {
        check(route, name);
      }
    }
    return List.copyOf(findings);
  }

  private void require(boolean holds, String finding) {
    if (!holds) {
      findings.add(finding);
    }
  }

  private void check(Route route, String name) {
    Call call = call(route, name);
    if (call == null) {
      return;
    }
    foreignOrg(route, name, call);
    if (call.takesId()) {
      foreignId(route, call);
    } else if (route.method().equals("GET")) {
      showsNothingForeign(route, call.path(Map.of()));
    }
    foreignQuery(route, name, call);
  }

  /** How a route is called: its path, with parameters to fill in, and a body that is valid. */
  private record Call(String method, String template, String body, Map<String, String> known) {
    boolean takesId() {
      return template.contains("{id}");
    }

    String path(Map<String, String> ids) {
      Map<String, String> all = new HashMap<>(known);
      all.putAll(ids);
      return PARAMETER.matcher(template).replaceAll(p -> all.getOrDefault(p.group(1), ""));
    }
  }

  private @org.jspecify.annotations.Nullable Call call(Route route, String name) {
    Matcher parameters = PARAMETER.matcher(route.path());
    Map<String, String> known = Map.of("section", "identity");
    while (parameters.find()) {
      String parameter = parameters.group(1);
      if (!parameter.equals("id") && !known.containsKey(parameter)) {
        findings.add(
            route.key() + ": this suite does not know what to put for {" + parameter + "}");
        return null;
      }
    }
    if (route.path().contains("{id}") && idOf(route, victim) == null) {
      findings.add(route.key() + ": this suite does not know whose {id} that is");
      return null;
    }
    String body = "";
    if (Files.exists(RunningCloud.root().resolve("schema/api/" + name + ".request.json"))) {
      body = example(name);
      if (body.isEmpty()) {
        findings.add(route.key() + ": there is no valid example to call it with");
        return null;
      }
    }
    return new Call(route.method(), route.path(), body, known);
  }

  private static @org.jspecify.annotations.Nullable String idOf(Route route, Tenant of) {
    return of.ids().entrySet().stream()
        .filter(known -> route.path().startsWith(known.getKey() + "/{id}"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static String example(String name) {
    Path folder = RunningCloud.root().resolve("events/http").resolve(name);
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      Path file =
          files
              .filter(f -> f.getFileName().toString().startsWith("valid-"))
              .sorted()
              .findFirst()
              .orElse(null);
      return file == null ? "" : Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An org that one is not a member of is refused like one that does not exist. */
  private void foreignOrg(Route route, String name, Call call) {
    String path = call.path(Map.of("id", UUID.randomUUID().toString()));
    Supplier<HttpResponse<String>> foreign = () -> send(call, path, victim.orgId());
    if (OF_THE_PERSON.contains(name)) {
      requireNoMarkers(route, foreign.get().body());
      return;
    }
    Answer real = Answer.of(foreign.get());
    Answer madeUp = Answer.of(send(call, path, UUID.randomUUID().toString()));
    compared++;
    require(
        real.equals(madeUp) && real.status() == 403,
        route.key() + " with another org: " + real + ", with a made-up one: " + madeUp);
  }

  private void foreignId(Route route, Call call) {
    String id = String.valueOf(idOf(route, victim));
    Answer real = Answer.of(send(call, call.path(Map.of("id", id)), ""));
    for (String other : List.of(UUID.randomUUID().toString(), "no-id-at-all", id + "0")) {
      Answer madeUp = Answer.of(send(call, call.path(Map.of("id", other)), ""));
      compared++;
      require(
          real.equals(madeUp) && real.status() == 404,
          "%s with another org's id: %s, with %s: %s".formatted(route.key(), real, other, madeUp));
    }
  }

  /** A query parameter that names a thing of another org finds what a made-up one finds. */
  private void foreignQuery(Route route, String name, Call call) {
    Path schema = RunningCloud.root().resolve("schema/api/" + name + ".query.json");
    if (!Files.exists(schema)) {
      return;
    }
    String path = call.path(own(route, attacker));
    for (String parameter : read(schema).path("properties").propertyNames()) {
      Answer madeUp = Answer.of(send(call, path + "?" + parameter + "=" + UUID.randomUUID(), ""));
      victim.markers().stream()
          .filter(marker -> ID.matcher(marker).matches())
          .forEach(
              id -> {
                Answer real = Answer.of(send(call, path + "?" + parameter + "=" + id, ""));
                compared++;
                require(
                    real.equals(madeUp),
                    "%s with another org's %s=%s: %s, with a made-up one: %s"
                        .formatted(route.key(), parameter, id, real, madeUp));
              });
    }
  }

  private static Map<String, String> own(Route route, Tenant of) {
    String id = idOf(route, of);
    return id == null ? Map.of() : Map.of("id", id);
  }

  /**
   * Sends the victim's request again as the attacker, under the same Idempotency-Key: its stored
   * answer must not come back.
   *
   * @return the routes that had a stored answer
   */
  List<String> replayUnderTheSameKey() {
    List<String> stored = new ArrayList<>();
    for (Route route : template.routes()) {
      Template.Function function = template.function(route.function()).orElseThrow();
      Call call = call(route, function.definition());
      if (call == null
          || !route.method().equals("POST")
          || function.access() == Template.Access.PUBLIC) {
        continue;
      }
      var key = Map.of("idempotency-key", UUID.randomUUID().toString());
      var first =
          cloud.send(victim.token(), "POST", call.path(own(route, victim)), call.body(), key);
      var second =
          cloud.send(attacker.token(), "POST", call.path(own(route, attacker)), call.body(), key);
      if (first.statusCode() < 300) {
        stored.add(route.key());
      }
      Set<String> shown = ids(first.body());
      shown.retainAll(ids(second.body()));
      require(
          shown.isEmpty() && second.statusCode() != 422,
          route.key() + " under another org's key answers " + second.body());
    }
    return stored;
  }

  private static Set<String> ids(String text) {
    return ID.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static JsonNode read(Path file) {
    try {
      return Json.read(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void showsNothingForeign(Route route, String path) {
    HttpResponse<String> response = cloud.send(attacker.token(), "GET", path, "", Map.of());
    require(response.statusCode() < 500, route.key() + " answers " + response.statusCode());
    requireNoMarkers(route, response.body());
    compared++;
  }

  private void requireNoMarkers(Route route, String body) {
    victim.markers().stream()
        .filter(body::contains)
        .forEach(marker -> findings.add(route.key() + " shows " + marker + " of another org"));
  }

  private HttpResponse<String> send(Call call, String path, String org) {
    var headers = new HashMap<String, String>();
    if (!org.isEmpty()) {
      headers.put("x-org-id", org);
    }
    switch (call.method()) {
      case "POST" -> headers.put("idempotency-key", UUID.randomUUID().toString());
      case "PUT", "PATCH" -> headers.put("if-match", "\"1\"");
      default -> {}
    }
    return cloud.send(attacker.token(), call.method(), path, call.body(), headers);
  }

  /** What a caller can tell answers apart by: everything but the trace id. */
  record Answer(int status, JsonNode body) {
    static Answer of(HttpResponse<String> response) {
      JsonNode body = response.body().isEmpty() ? Json.object() : Json.read(response.body());
      if (body instanceof ObjectNode object) {
        object.remove("trace_id");
      }
      return new Answer(response.statusCode(), body);
    }
  }

  /**
   * Somebody with an org.
   *
   * @param ids an id of theirs by the path that it belongs behind
   * @param markers texts that only their answers may contain
   */
  record Tenant(String token, String orgId, Map<String, String> ids, Set<String> markers) {}
}
