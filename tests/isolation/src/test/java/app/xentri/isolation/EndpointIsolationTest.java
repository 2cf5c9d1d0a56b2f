package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.isolation.Endpoints.Tenant;
import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Route;
import app.xentri.platform.Json;
import app.xentri.testkit.CloudExtension;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

  private final Template template = Endpoints.template(RunningCloud.root());
  private RunningCloud cloud;
  private Tenant victim;
  private Tenant attacker;

  @BeforeAll
  void twoOrgs(RunningCloud running) {
    cloud = running;
    victim = tenant("victim");
    attacker = tenant("attacker");
  }

  private Tenant tenant(String name) {
    String token = cloud.token(name + "@example.com");
    Set<String> markers = new HashSet<>();
    markers.add(name + "@example.com");
    JsonNode me = data(get(token, "/api/v1/me"));
    String org = me.path("org").path("id").asString();
    markers.add(org);
    markers.add(me.path("id").asString());
    String session = data(post(token, "/api/v1/brief/sessions", "")).path("id").asString();
    markers.add(session);
    data(
        post(
            token,
            "/api/v1/brief/sessions/" + session + "/messages",
            "{\"text\": \"We are %s-and-Sons, joiners in Leeds.\"}".formatted(name)));
    markers.add(name + "-and-Sons");
    data(get(token, "/api/v1/events")).forEach(event -> markers.add(event.path("id").asString()));
    return new Tenant(token, org, Map.of("/api/v1/brief/sessions", session), markers);
  }

  private HttpResponse<String> get(String token, String path) {
    return cloud.send(token, "GET", path, "", Map.of());
  }

  private HttpResponse<String> post(String token, String path, String body) {
    return cloud.send(
        token, "POST", path, body, Map.of("idempotency-key", UUID.randomUUID().toString()));
  }

  private static JsonNode data(HttpResponse<String> response) {
    assertTrue(
        response.statusCode() < 300,
        response.uri() + " answered " + response.statusCode() + " " + response.body());
    return Json.read(response.body()).path("data");
  }

  private List<JsonNode> stateOfVictim() {
    List<JsonNode> state = new ArrayList<>();
    for (Route route : template.routes()) {
      if (route.method().equals("GET")) {
        String session = victim.ids().get("/api/v1/brief/sessions");
        String path = route.path().replace("{id}", session).replace("{section}", "identity");
        JsonNode body = Json.read(get(victim.token(), path).body());
        state.add(body.path("data"));
      }
    }
    return state;
  }

  @Test
  void noRouteTellsAForeignIdFromAMadeUpOneOrShowsOrChangesAnothersThings() {
    List<JsonNode> before = stateOfVictim();
    var endpoints = new Endpoints(cloud, template, victim, attacker);
    assertEquals(List.of(), endpoints.findings());
    assertTrue(endpoints.compared() >= template.routes().size(), "" + endpoints.compared());
    assertEquals(before, stateOfVictim());
  }

  @Test
  void anIdempotencyKeyOfAnotherOrgReplaysNothingAndIsNotInTheWay() {
    var endpoints = new Endpoints(cloud, template, victim, attacker);
    List<String> stored = endpoints.replayUnderTheSameKey();
    assertEquals(List.of(), endpoints.found());
    assertTrue(
        stored.containsAll(List.of("POST /api/v1/events", "POST /api/v1/orgs")), () -> "" + stored);
    var own = new Endpoints(cloud, template, victim, victim);
    assertTrue(
        own.replayUnderTheSameKey().size() <= own.found().size(),
        "to the victim each stored answer does come back");
  }

  @Test
  void anIdempotencyKeyIsAPersonsOwnOnEveryRoute() throws Exception {
    Tenant colleague = tenant("colleague");
    try (var admin = admin();
        var join =
            admin.prepareStatement(
                "insert into memberships (org_id, user_id, role) select ?::uuid, id, 'member' from users where email = 'colleague@example.com'");
        var kept = admin.prepareStatement("select count(*) from idempotency_keys where key = ?")) {
      join.setString(1, victim.orgId());
      assertEquals(1, join.executeUpdate());
      var endpoints = new Endpoints(cloud, template, victim, attacker);
      List<String> own = endpoints.sameKeyForTwoMembers(colleague, key -> count(kept, key));
      endpoints.oneKeyForEveryRoute();
      assertEquals(List.of(), endpoints.found());
      assertTrue(
          own.containsAll(
              List.of(
                  "POST /api/v1/events",
                  "POST /api/v1/orgs",
                  "POST /api/v1/brief/sessions",
                  "POST /api/v1/brief/sessions/{id}/messages")),
          () -> "" + own);
    }
  }

  /** As a role that row-level security does not hold. */
  private Connection admin() throws IOException, SQLException {
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
    var endpoints = new Endpoints(cloud, template, victim, victim);
    String findings = endpoints.findings().toString();
    for (String route : List.of("GET /api/v1/me", "GET /api/v1/orgs", "GET /api/v1/events")) {
      assertTrue(findings.contains(route + " shows "), findings);
    }
    assertTrue(
        findings.contains("GET /api/v1/brief/sessions/{id} with another org's id"), findings);
  }

  @Test
  void aRouteThatTheSuiteCannotCallIsNamed() {
    String function = "xentri-me-get";
    Template strange =
        withRoutes(
            new Route("GET", "/api/v1/things/{thing}", function),
            new Route("GET", "/api/v1/things/{id}", function));
    assertEquals(
        List.of(
            "GET /api/v1/things/{thing}: this suite does not know what to put for {thing}",
            "GET /api/v1/things/{id}: this suite does not know whose {id} that is"),
        new Endpoints(cloud, strange, victim, attacker).findings());
  }

  private Template withRoutes(Route... routes) {
    return new Template(
        template.functions(),
        template.layers(),
        List.of(routes),
        template.cors(),
        template.schedules(),
        template.rules(),
        template.buses(),
        template.queues(),
        template.buckets(),
        template.headers(),
        template.elsewhere());
  }
}
