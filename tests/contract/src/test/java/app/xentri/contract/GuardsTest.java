package app.xentri.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.local.template.Template;
import app.xentri.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands elsewhere than where it is declared, and would be forgotten in silence. */
class GuardsTest {

  private static final Pattern KIND = Pattern.compile("\\{ type: '(xentri\\.[^']+)'");
  private static final Pattern SENTENCE = Pattern.compile("case '(xentri\\.[^']+)':");
  private static final Pattern ROUTE = Pattern.compile("\"(?:[A-Z]+ )?(/api/v1/[^\"?]*)");
  private static final Pattern FUNCTION =
      Pattern.compile("(?:case|\\.equals\\()\\s*((?:\"[a-z]+(?:-[a-z]+)+\"(?:,\\s*)?)+)");
  private static final Pattern LITERAL = Pattern.compile("\"([a-z-]+)\"");

  private final Path root = Repository.root();
  private final Contract contract = Contract.of(root);

  @Test
  void everyEventHasWordsInTheShell() {
    String words = Repository.text(root.resolve("static-shell/src/lib/event-words.ts"));
    assertEquals("", String.join("\n", wordless(contract.events(), words)));
  }

  @Test
  void anEventWithoutWordsAndWordsWithoutAnEventAreNamed() {
    String words = Repository.text(root.resolve("static-shell/src/lib/event-words.ts"));
    var events = new ArrayList<>(contract.events());
    events.add("xentri.ghost.seen.v1");
    events.remove("xentri.org.created.v1");
    assertEquals(
        List.of(
            "xentri.ghost.seen.v1: event-words.ts has no label for it (EVENT_KINDS)",
            "xentri.ghost.seen.v1: event-words.ts has no sentence for it (sentenceOf)",
            "xentri.org.created.v1: event-words.ts has words for it, but there is no such event"),
        wordless(events, words));
  }

  private static List<String> wordless(List<String> events, String words) {
    Set<String> kinds = all(KIND, words);
    Set<String> sentences = all(SENTENCE, words);
    var findings = new ArrayList<String>();
    for (String event : events) {
      if (!kinds.contains(event)) {
        findings.add(event + ": event-words.ts has no label for it (EVENT_KINDS)");
      }
      if (!sentences.contains(event)) {
        findings.add(event + ": event-words.ts has no sentence for it (sentenceOf)");
      }
    }
    var told = new TreeSet<>(kinds);
    told.addAll(sentences);
    told.stream()
        .filter(event -> !events.contains(event))
        .forEach(
            event ->
                findings.add(
                    event + ": event-words.ts has words for it, but there is no such event"));
    return findings;
  }

  @Test
  void everythingBelowSchemaIsOnTheClassPath() throws IOException {
    assertEquals("", String.join("\n", leftBehind(contract.schema())));
  }

  @Test
  void aFolderOfSchemasThatNobodyTakesAlongIsNamed(@TempDir Path schema) throws IOException {
    Files.createDirectories(schema.resolve("added"));
    Files.writeString(schema.resolve("added/thing.json"), "{}");
    Files.writeString(schema.resolve("of-the-module.json"), "{}");
    assertEquals(
        List.of("schema/added/thing.json: schema/pom.xml does not take it along"),
        leftBehind(schema));
  }

  private static List<String> leftBehind(Path schema) throws IOException {
    try (Stream<Path> files = Files.walk(schema, 2)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().matches(".*\\.(json|sql)"))
          .map(file -> schema.relativize(file).toString())
          .filter(file -> file.contains("/") && !file.startsWith("target/"))
          .filter(file -> GuardsTest.class.getResource("/" + file) == null)
          .sorted()
          .map(file -> "schema/" + file + ": schema/pom.xml does not take it along")
          .toList();
    }
  }

  @Test
  void noTestLiesWhereNoneIsRun() throws IOException {
    assertEquals(List.of(), testsThatNobodyRuns(root));
  }

  @Test
  void aTestThatNobodyRunsIsNamed(@TempDir Path project) throws IOException {
    Path asleep = Files.createDirectories(project.resolve("asleep"));
    Files.writeString(asleep.resolve("pom.xml"), "<maven.test.skip>true</maven.test.skip>");
    Path tests = Files.createDirectories(asleep.resolve("src/test/java"));
    Files.writeString(tests.resolve("ForgottenTest.java"), "class ForgottenTest {}");
    assertEquals(List.of("asleep/src/test"), testsThatNobodyRuns(project));
  }

  /** Of modules that turn their tests off, because they lie in another one. */
  private static List<String> testsThatNobodyRuns(Path project) throws IOException {
    try (Stream<Path> files = Files.walk(project, 4)) {
      return files
          .filter(file -> file.endsWith("pom.xml"))
          .filter(file -> Repository.text(file).contains("<maven.test.skip>true"))
          .map(file -> file.resolveSibling("src/test"))
          .filter(Files::exists)
          .map(tests -> project.relativize(tests).toString())
          .toList();
    }
  }

  @Test
  void everythingThatIsMeasuredExists() throws IOException {
    Path bench = root.resolve("tests/bench/src/main/java");
    var findings = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(bench)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
        findings.addAll(unmeasurable(file.getFileName().toString(), Repository.text(file)));
      }
    }
    assertEquals("", String.join("\n", findings));
  }

  @Test
  void aMeasurementOfNothingIsNamed() {
    String code =
        """
        measured("GET /api/v1/ghosts", () -> data("GET", "/api/v1/briefs", ""));
        data("GET", "/api/v1/brief/sessions/" + id);
        case "me-get", "ghost-see" -> x;
        """;
    assertEquals(
        List.of(
            "Some.java: there is no route at /api/v1/briefs",
            "Some.java: there is no route at /api/v1/ghosts",
            "Some.java: there is no function ghost-see"),
        unmeasurable("Some.java", code));
  }

  /** A path may be the beginning of a route's, with the rest appended in the code. */
  private List<String> unmeasurable(String file, String code) {
    Set<String> paths =
        contract.template().routes().stream().map(Template.Route::path).collect(Collectors.toSet());
    Set<String> functions =
        contract.template().functions().stream()
            .map(Template.Function::definition)
            .collect(Collectors.toSet());
    var findings = new ArrayList<String>();
    for (String path : all(ROUTE, code)) {
      if (!paths.contains(path)
          && paths.stream().noneMatch(each -> path.endsWith("/") && each.startsWith(path))) {
        findings.add(file + ": there is no route at " + path);
      }
    }
    for (String names : all(FUNCTION, code)) {
      for (String name : all(LITERAL, names)) {
        if (!functions.contains(name)) {
          findings.add(file + ": there is no function " + name);
        }
      }
    }
    return findings;
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(GuardsTest::first)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String first(MatchResult match) {
    return String.valueOf(match.group(1));
  }
}
