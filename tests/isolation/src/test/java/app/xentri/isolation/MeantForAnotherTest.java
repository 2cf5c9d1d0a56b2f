package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.isolation.Endpoints.Tenant;
import app.xentri.isolation.MemberRoutes.MemberRoute;
import app.xentri.isolation.MemberRoutes.Sender;
import app.xentri.local.template.Template;
import app.xentri.platform.Json;
import app.xentri.testkit.CloudExtension;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Requests that come with a good token and mean somebody or something else: a tag of another org,
 * thing or version, or a page that shows another person or org. On every route; which of them have
 * tags is found by calling them.
 */
@ExtendWith(CloudExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class MeantForAnotherTest {

  private static final String SHOWS = "x-xentri-shows";

  private final Template template = Endpoints.template(RunningCloud.root());
  private RunningCloud cloud;
  private Somebody ann;
  private Somebody bob;

  /** Somebody with a Brief, a draft that waits for approval, and a second org. */
  private record Somebody(Tenant tenant, String user, String org, String otherOrg) {
    String shows() {
      return user + "/" + org;
    }
  }

  @BeforeAll
  void twoPeople(RunningCloud running) {
    cloud = running;
    ann = somebody("ann");
    bob = somebody("bob");
  }

  private Somebody somebody(String name) {
    String email = name + ".meant@example.com";
    String token = cloud.token(email);
    JsonNode me = data(cloud.send(token, "GET", "/api/v1/me", "", Map.of()));
    String org = me.path("org").path("id").asString();
    var typed = new Owner.Typed(email, "", name, name + " and Sons");
    var owner = new Owner(cloud, token, UUID.fromString(org), typed);
    owner.live();
    String session = owner.begin();
    assertEquals(201, owner.say(session, "We are joiners in Leeds.").statusCode());
    var key = Map.of("idempotency-key", UUID.randomUUID().toString());
    assertEquals(200, cloud.send(token, "POST", session + "/ready", "", key).statusCode());
    String id = session.substring(session.lastIndexOf('/') + 1);
    JsonNode orgs = data(cloud.send(token, "GET", "/api/v1/orgs", "", Map.of()));
    String other =
        orgs.valueStream()
            .map(one -> one.path("id").asString())
            .filter(one -> !one.equals(org))
            .findFirst()
            .orElseThrow();
    var tenant = new Tenant(token, org, Map.of("/api/v1/brief/sessions", id), Set.of());
    return new Somebody(tenant, me.path("id").asString(), org, other);
  }

  private static JsonNode data(HttpResponse<String> response) {
    return Json.read(response.body()).path("data");
  }

  private MemberRoutes routes(Sender sender) {
    return new MemberRoutes(cloud, template, ann.tenant(), bob.tenant(), sender);
  }

  /** The routes that have a tag, with the one of somebody's own thing. */
  private static Map<MemberRoute, String> tags(MemberRoutes routes, Somebody of) {
    var tags = new LinkedHashMap<MemberRoute, String>();
    for (MemberRoute route : routes.all()) {
      if (!route.method().equals("POST")) {
        String tag = MemberRoutes.tag(routes.call(route, of.tenant(), Map.of()));
        if (!tag.isEmpty()) {
          tags.put(route, tag);
        }
      }
    }
    return tags;
  }

  /** Tags that are none of this one: of other people, orgs, things and versions. */
  private static Set<String> foreign(
      String own, Map<MemberRoute, String> anns, Map<MemberRoute, String> bobs) {
    var foreign = new LinkedHashSet<String>(anns.values());
    foreign.addAll(bobs.values());
    String scope = own.substring(0, own.lastIndexOf('.') + 1);
    String version = own.substring(own.lastIndexOf('.') + 1);
    foreign.addAll(List.of(scope + "999\"", scope + "0\"", "\"" + version));
    foreign.remove(own);
    return foreign;
  }

  /** Tries every tag of one on every route of the other. */
  private List<String> tryTags(Sender sender) {
    MemberRoutes routes = routes(sender);
    Map<MemberRoute, String> annsTags = tags(routes, ann);
    Map<MemberRoute, String> bobsTags = tags(routes, bob);
    List<JsonNode> before = routes.state(bob.tenant());
    for (MemberRoute route : routes.all()) {
      String own = bobsTags.get(route);
      if (route.isConditional()) {
        routes.require(own != null, route + " has no tag");
      }
      if (own != null) {
        routes.require(own.matches("\"[\\w-]{16}\\.\\d+\""), route + " has the tag " + own);
        for (String foreign : foreign(own, annsTags, bobsTags)) {
          routes.require(
              answersAsIfUnknown(routes, route, foreign),
              "%s takes %s for %s".formatted(route, foreign, own));
        }
      }
    }
    routes.require(before.equals(routes.state(bob.tenant())), "something was changed");
    return routes.findings();
  }

  private boolean answersAsIfUnknown(MemberRoutes routes, MemberRoute route, String tag) {
    if (route.isConditional()) {
      var response = routes.call(route, bob.tenant(), Map.of("if-match", tag));
      return response.statusCode() == 412
          && Json.read(response.body()).path("current").isObject()
          && !MemberRoutes.tag(response).isEmpty();
    }
    return List.of(tag, "W/" + tag, "\"x\", " + tag).stream()
        .map(known -> routes.call(route, bob.tenant(), Map.of("if-none-match", known)))
        .allMatch(response -> response.statusCode() == 200);
  }

  @Test
  void noRouteTakesATagOfAnotherOrgThingOrVersionForItsOwn() {
    assertEquals(List.of(), tryTags(cloud::send));
    Set<String> tagged = new LinkedHashSet<>();
    tags(routes(cloud::send), bob).keySet().forEach(route -> tagged.add(route.toString()));
    assertTrue(
        tagged.containsAll(
            Set.of("GET /api/v1/brief", "PATCH /api/v1/me", "GET /api/v1/orgs/current")),
        tagged.toString());
  }

  @Test
  void itsOwnTagIsTaken() {
    MemberRoutes routes = routes(cloud::send);
    Tenant cleo = somebody("cleo").tenant();
    for (MemberRoute route : routes.all()) {
      String own =
          route.method().equals("POST") ? "" : MemberRoutes.tag(routes.call(route, cleo, Map.of()));
      if (!own.isEmpty() && route.isConditional()) {
        var answer = routes.call(route, cleo, Map.of("if-match", own));
        assertEquals(200, answer.statusCode(), route + answer.body());
      } else if (!own.isEmpty()) {
        var answer = routes.call(route, cleo, Map.of("if-none-match", "\"x\", W/" + own));
        boolean kept =
            !answer.headers().firstValue("cache-control").equals(Optional.of("no-store"));
        assertEquals(kept ? 304 : 200, answer.statusCode(), route.toString());
        assertEquals(kept, answer.body().isEmpty(), route.toString());
      }
    }
  }

  /** A cloud in which one route looks at the version alone. */
  private Sender comparingVersionsOn(String seeded) {
    return (token, method, path, body, headers) -> {
      var sent = new HashMap<>(headers);
      String name = method.equals("GET") ? "if-none-match" : "if-match";
      if (path.equals(seeded) && headers.containsKey(name)) {
        var plain = new HashMap<>(headers);
        plain.remove("if-none-match");
        plain.replace("if-match", "\"never-given.1\"");
        String own = MemberRoutes.tag(cloud.send(token, method, path, body, plain));
        String version = own.substring(own.lastIndexOf('.'));
        if (headers.get(name).endsWith(version)) {
          sent.put(name, own);
        }
      }
      return cloud.send(token, method, path, body, sent);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /api/v1/brief", "PUT /draft/sections/identity"})
  void aRouteThatComparedVersionsAloneWouldBeNoticed(String seeded) {
    String[] parts = seeded.split(" ", 2);
    MemberRoute route =
        routes(cloud::send).all().stream()
            .filter(one -> one.method().equals(parts[0]))
            .filter(one -> bobsPath(one).endsWith(parts[1]))
            .findFirst()
            .orElseThrow();
    List<String> findings = tryTags(comparingVersionsOn(bobsPath(route)));
    assertFalse(findings.isEmpty());
    assertTrue(
        findings.stream().allMatch(f -> f.startsWith(route + " takes ") || f.contains("changed")),
        findings.toString());
  }

  private String bobsPath(MemberRoute route) {
    return route.call().path(Endpoints.own(route.route(), bob.tenant()));
  }

  /** Calls every route from pages that show somebody or something else. */
  private List<String> tryPages(Sender sender) {
    MemberRoutes routes = routes(sender);
    List<JsonNode> before = routes.state(bob.tenant());
    for (MemberRoute route : routes.all()) {
      for (String other :
          List.of(
              ann.shows(),
              ann.user() + "/" + bob.org(),
              bob.user() + "/" + ann.org(),
              bob.user() + "/" + bob.otherOrg())) {
        var answer = routes.call(route, bob.tenant(), Map.of(SHOWS, other));
        routes.require(
            answer.statusCode() == 409 && MemberRoutes.code(answer).equals("session_changed"),
            route + " answers " + answer.statusCode() + " to a page that shows " + other);
      }
      var malformed = routes.call(route, bob.tenant(), Map.of(SHOWS, bob.user()));
      routes.require(
          malformed.statusCode() == 400, route + " takes a page that shows nobody in particular");
    }
    routes.require(before.equals(routes.state(bob.tenant())), "something was changed");
    return routes.findings();
  }

  @Test
  void noRouteReadsOrChangesAnythingForAPageThatShowsAnotherPersonOrOrg() {
    assertEquals(List.of(), tryPages(cloud::send));
  }

  @Test
  void aRouteThatDidNotLookWhomThePageShowsWouldBeNoticed() {
    Sender careless =
        (token, method, path, body, headers) -> {
          var sent = new HashMap<>(headers);
          if (path.equals("/api/v1/brief")) {
            sent.remove(SHOWS);
          }
          return cloud.send(token, method, path, body, sent);
        };
    List<String> findings = tryPages(careless);
    assertFalse(findings.isEmpty());
    assertTrue(
        findings.stream().allMatch(f -> f.startsWith("GET /api/v1/brief ")), findings.toString());
  }

  @Test
  void aPageThatShowsTheCallerIsServedAndItsStoredAnswersAreItsOwn() {
    Somebody dan = somebody("dan");
    MemberRoutes routes = routes(cloud::send);
    for (MemberRoute route : routes.all()) {
      var key = UUID.randomUUID().toString();
      var own = Map.of(SHOWS, dan.shows(), "idempotency-key", key);
      var served = routes.call(route, dan.tenant(), own);
      String code = MemberRoutes.code(served);
      assertFalse(List.of("session_changed", "shows_malformed").contains(code), route + " " + code);
      if (route.method().equals("GET")) {
        assertEquals(200, served.statusCode(), route.toString());
      }
      if (route.method().equals("POST") && served.statusCode() < 300) {
        var other = Map.of(SHOWS, bob.shows(), "idempotency-key", key);
        var replayed = routes.call(route, dan.tenant(), other);
        assertEquals("session_changed", MemberRoutes.code(replayed), route.toString());
      }
    }
  }

  @Test
  void everyAnswerSaysWhatItDependsOnAndThatNobodyMayShareIt() {
    MemberRoutes routes = routes(cloud::send);
    for (MemberRoute route : routes.all()) {
      if (!route.method().equals("POST")) {
        var headers = routes.call(route, bob.tenant(), Map.of()).headers();
        String caching = headers.firstValue("cache-control").orElse("");
        assertTrue(
            List.of("no-store", "private, no-cache").contains(caching), route + " " + caching);
        String vary = String.join(", ", headers.allValues("vary")).toLowerCase(Locale.ROOT);
        for (String each : List.of("cookie", "authorization", "x-org-id", SHOWS)) {
          assertTrue(List.of(vary.split(", ")).contains(each), route + " varies by " + vary);
        }
      }
    }
  }
}
