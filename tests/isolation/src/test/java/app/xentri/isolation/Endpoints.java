package app.xentri.isolation;

import app.xentri.platform.Json;
import app.xentri.testkit.Call;
import app.xentri.testkit.Route;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls every route as one person with the ids of another's org, and compares what comes back with
 * what made-up ids give.
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

  static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final List<Route> routes;
  private final Tenant victim;
  private final Tenant attacker;
  private final List<String> findings = new ArrayList<>();
  private int compared;

  Endpoints(List<Route> routes, Tenant victim, Tenant attacker) {
    this.routes = routes;
    this.victim = victim;
    this.attacker = attacker;
  }

  /** How many pairs of answers were compared. */
  int compared() {
    return compared;
  }

  /** What {@link #replayUnderTheSameKey} has found. */
  List<String> found() {
    return List.copyOf(findings);
  }

  List<String> findings() {
    for (Route route : routes) {
      if (route.isPublic()) {
        require(PUBLIC.contains(route.name()), route + " is public and has not been reviewed");
      } else {
        check(route);
      }
    }
    return List.copyOf(findings);
  }

  private void require(boolean holds, String finding) {
    if (!holds) {
      findings.add(finding);
    }
  }

  private void check(Route route) {
    if (!victim.paths().containsKey(route)) {
      findings.add(route + ": nothing that a tenant has can be put into its path");
      return;
    }
    if (route.takesBody() && route.valid().isEmpty()) {
      findings.add(route + ": there is no valid example to call it with");
      return;
    }
    foreignOrg(route);
    if (namesSomething(route)) {
      foreignId(route);
    } else if (route.isRead()) {
      showsNothingForeign(route);
    }
    foreignQuery(route);
  }

  /** Whether its path holds the id of something that one org has. */
  private boolean namesSomething(Route route) {
    return ID.matcher(victim.path(route)).find();
  }

  /** What the attacker sends, with something of theirs in the path. */
  private Call own(Route route) {
    return attacker.caller().prepare(route).orElseThrow();
  }

  /** An org that one is not a member of is refused like one that does not exist. */
  private void foreignOrg(Route route) {
    BiFunction<Call, String, HttpResponse<String>> in =
        (call, org) -> attacker.caller().send(call.with("x-org-id", org));
    if (OF_THE_PERSON.contains(route.name())) {
      requireNoMarkers(route, in.apply(own(route), victim.orgId()).body());
      return;
    }
    Answer real = Answer.of(in.apply(own(route), victim.orgId()));
    Answer madeUp = Answer.of(in.apply(own(route), UUID.randomUUID().toString()));
    compared++;
    require(
        real.equals(madeUp) && real.status() == 403,
        route + " with another org: " + real + ", with a made-up one: " + madeUp);
  }

  private void foreignId(Route route) {
    Call own = own(route);
    String path = victim.path(route);
    String id = ID.matcher(path).results().map(MatchResult::group).findFirst().orElseThrow();
    Answer real = Answer.of(attacker.caller().send(own.at(path)));
    for (String other : List.of(UUID.randomUUID().toString(), "no-id-at-all", id + "0")) {
      Call elsewhere = own(route).at(path.replace(id, other));
      Answer madeUp = Answer.of(attacker.caller().send(elsewhere));
      compared++;
      require(
          real.equals(madeUp) && real.status() == 404,
          "%s with another org's id: %s, with %s: %s".formatted(route, real, other, madeUp));
    }
  }

  /** A query parameter that names a thing of another org finds what a made-up one finds. */
  private void foreignQuery(Route route) {
    if (route.query() == null) {
      return;
    }
    Call bare = own(route);
    String path = bare.path().replaceFirst("\\?.*", "");
    for (String parameter : route.query().path("properties").propertyNames()) {
      Answer madeUp = read(bare.at(path + "?" + parameter + "=" + UUID.randomUUID()));
      victim.markers().stream()
          .filter(marker -> ID.matcher(marker).matches())
          .forEach(
              id -> {
                Answer real = read(bare.at(path + "?" + parameter + "=" + id));
                compared++;
                require(
                    real.equals(madeUp),
                    "%s with another org's %s=%s: %s, with a made-up one: %s"
                        .formatted(route, parameter, id, real, madeUp));
              });
    }
  }

  private Answer read(Call call) {
    return Answer.of(attacker.caller().send(call));
  }

  /**
   * Sends the victim's request again as the attacker, under the same Idempotency-Key: its stored
   * answer must not come back.
   *
   * @return the routes that had a stored answer
   */
  List<String> replayUnderTheSameKey() {
    List<String> stored = new ArrayList<>();
    for (Route route : routes) {
      if (route.isPublic() || !route.needsKey()) {
        continue;
      }
      String key = UUID.randomUUID().toString();
      var first = victim.caller().send(withKey(victim, route, key));
      var second = attacker.caller().send(withKey(attacker, route, key));
      if (first.statusCode() < 300) {
        stored.add(route.key());
      }
      Set<String> shown = ids(first.body());
      shown.retainAll(ids(second.body()));
      require(
          shown.isEmpty() && second.statusCode() != 422,
          route + " under another org's key answers " + second.body());
    }
    return stored;
  }

  /**
   * Sends each request with a stored answer as two members of one org, under the same
   * Idempotency-Key: each must get an answer of their own.
   *
   * @param colleague the token of another member of the victim's org
   * @param kept how many answers are kept under a key
   * @return the routes that have kept one for each
   */
  List<String> sameKeyForTwoMembers(String colleague, ToIntFunction<String> kept) {
    List<String> own = new ArrayList<>();
    for (Route route : routes) {
      if (route.isPublic() || !route.needsKey()) {
        continue;
      }
      String key = UUID.randomUUID().toString();
      Call call = withKey(victim, route, key).with("x-org-id", victim.orgId());
      var first = victim.caller().send(call);
      int before = kept.applyAsInt(key);
      require(first.statusCode() < 300, route + " cannot be tried with a key: " + first.body());
      require(before == 1, route + " keeps no answer under its key");
      var again = victim.caller().send(call);
      require(
          again.statusCode() == first.statusCode() && again.body().equals(first.body()),
          route + " answers its key's second request otherwise than the first");
      var second = victim.caller().send(call.as(colleague));
      int after = kept.applyAsInt(key);
      require(
          second.statusCode() != 422 && after == before + (second.statusCode() < 300 ? 1 : 0),
          route + " answers a second member with what the first one's key has kept");
      require(first.statusCode() < 500 && second.statusCode() < 500, route + " has a fault");
      if (before == 1 && after == 2) {
        own.add(route.key());
      }
    }
    return own;
  }

  /** Sends every request with a stored answer under one key: each route has its own. */
  void oneKeyForEveryRoute() {
    String key = UUID.randomUUID().toString();
    for (Route route : routes) {
      if (!route.isPublic() && route.needsKey()) {
        var answer = victim.caller().send(withKey(victim, route, key));
        require(
            answer.statusCode() != 422 && answer.statusCode() < 500,
            route + " under a key that another route has used: " + answer.body());
      }
    }
  }

  private static Call withKey(Tenant tenant, Route route, String key) {
    return tenant.caller().prepare(route).orElseThrow().with("idempotency-key", key);
  }

  static Set<String> ids(String text) {
    return ID.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private void showsNothingForeign(Route route) {
    HttpResponse<String> response = attacker.caller().send(own(route));
    require(response.statusCode() < 500, route + " answers " + response.statusCode());
    requireNoMarkers(route, response.body());
    compared++;
  }

  private void requireNoMarkers(Route route, String body) {
    victim.markers().stream()
        .filter(body::contains)
        .forEach(marker -> findings.add(route + " shows " + marker + " of another org"));
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
}
