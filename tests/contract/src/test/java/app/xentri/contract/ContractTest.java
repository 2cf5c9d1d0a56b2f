package app.xentri.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractTest {

  private final Path root = Repository.root();
  private final Contract contract = Contract.of(root);

  @Test
  void templateFunctionsSchemasAndExamplesAgree() {
    assertEquals("", String.join("\n", contract.findings()));
    assertTrue(contract.template().routes().size() >= 20, "the template's routes were read");
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
    Path file = copy.resolve("template.yaml");
    Files.createDirectories(copy.resolve("infra"));
    for (Path nested : files(root.resolve("infra"), ".yaml")) {
      Files.copy(nested, copy.resolve("infra").resolve(nested.getFileName()));
    }
    String block =
        """

          GhostSeeFunction:
            Type: AWS::Serverless::Function
            Metadata: {BuildMethod: makefile}
            Properties:
              FunctionName: !Sub '${AWS::StackName}-ghost-see'
              CodeUri: functions/identity
              Environment: {Variables: {SPRING_CLOUD_FUNCTION_DEFINITION: ghost-see}}
              Events:
                Http: {Type: HttpApi, Properties: {Method: get, Path: '/api/v1/ghosts'}}
        """;
    String original = Files.readString(root.resolve("template.yaml"));
    int outputs = original.indexOf("\nOutputs:");
    Files.writeString(
        file,
        outputs < 0
            ? original + block
            : original.substring(0, outputs) + block + original.substring(outputs));
    Template changed = Contract.read(file);

    List<String> findings = contract.with(changed).findings();

    assertTrue(
        findings.contains("GhostSeeFunction: no context implements ghost-see"),
        findings.toString());
    assertTrue(
        findings.stream()
            .anyMatch(
                f ->
                    f.startsWith(
                        "GET /api/v1/ghosts (ghost-see): schema/api/ghost-see.response.json is missing")),
        findings.toString());
  }

  @Test
  void aHandlerThatTheTemplateDoesNotKnowIsNamed() {
    Map<String, Set<String>> more = new TreeMap<>(contract.implemented());
    more.put("app.xentri.ghost", Set.of("ghost-see"));
    var changed = new Contract(contract.template(), more, contract.schema(), contract.examples());
    assertEquals(List.of("ghost-see: is implemented but not in template.yaml"), changed.findings());
  }

  @Test
  void aHandlerWithoutSchemaOrExampleIsNamed(@TempDir Path copy) throws IOException {
    copyTree(contract.schema().resolve("api"), copy.resolve("schema/api"));
    copyTree(contract.schema().resolve("events"), copy.resolve("schema/events"));
    copyTree(contract.examples(), copy.resolve("events"));
    Files.delete(copy.resolve("schema/api/me-get.response.json"));
    for (Path example : files(copy.resolve("events/http/events-post"), ".json")) {
      Files.delete(example);
    }
    var changed =
        new Contract(
            contract.template(),
            contract.implemented(),
            copy.resolve("schema"),
            copy.resolve("events"));
    assertEquals(
        Set.of(
            "GET /api/v1/me (me-get): schema/api/me-get.response.json is missing",
            "events-post.request: events/http/events-post/valid-*.json is missing",
            "events-post.request: events/http/events-post/invalid-*.json is missing"),
        Set.copyOf(changed.findings()));
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
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
