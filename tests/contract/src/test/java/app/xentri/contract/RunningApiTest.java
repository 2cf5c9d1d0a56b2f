package app.xentri.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.local.template.Template;
import app.xentri.platform.Json;
import app.xentri.testkit.Repository;
import app.xentri.testkit.Route;
import app.xentri.testkit.RouteCaller;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What template, schemas and examples say, held against the API as {@code make run} serves it. */
@TestInstance(Lifecycle.PER_CLASS)
class RunningApiTest {

  private final Contract contract = Contract.of(Repository.root());
  private RunningCloud cloud;
  private RouteCaller caller;
  private List<String> findings;

  @BeforeAll
  void start(@TempDir Path home) {
    cloud = new RunningCloud(home);
    caller = RouteCaller.stranger(cloud);
    findings = new Walk(caller).findings();
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @Test
  void whatIsServedIsWhatTheTemplateDeclares() {
    assertEquals(
        contract.template().routes().stream().map(Template.Route::key).toList(),
        caller.routes().stream().map(Route::key).toList());
  }

  @Test
  void everyRouteAnswersItsExampleAsItsSchemasSay() {
    assertEquals("", String.join("\n", findings));
  }

  @Test
  void aStatementThatIsNotSoIsNamedWithItsRoute() {
    List<Route> wrong =
        caller.routes().stream()
            .map(
                route ->
                    switch (route.name()) {
                      case "events-post" ->
                          route.with(
                              noted(route.request(), it -> it.put("x-idempotency-key", false)));
                      case "auth-login" ->
                          route.with(noted(route.request(), it -> it.remove("x-idempotency-key")));
                      case "orgs-create" ->
                          route.with(noted(route.request(), it -> it.put("x-body", false)));
                      default -> route;
                    })
            .toList();

    List<String> noticed = new Walk(new RouteCaller(cloud, wrong, "misled")).findings();

    String key =
        "POST /api/v1/events (events-post) does not answer its example with a success: 400";
    String noKey =
        "POST /api/v1/auth/login (auth-login) does not answer 400 idempotency_key_missing";
    String again =
        "POST /api/v1/auth/login (auth-login) answers a repeated Idempotency-Key with 200";
    String body = "POST /api/v1/orgs (orgs-create) does not answer its example with a success: 400";
    assertEquals(
        List.of(key, noKey, again, body),
        Stream.of(key, noKey, again, body)
            .filter(start -> noticed.stream().anyMatch(each -> each.startsWith(start)))
            .toList());
    assertEquals(4, noticed.size(), noticed.toString());
  }

  private static JsonNode noted(@Nullable JsonNode schema, Consumer<ObjectNode> change) {
    ObjectNode changed = schema == null ? Json.object() : (ObjectNode) schema.deepCopy();
    change.accept(changed);
    return changed;
  }

  /** Inputs that nobody thought of: schemathesis makes them up from the API document. */
  @Test
  void theApiDocumentHoldsForInputsThatAreMadeUp(@TempDir Path work) throws Exception {
    String token = cloud.token("schemathesis@example.com");
    HttpResponse<String> session =
        cloud.send(
            token, "POST", "/api/v1/brief/sessions", "", Map.of("idempotency-key", "schemathesis"));
    String id = Json.read(session.body()).path("data").path("id").asString();
    Path log = work.resolve("schemathesis.log");
    Path script = Repository.root().resolve("tests/contract/schemathesis");
    int exit =
        new ProcessBuilder(script.toString(), cloud.origin(), caller.bearer(), id)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertEquals(0, exit, Files.readString(log));
  }
}
