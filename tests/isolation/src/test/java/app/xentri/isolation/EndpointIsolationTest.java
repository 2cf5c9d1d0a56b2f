package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.CloudExtension;
import app.xentri.testkit.Route;
import app.xentri.testkit.RunningCloud;
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
