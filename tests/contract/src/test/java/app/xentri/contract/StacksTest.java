package app.xentri.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template.Nested;
import app.xentri.local.template.TemplateReader;
import app.xentri.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The root's template and those of the contexts fit together. */
class StacksTest {

  private final Path root = Repository.root();
  private final List<Nested> contexts = TemplateReader.contexts(root.resolve("template.yaml"));

  @Test
  void everyContextSaysInItsHeadWhatTheRootSays() throws IOException {
    ContextHead.writeAllIf(Boolean.getBoolean("update"), root);
    for (Nested context : contexts) {
      assertEquals(
          ContextHead.wanted(root, context),
          Files.readString(context.file()),
          root.relativize(context.file()) + ": run make generate");
    }
  }

  @Test
  void everyModuleOfFunctionsIsNestedInTheRoot() throws IOException {
    Set<Path> nested =
        contexts.stream()
            .map(context -> context.file().getParent())
            .collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> folders = Files.list(root.resolve("functions"))) {
      Set<Path> modules =
          folders
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(nested, modules, "template.yaml's nested applications and functions/*");
    }
  }

  @Test
  void faultsOfEveryContextsApiRaiseAnAlarm() throws IOException {
    String template = Files.readString(root.resolve("template.yaml"));
    for (Nested context : contexts) {
      String alarm =
          "TemplateURL: infra/api-alarms.yaml, Parameters: {AlarmTopicArn: !Ref AlarmTopicArn, ApiId: !GetAtt %s.Outputs.ApiId}"
              .formatted(context.logicalId());
      assertTrue(
          template.contains(alarm) || !resources(context).contains("HttpApi"),
          () -> "template.yaml: nothing watches the API of " + context.logicalId());
    }
  }

  @Test
  void onlyContextsThatNeedASecretAreGivenIt() {
    Map<String, Set<String>> secrets =
        contexts.stream()
            .collect(
                Collectors.toMap(
                    Nested::logicalId,
                    context ->
                        context.parameters().entrySet().stream()
                            .filter(Map.Entry::getValue)
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet())));
    for (Nested context : contexts) {
      String resources = resources(context);
      for (String secret : secrets.getOrDefault(context.logicalId(), Set.of())) {
        boolean everywhere = secrets.values().stream().allMatch(each -> each.contains(secret));
        assertTrue(
            everywhere || resources.contains("!Ref " + secret),
            context.logicalId() + " is given " + secret + " and does nothing with it");
      }
    }
  }

  @Test
  void aSecretOfTheRootIsASecretOfTheContext() {
    Nested identity = contexts.getFirst();
    String head = ContextHead.wanted(root, identity);
    assertTrue(head.contains("  DatabasePassword: {Type: String, NoEcho: true}\n"), head);
    assertTrue(head.contains("  ClerkSecretKey: {Type: String, NoEcho: true}\n"), head);
    assertTrue(head.contains("  DatabaseUrl: {Type: String}\n"), head);
  }

  @Test
  void aContextStartsWithNothingButItsResourcesWithoutTheirNames(@TempDir Path copy)
      throws IOException {
    Files.copy(root.resolve("template.yaml"), copy.resolve("template.yaml"));
    for (Nested context : contexts) {
      Path file = copy.resolve(root.relativize(context.file()).toString());
      Files.createDirectories(file.getParent());
      String nameless = resources(context).replaceAll("(?m)^ +FunctionName: .*\n", "");
      Files.writeString(file, "Resources:\n" + nameless);
    }
    ContextHead.writeAllIf(true, copy);
    for (Nested context : contexts) {
      assertEquals(
          Files.readString(context.file()),
          Files.readString(copy.resolve(root.relativize(context.file()).toString())));
    }
  }

  @Test
  void aFunctionThatIsNotNamedAfterItsLogicalIdIsGivenThatName(@TempDir Path copy)
      throws IOException {
    Files.copy(root.resolve("template.yaml"), copy.resolve("template.yaml"));
    for (Nested context : contexts) {
      Path file = copy.resolve(root.relativize(context.file()).toString());
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          Files.readString(context.file())
              .replace("${Stack}-orgs-list'", "${Stack}-org-list'")
              .replace("      FunctionName: !Sub '${Stack}-me-get'\n", "      Timeout: 3\n"));
    }
    ContextHead.writeAllIf(true, copy);
    String identity = Files.readString(copy.resolve("functions/identity/template.yaml"));
    assertTrue(identity.contains("${Stack}-orgs-list'") && !identity.contains("-org-list'"));
    assertTrue(
        identity.contains("      FunctionName: !Sub '${Stack}-me-get'\n      Timeout: 3\n"),
        identity);
  }

  @Test
  void aFunctionWithItsPropertiesInOneLineIsNamed(@TempDir Path copy) throws IOException {
    Files.copy(root.resolve("template.yaml"), copy.resolve("template.yaml"));
    Path file = copy.resolve("functions/identity/template.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        Resources:
          GhostSeeFunction:
            Type: AWS::Serverless::Function
            Properties: {Timeout: 3}
        """);
    var refused =
        assertThrows(IllegalStateException.class, () -> ContextHead.writeAllIf(true, copy));
    assertTrue(
        String.valueOf(refused.getMessage())
            .endsWith(
                "template.yaml: GhostSeeFunction needs a line Properties: with one below it for each"));
  }

  @Test
  void aTemplateWithoutResourcesIsNamed(@TempDir Path copy) throws IOException {
    Files.copy(root.resolve("template.yaml"), copy.resolve("template.yaml"));
    Path file = copy.resolve("functions/identity/template.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "Outputs: {}\n");
    var refused =
        assertThrows(IllegalStateException.class, () -> ContextHead.writeAllIf(true, copy));
    assertTrue(String.valueOf(refused.getMessage()).contains("functions/identity/template.yaml"));
  }

  private static String resources(Nested context) {
    try {
      return Files.readString(context.file()).split("(?m)^Resources:\n", 2)[1];
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
