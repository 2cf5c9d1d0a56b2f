package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    String email = "colleague@example.com";
    String colleague = cloud.token(email);
    try (var admin = admin(cloud);
        var join =
            admin.prepareStatement(
                "insert into memberships (org_id, user_id, role) select ?::uuid, id, 'member' from users where email = ?");
        var kept = admin.prepareStatement("select count(*) from idempotency_keys where key = ?")) {
      join.setString(1, victim.orgId());
      join.setString(2, email);
      assertEquals(1, join.executeUpdate());
      var endpoints = asVictim();
      List<String> own = endpoints.sameKeyForTwoMembers(colleague, key -> count(kept, key));
      endpoints.oneKeyForEveryRoute();
      assertEquals(List.of(), endpoints.found());
      assertTrue(
          own.containsAll(
              List.of(
                  "POST /api/v1/events", "POST /api/v1/orgs", "POST /api/v1/brief/sessions")),
          () -> "" + own);
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
