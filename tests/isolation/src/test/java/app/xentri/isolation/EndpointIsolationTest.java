package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.AddedRoutes;
import app.xentri.testkit.AddedRoutes.Asked;
import app.xentri.testkit.AddedRoutes.Fault;
import app.xentri.testkit.AddedRoutes.Reply;
import app.xentri.testkit.CloudExtension;
import app.xentri.testkit.Route;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Two orgs in a running local cloud, over HTTP. */
@ExtendWith(CloudExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class EndpointIsolationTest {

  private Tenant victim;
  private Tenant attacker;

  @BeforeAll
  void twoOrgs(RunningCloud cloud) {
    victim = Tenant.named(cloud, "victim");
    attacker = Tenant.named(cloud, "attacker");
  }

  private Endpoints asAttacker() {
    return new Endpoints(attacker.caller().routes(), victim, attacker);
  }

  private Endpoints asVictim() {
    return new Endpoints(victim.caller().routes(), victim, victim);
  }

  @Test
  void noRouteTellsAForeignIdFromAMadeUpOneOrShowsOrChangesAnothersThings() {
    Map<Route, JsonNode> before = victim.state();
    var endpoints = asAttacker();
    assertEquals(List.of(), endpoints.findings());
    assertTrue(
        endpoints.compared() >= attacker.caller().routes().size(), "" + endpoints.compared());
    assertEquals(before, victim.state());
  }

  @Test
  void anIdempotencyKeyOfAnotherOrgReplaysNothingAndIsNotInTheWay() {
    var endpoints = asAttacker();
    List<String> stored = endpoints.replayUnderTheSameKey();
    assertEquals(List.of(), endpoints.found());
    assertTrue(
        stored.containsAll(List.of("POST /api/v1/events", "POST /api/v1/orgs")), () -> "" + stored);
    var own = asVictim();
    assertTrue(
        own.replayUnderTheSameKey().size() <= own.found().size(),
        "to the victim each stored answer does come back");
  }

  @Test
  void anIdempotencyKeyIsAPersonsOwnOnEveryRoute(RunningCloud cloud) throws Exception {
    try (var keys = new Keys(cloud)) {
      var endpoints = asVictim();
      List<String> own = endpoints.sameKeyForTwoMembers(keys.colleague(), keys::kept);
      endpoints.oneKeyForEveryRoute();
      assertEquals(List.of(), endpoints.found());
      assertTrue(
          own.containsAll(
              List.of("POST /api/v1/events", "POST /api/v1/orgs", "POST /api/v1/brief/sessions")),
          () -> "" + own);
    }
  }

  /** What an added route can get wrong about keys. */
  enum KeyFault {
    KEEPS_NO_ANSWER {
      @Override
      Fault fault() {
        return (asked, like) ->
            like.apply(asked.with("idempotency-key", UUID.randomUUID().toString()));
      }
    },
    KEY_IS_NOBODYS {
      @Override
      Fault fault() {
        Map<String, Reply> kept = new ConcurrentHashMap<>();
        return (asked, like) ->
            kept.computeIfAbsent(
                asked.header("idempotency-key") + asked.target(), _ -> like.apply(asked));
      }
    },
    KEY_IS_ALL_ROUTES {
      @Override
      Fault fault() {
        Map<String, String> known = new ConcurrentHashMap<>();
        return (asked, like) -> {
          String first = known.putIfAbsent(asked.header("idempotency-key"), asked.target());
          return first == null || first.equals(asked.target()) ? like.apply(asked) : Reply.of(422);
        };
      }
    };

    abstract Fault fault();
  }

  /** What is found at each of the routes that were added like those that keep answers. */
  private Map<Route, List<String>> tryKeysOfAdded(RunningCloud cloud, Fault fault)
      throws Exception {
    try (var keys = new Keys(cloud);
        var added = new AddedRoutes(cloud, route -> !route.isPublic() && route.needsKey(), fault)) {
      var endpoints = new Endpoints(added.routes(), victim.with(added), attacker.with(added));
      endpoints.sameKeyForTwoMembers(keys.colleague(), keys::kept);
      endpoints.oneKeyForEveryRoute();
      endpoints.replayUnderTheSameKey();
      return added.routes().stream()
          .collect(
              Collectors.toMap(
                  route -> route,
                  route ->
                      endpoints.found().stream()
                          .filter(found -> found.startsWith(route + " "))
                          .toList()));
    }
  }

  @Test
  void anAddedRouteWithoutAFaultAboutItsKeysIsAsGoodAsTheOthers(RunningCloud cloud)
      throws Exception {
    Map<Route, List<String>> found = tryKeysOfAdded(cloud, Fault.NONE);
    assertTrue(found.size() >= 5, found.toString());
    assertTrue(found.values().stream().allMatch(List::isEmpty), found.toString());
  }

  @ParameterizedTest
  @EnumSource
  void anAddedRouteWithAFaultAboutItsKeysIsNamed(KeyFault fault, RunningCloud cloud)
      throws Exception {
    Map<Route, List<String>> found = tryKeysOfAdded(cloud, fault.fault());
    long unnoticed = found.values().stream().filter(List::isEmpty).count();
    // Whoever comes first with a key that is all routes' finds nobody in the way.
    assertTrue(unnoticed <= (fault == KeyFault.KEY_IS_ALL_ROUTES ? 1 : 0), found.toString());
  }

  /** Somebody else in the victim's org, and what is kept under a key. */
  private final class Keys implements AutoCloseable {

    private final Connection admin;
    private final String colleague;

    Keys(RunningCloud cloud) throws IOException, SQLException {
      String email = "colleague@example.com";
      colleague = cloud.token(email);
      admin = admin(cloud);
      try (var join =
          admin.prepareStatement(
              "insert into memberships (org_id, user_id, role) select ?::uuid, id, 'member' from users where email = ? on conflict do nothing")) {
        join.setString(1, victim.orgId());
        join.setString(2, email);
        join.executeUpdate();
      }
    }

    String colleague() {
      return colleague;
    }

    int kept(String key) {
      try (var kept =
          admin.prepareStatement("select count(*) from idempotency_keys where key = ?")) {
        return count(kept, key);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws SQLException {
      admin.close();
    }
  }

  /** As a role that row-level security does not hold. */
  private static Connection admin(RunningCloud cloud) throws IOException, SQLException {
    return DriverManager.getConnection(
        cloud.runFile().path("database_url").asString(),
        "postgres",
        Files.readString(cloud.home().resolve("postgres/passwords/postgres")).strip());
  }

  private static int count(PreparedStatement statement, String key) {
    try {
      statement.setString(1, key);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theVictimsOwnAnswersDoShowWhatTheOthersMustNot() {
    var endpoints = asVictim();
    String findings = endpoints.findings().toString();
    for (String route : List.of("GET /api/v1/me", "GET /api/v1/orgs", "GET /api/v1/events")) {
      assertTrue(findings.contains(route + " shows "), findings);
    }
    assertTrue(
        findings.contains("GET /api/v1/brief/sessions/{id} with another org's id"), findings);
  }

  /** How an added route can show or tell what is another org's. */
  enum Leak {
    SHOWS_WHATEVER_IS_NAMED {
      @Override
      Fault of(Tenant victim) {
        return (asked, like) -> like.apply(names(victim, asked) ? as(victim, asked) : asked);
      }
    },
    TELLS_THAT_IT_IS_THERE {
      @Override
      Fault of(Tenant victim) {
        return (asked, like) -> names(victim, asked) ? Reply.of(403) : like.apply(asked);
      }
    },
    LETS_ANYBODY_INTO_AN_ORG {
      @Override
      Fault of(Tenant victim) {
        return (asked, like) ->
            like.apply(asked.header("x-org-id").equals(victim.orgId()) ? as(victim, asked) : asked);
      }
    },
    TAKES_ONE_FOR_ANOTHER {
      @Override
      Fault of(Tenant victim) {
        return (asked, like) -> like.apply(as(victim, asked));
      }
    };

    /** An added route that does it to this one. */
    abstract Fault of(Tenant victim);

    private static boolean names(Tenant victim, Asked asked) {
      return victim.markers().stream().anyMatch(asked.target()::contains);
    }

    private static Asked as(Tenant victim, Asked asked) {
      return asked.with("authorization", "Bearer " + victim.caller().bearer());
    }
  }

  private List<String> tryAdded(RunningCloud cloud, Fault fault) {
    try (var added = new AddedRoutes(cloud, route -> !route.isPublic(), fault)) {
      return new Endpoints(added.routes(), victim.with(added), attacker.with(added)).findings();
    }
  }

  @Test
  void anAddedRouteThatKeepsOrgsApartIsAsGoodAsTheOthers(RunningCloud cloud) {
    assertEquals(List.of(), tryAdded(cloud, Fault.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void anAddedRouteThatDoesNotKeepOrgsApartIsNamed(Leak leak, RunningCloud cloud) {
    List<String> findings = tryAdded(cloud, leak.of(victim));
    assertFalse(findings.isEmpty());
    assertTrue(
        findings.stream().allMatch(it -> it.contains("/api/v1/added/")), findings.toString());
  }

  @Test
  void aRouteThatTheSuiteCannotCallIsNamed() {
    List<Route> strange =
        List.of(
            Route.of("me-get", "GET", "/api/v1/things/{thing}", false),
            Route.of("me-get", "GET", "/api/v1/things/{id}", false));
    assertEquals(
        List.of(
            "GET /api/v1/things/{thing}: nothing that a tenant has can be put into its path",
            "GET /api/v1/things/{id}: nothing that a tenant has can be put into its path"),
        new Endpoints(strange, victim, attacker).findings());
  }
}
