package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.Call;
import app.xentri.testkit.CloudExtension;
import app.xentri.testkit.Route;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
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

  /** What a route could do wrong about keys. */
  private enum KeyFault {
    KEEPS_NO_ANSWER {
      @Override
      BiFunction<Tenant, Call, HttpResponse<String>> cloud() {
        return (tenant, call) ->
            tenant.caller().send(call.with("idempotency-key", UUID.randomUUID().toString()));
      }
    },
    KEY_IS_THE_ORGS {
      @Override
      BiFunction<Tenant, Call, HttpResponse<String>> cloud() {
        Map<String, HttpResponse<String>> kept = new HashMap<>();
        return (tenant, call) ->
            kept.computeIfAbsent(
                Objects.requireNonNull(call.headers().get("idempotency-key")),
                _ -> tenant.caller().send(call));
      }
    };

    /** A cloud in which every route has this fault. */
    abstract BiFunction<Tenant, Call, HttpResponse<String>> cloud();
  }

  /** The test of the test: every route that keeps answers, with each fault in turn. */
  @Test
  void aFaultOfAnyRouteAboutItsKeysWouldBeNoticed(RunningCloud cloud) throws Exception {
    List<String> unnoticed = new ArrayList<>();
    int tried = 0;
    try (var keys = new Keys(cloud)) {
      for (Route route : victim.caller().routes()) {
        if (route.isPublic() || !route.needsKey()) {
          continue;
        }
        for (KeyFault fault : KeyFault.values()) {
          var endpoints = new Endpoints(List.of(route), victim, victim, fault.cloud());
          endpoints.sameKeyForTwoMembers(keys.colleague(), keys::kept);
          tried++;
          if (endpoints.found().isEmpty()) {
            unnoticed.add(route + " " + fault);
          }
        }
      }
    }
    assertEquals(List.of(), unnoticed);
    assertTrue(tried >= 10, tried + " tried");
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
