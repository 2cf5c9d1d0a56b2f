package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.AddedRoutes;
import app.xentri.testkit.CloudExtension;
import app.xentri.testkit.Route;
import app.xentri.testkit.RunningCloud;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Requests that come with a good token and mean somebody or something else: a tag of another org,
 * thing or version, or a page that shows another person or org. On every route; which of them have
 * tags is found by calling them.
 */
@ExtendWith(CloudExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class MeantForAnotherTest {

  private static final String SHOWS = Mistake.SHOWS;

  /** A read, a change and what keeps its answers: what an added route may be like. */
  private static final Set<String> SOME = Set.of("brief-get", "me-patch", "events-post");

  private RunningCloud cloud;
  private List<Route> routes;
  private Somebody ann;
  private Somebody bob;

  /**
   * Somebody with a Brief and a conversation.
   *
   * @param otherOrg the second one that they have
   */
  private record Somebody(Tenant tenant, String user, String org, String otherOrg) {
    String shows() {
      return user + "/" + org;
    }

    Somebody with(AddedRoutes added) {
      return new Somebody(tenant.with(added), user, org, otherOrg);
    }
  }

  @BeforeAll
  void twoPeople(RunningCloud running) {
    cloud = running;
    routes = Route.of(cloud);
    ann = somebody("ann.meant");
    bob = somebody("bob.meant");
  }

  private Somebody somebody(String name) {
    Tenant tenant = Tenant.named(cloud, name);
    String other =
        read(tenant, "/api/v1/orgs")
            .valueStream()
            .map(org -> org.path("id").asString())
            .filter(org -> !org.equals(tenant.orgId()))
            .findFirst()
            .orElseThrow();
    String user = read(tenant, "/api/v1/me").path("id").asString();
    return new Somebody(tenant, user, tenant.orgId(), other);
  }

  private JsonNode read(Tenant as, String path) {
    var answer = cloud.send(as.caller().bearer(), "GET", path, "", Map.of());
    return Json.read(answer.body()).path("data");
  }

  /** The routes that have a tag, with the one of somebody's own thing. */
  private static Map<Route, String> tags(MemberRoutes routes, Somebody of) {
    var tags = new LinkedHashMap<Route, String>();
    for (Route route : routes.all()) {
      String tag = routes.tag(route, of.tenant());
      if (!tag.isEmpty()) {
        tags.put(route, tag);
      }
    }
    return tags;
  }

  /** Tags that are none of this one: of other people, orgs, things and versions. */
  private static Set<String> foreign(String own, Map<Route, String> anns, Map<Route, String> bobs) {
    var foreign = new LinkedHashSet<String>(anns.values());
    foreign.addAll(bobs.values());
    int dot = own.lastIndexOf('.');
    String version = own.substring(dot + 1);
    foreign.addAll(
        List.of(own.substring(0, dot) + ".999\"", own.substring(0, dot) + ".0\"", '"' + version));
    // What belongs to another, in the version that this one has.
    anns.values().forEach(tag -> foreign.add(tag.substring(0, tag.lastIndexOf('.') + 1) + version));
    foreign.remove(own);
    return foreign;
  }

  /** What a tag says beside the version. */
  private static String scope(@Nullable String tag) {
    return tag == null ? "" : tag.replaceFirst("\\..*", "");
  }

  /** Tries every tag of either on every route of Bob's. */
  private static List<String> tryTags(List<Route> routes, Somebody ann, Somebody bob) {
    var tried = new MemberRoutes(routes);
    Map<Route, String> annsTags = tags(tried, ann);
    Map<Route, String> bobsTags = tags(tried, bob);
    var before = bob.tenant().state();
    for (Route route : tried.all()) {
      String own = bobsTags.get(route);
      tried.require(own != null || !route.needsIfMatch(), route + " has no tag");
      if (own != null) {
        tried.require(own.matches("\"[\\w-]{16}\\.\\d+\""), route + " has the tag " + own);
        tried.require(
            !scope(own).equals(scope(annsTags.get(route))),
            route + " gives everybody one tag, " + own);
        for (String foreign : foreign(own, annsTags, bobsTags)) {
          tried.require(
              answersAsToAStranger(tried, route, bob, foreign),
              "%s takes %s for %s".formatted(route, foreign, own));
        }
      }
    }
    tried.require(before.equals(bob.tenant().state()), "something was changed");
    return tried.findings();
  }

  private static boolean answersAsToAStranger(
      MemberRoutes routes, Route route, Somebody bob, String tag) {
    if (route.needsIfMatch()) {
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
    assertEquals(List.of(), tryTags(routes, ann, bob));
    var tagged =
        tags(new MemberRoutes(routes), bob).keySet().stream()
            .map(Route::key)
            .collect(Collectors.toSet());
    assertTrue(
        tagged.containsAll(
            Set.of("GET /api/v1/brief", "PATCH /api/v1/me", "GET /api/v1/orgs/current")),
        tagged.toString());
  }

  @Test
  void itsOwnTagIsTaken() {
    var member = new MemberRoutes(routes);
    Tenant cleo = somebody("cleo.meant").tenant();
    for (Route route : member.all()) {
      String own = member.tag(route, cleo);
      if (!own.isEmpty() && route.needsIfMatch()) {
        var answer = member.call(route, cleo, Map.of("if-match", own));
        assertNotEquals(412, answer.statusCode(), route + answer.body());
      } else if (!own.isEmpty()) {
        var answer = member.call(route, cleo, Map.of("if-none-match", "\"x\", W/" + own));
        Optional<String> caching = answer.headers().firstValue("cache-control");
        boolean kept = !caching.equals(Optional.of("no-store"));
        assertEquals(kept ? 304 : 200, answer.statusCode(), route.toString());
        assertEquals(kept, answer.body().isEmpty(), route.toString());
      }
    }
  }

  /** Calls every route from pages that show somebody or something else. */
  private static List<String> tryPages(List<Route> routes, Somebody ann, Somebody bob) {
    var tried = new MemberRoutes(routes);
    var before = bob.tenant().state();
    for (Route route : tried.all()) {
      for (String other :
          List.of(
              ann.shows(),
              ann.user() + "/" + bob.org(),
              bob.user() + "/" + ann.org(),
              bob.user() + "/" + bob.otherOrg())) {
        var answer = tried.call(route, bob.tenant(), Map.of(SHOWS, other));
        tried.require(
            answer.statusCode() == 409 && MemberRoutes.code(answer).equals("session_changed"),
            route + " answers " + answer.statusCode() + " to a page that shows " + other);
      }
      var malformed = tried.call(route, bob.tenant(), Map.of(SHOWS, bob.user()));
      tried.require(malformed.statusCode() == 400, route + " takes a page that shows nobody");
    }
    tried.require(before.equals(bob.tenant().state()), "something was changed");
    return tried.findings();
  }

  @Test
  void noRouteReadsOrChangesAnythingForAPageThatShowsAnotherPersonOrOrg() {
    assertEquals(List.of(), tryPages(routes, ann, bob));
  }

  /** Calls every route from pages that show whoever calls, and repeats it from others. */
  private static List<String> tryOwnPages(List<Route> routes, Somebody dan, Somebody bob) {
    var tried = new MemberRoutes(routes);
    for (Route route : tried.all()) {
      var key = UUID.randomUUID().toString();
      var own = Map.of(SHOWS, dan.shows(), "idempotency-key", key);
      var served = tried.call(route, dan.tenant(), own);
      String code = MemberRoutes.code(served);
      tried.require(
          !List.of("session_changed", "shows_malformed").contains(code), route + " " + code);
      tried.require(
          !route.isRead() || served.statusCode() == 200,
          route + " answers " + served.statusCode() + " to a page that shows the caller");
      if (route.needsKey() && served.statusCode() < 300) {
        var other = Map.of(SHOWS, bob.shows(), "idempotency-key", key);
        String replayed = MemberRoutes.code(tried.call(route, dan.tenant(), other));
        tried.require(
            replayed.equals("session_changed"), route + " repeats its answer to another page");
      }
    }
    return tried.findings();
  }

  @Test
  void aPageThatShowsTheCallerIsServedAndItsStoredAnswersAreItsOwn() {
    assertEquals(List.of(), tryOwnPages(routes, somebody("dan.meant"), bob));
  }

  /** Looks at what every answer says to caches. */
  private static List<String> tryCaching(List<Route> routes, Somebody bob) {
    var tried = new MemberRoutes(routes);
    for (Route route : tried.all()) {
      if (!route.needsKey()) {
        var headers = tried.call(route, bob.tenant(), Map.of()).headers();
        String caching = headers.firstValue("cache-control").orElse("");
        tried.require(
            List.of("no-store", "private, no-cache").contains(caching),
            route + " says to caches '" + caching + "'");
        String vary = String.join(", ", headers.allValues("vary")).toLowerCase(Locale.ROOT);
        tried.require(
            List.of(vary.split(", "))
                .containsAll(List.of("cookie", "authorization", "x-org-id", SHOWS)),
            route + " varies by " + vary);
      }
    }
    return tried.findings();
  }

  @Test
  void everyAnswerSaysWhatItDependsOnAndThatNobodyMayShareIt() {
    assertEquals(List.of(), tryCaching(routes, bob));
  }

  /** All that is tried here, on routes that were added to the others. */
  private List<String> tryAdded(AddedRoutes.Fault fault) {
    try (var added = new AddedRoutes(cloud, route -> SOME.contains(route.name()), fault)) {
      Somebody anns = ann.with(added);
      Somebody bobs = bob.with(added);
      List<String> findings = new ArrayList<>(tryTags(added.routes(), anns, bobs));
      findings.addAll(tryPages(added.routes(), anns, bobs));
      findings.addAll(tryOwnPages(added.routes(), bobs, anns));
      findings.addAll(tryCaching(added.routes(), bobs));
      return findings;
    }
  }

  @Test
  void aRouteThatIsAddedWithoutAMistakeIsAsGoodAsTheOthers() {
    assertEquals(List.of(), tryAdded(AddedRoutes.Fault.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void aRouteThatIsAddedWithAMistakeIsNamed(Mistake mistake) {
    List<String> findings = tryAdded(mistake.fault());
    assertTrue(findings.stream().anyMatch(mistake::isNamedBy), findings.toString());
    assertTrue(
        findings.stream().allMatch(f -> f.contains("/api/v1/added/") || f.contains("changed")),
        findings.toString());
  }
}
