package app.xentri.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template;
import app.xentri.local.template.TemplateReader;
import app.xentri.platform.Json;
import app.xentri.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ContractTest {

  private final Path root = Repository.root();
  private final Contract contract = Contract.of(root);

  @Test
  void templateFunctionsSchemasAndExamplesAgree() {
    assertEquals("", String.join("\n", contract.findings()));
    assertTrue(contract.template().routes().size() >= 20, "the template's routes were read");
  }

  /** Whether a log keeps to it is held against the log ({@code Causes} in the testkit). */
  @Test
  void everyEventThatSaysWhatMayHaveLedToItNamesEventsThatThereAre() throws IOException {
    for (String type : contract.events()) {
      JsonNode schema =
          Json.read(Files.readString(contract.schema().resolve("events/" + type + ".json")));
      for (JsonNode cause : schema.path("x-led-to-by")) {
        assertTrue(contract.events().contains(cause.asString()), type + " <- " + cause);
      }
      assertTrue(
          !schema.path("x-led-to-by").isEmpty()
              || !schema.has("x-led-to-by")
              || schema.path("x-begins").asBoolean(false),
          type + " has no cause and does not begin anything");
    }
  }

  @Test
  void theApiDocumentIsWhatTemplateAndSchemasSay() throws IOException {
    Path file = contract.schema().resolve("openapi.yaml");
    String document = new OpenApiDocument(contract).yaml();
    if (Boolean.getBoolean("update")) {
      Files.writeString(file, document);
    }
    assertEquals(Files.exists(file) ? Files.readString(file) : "", document, "run make generate");
  }

  @Test
  void aRouteWithoutAHandlerIsNamed(@TempDir Path copy) throws IOException {
    copyTemplates(copy);
    String block =
        """

          GhostSeeFunction:
            Type: AWS::Serverless::Function
            Metadata: {BuildMethod: makefile}
            Properties:
              FunctionName: !Sub '${Stack}-ghost-see'
              Events: {Http: {Type: HttpApi, Properties: {Method: get, Path: '/api/v1/ghosts/{ghost}'}}}
        """;
    Path identity = copy.resolve("functions/identity/template.yaml");
    Files.writeString(
        identity, Files.readString(identity).replace("\nOutputs:", block + "\nOutputs:"));
    Template changed = Contract.read(copy.resolve("template.yaml"));

    assertEquals(
        Set.of(
            "GhostSeeFunction: no context implements ghost-see",
            "GET /api/v1/ghosts/{ghost} (ghost-see): schema/api/ghost-see.response.json is missing",
            "GET /api/v1/ghosts/{ghost} (ghost-see): schema/parameters/ghost.json is missing",
            "GET /api/v1/ghosts/{ghost} (ghost-see): events/http/ghost-see/valid-*.json is missing"),
        added(contract.with(changed)));
  }

  @Test
  void onlyFunctionsThatCallTheIdentityProviderHoldItsSecrets() {
    for (Template.Function function : contract.template().functions()) {
      Set<String> variables = function.environment().keySet();
      assertEquals(
          function.layers().contains("ClerkLayer"),
          variables.contains("CLERK_SECRET_KEY"),
          function.name());
      assertEquals(
          function.name().endsWith("-clerk-webhook"),
          variables.contains("CLERK_WEBHOOK_SECRET"),
          function.name());
    }
  }

  @Test
  void aHandlerThatTheTemplateDoesNotKnowIsNamed() {
    Map<String, Set<String>> more = new TreeMap<>(contract.implemented());
    more.put("app.xentri.ghost", Set.of("ghost-see"));
    var changed = new Contract(contract.template(), more, contract.schema(), contract.examples());
    assertEquals(
        Set.of("ghost-see: is implemented but in no context's template.yaml"), added(changed));
  }

  @Test
  void aHandlerWithoutSchemaOrExampleIsNamed(@TempDir Path copy) throws IOException {
    Contract changed = copyTo(copy);
    Files.delete(copy.resolve("schema/api/me-get.response.json"));
    Files.delete(copy.resolve("schema/api/orgs-create.request.json"));
    Files.delete(copy.resolve("events/http/orgs-current/valid-no-body.json"));
    for (Path example : files(copy.resolve("events/http/orgs-create"), ".json")) {
      Files.delete(example);
    }
    Files.writeString(copy.resolve("events/http/orgs-create/valid-empty.json"), "{}");
    for (Path example : files(copy.resolve("events/http/events-post"), ".json")) {
      Files.delete(example);
    }
    assertEquals(
        Set.of(
            "GET /api/v1/me (me-get): schema/api/me-get.response.json is missing",
            "POST /api/v1/events (events-post): events/http/events-post/valid-*.json is missing",
            "POST /api/v1/events (events-post): events/http/events-post/invalid-*.json is missing",
            "GET /api/v1/orgs/current (orgs-current): events/http/orgs-current/valid-*.json is missing",
            "POST /api/v1/orgs (orgs-create): schema/api/orgs-create.request.json is missing (with \"x-body\": false if it takes none)"),
        added(changed));
  }

  @Test
  void aNoteOrAnExampleThatSaysNothingIsNamed(@TempDir Path copy) throws IOException {
    Contract changed = copyTo(copy);
    note(copy.resolve("schema/api/me-get.response.json"), "\"x-stauts\": [200]");
    note(copy.resolve("schema/api/orgs-list.response.json"), "\"x-status\": [404]");
    note(copy.resolve("schema/api/me-patch.request.json"), "\"x-idempotency-key\": false");
    Files.writeString(copy.resolve("schema/api/ghost-see.response.json"), "{}");
    Files.writeString(copy.resolve("events/http/me-get/valid-no-body.json"), "{\"id\": 1}");
    Files.writeString(copy.resolve("events/http/events-list/invalid-limit.json"), "{\"limit\": 7}");
    Files.writeString(copy.resolve("events/http/orgs-list/wrong-name.json"), "{\"limit\": 101}");
    String http = copy.resolve("events/http") + "/";
    assertEquals(
        Set.of(
            "schema/api/me-get.response.json: \"x-stauts\": [200] says nothing here (schema/README.md)",
            "schema/api/orgs-list.response.json: \"x-status\": [404] says nothing here (schema/README.md)",
            "schema/api/me-patch.request.json: \"x-idempotency-key\": false says nothing here (schema/README.md)",
            "schema/api/ghost-see.response.json: there is no function of that name",
            http
                + "me-get/valid-no-body.json: GET /api/v1/me (me-get) takes nothing, so this has to be {}",
            http + "events-list/invalid-limit.json: should be invalid, but its schema accepts it",
            http + "orgs-list/wrong-name.json: its name has to start with valid- or invalid-"),
        added(changed));
  }

  /** The root's and what it nests, so that one of them can be changed. */
  private void copyTemplates(Path copy) throws IOException {
    List<Path> all = new ArrayList<>(files(root.resolve("infra"), ".yaml"));
    all.add(root.resolve("template.yaml"));
    TemplateReader.contexts(root.resolve("template.yaml"))
        .forEach(context -> all.add(context.file()));
    for (Path file : all) {
      Path target = copy.resolve(root.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  /** What a damage leads to, whatever else does not agree at the moment. */
  private Set<String> added(Contract damaged) {
    var findings = new TreeSet<>(damaged.findings());
    contract.findings().forEach(findings::remove);
    return findings;
  }

  private static void note(Path schema, String note) throws IOException {
    Files.writeString(schema, Files.readString(schema).replaceFirst("\\{", "{\n  " + note + ","));
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** The same contract over copies of its schemas and examples, which a test can then damage. */
  private Contract copyTo(Path copy) throws IOException {
    for (String folder : List.of("api", "events", "parameters")) {
      copyTree(contract.schema().resolve(folder), copy.resolve("schema").resolve(folder));
    }
    copyTree(contract.examples(), copy.resolve("events"));
    return new Contract(
        contract.template(),
        contract.implemented(),
        copy.resolve("schema"),
        copy.resolve("events"));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
