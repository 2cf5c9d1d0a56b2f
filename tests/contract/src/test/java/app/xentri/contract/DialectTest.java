package app.xentri.contract;

import static java.util.function.Predicate.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.Repository;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dialect that {@code functions/README.md} states: every context says the same thing alike. */
class DialectTest {

  private static final String PLATFORM = "app.xentri.platform.";
  private static final String TX = PLATFORM + "database.Tx";
  private static final String JSON = PLATFORM + "Json";
  private static final int LINES_OF_A_HANDLER = 15;

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              Contract.of(Repository.root()).implemented().keySet().toArray(String[]::new));

  /** Says everything otherwise. */
  private static final JavaClasses WRONG =
      new ClassFileImporter().importPackages("app.xentri.contract.wrong");

  private static final List<Path> SOURCES =
      List.of(Repository.root().resolve("functions"), Repository.root().resolve("layers/platform"));

  /** Take a transaction and are neither a use case nor a store, each with the reason. */
  private static final Map<String, String> SHARED =
      Map.of(
          "app.xentri.copilot.session.Sessions", "what the use cases of a session have in common",
          "app.xentri.identity.workspace.Turn",
              "ends with whatever transaction its holder has last");

  /** Open transactions themselves, because something else must be asked between two of them. */
  private static final Map<String, String> BETWEEN_TRANSACTIONS =
      Map.ofEntries(
          Map.entry("app.xentri.backbone.cache.InvalidateBriefCache", "Redis"),
          Map.entry("app.xentri.identity.me.ChangeMe", "the provider"),
          Map.entry("app.xentri.identity.org.ChangeOrg", "the provider"),
          Map.entry("app.xentri.identity.org.CreateOrg", "the provider"),
          Map.entry("app.xentri.identity.session.ExchangeSession", "the provider"),
          Map.entry("app.xentri.identity.signup.SignUp", "the provider"),
          Map.entry("app.xentri.identity.webhook.FollowProvider", "the provider"),
          Map.entry("app.xentri.identity.workspace.EnsureWorkspace", "the provider"),
          Map.entry("app.xentri.identity.workspace.Turns", "waits for another one's turn to end"));

  /** Keeps no transaction open, because something else is done between its statements. */
  private static final Map<String, String> STATEMENT_BY_STATEMENT =
      Map.of(
          "app.xentri.backbone.relay.RelayStore",
          "each statement is a transaction of its own, in one round trip, and carries the run that "
              + "holds the lease: nothing may be open while it publishes");

  /** What use cases may begin with, one a line. */
  private static final Set<String> VERBS = lines("verbs.txt");

  private static final Pattern FIRST_WORD = Pattern.compile("^\\p{Lu}\\p{Ll}+");

  /** Of what is wrong on purpose, this is named; of what is ours, nothing. */
  private static void requireNoneBut(String wrong, Function<JavaClasses, Collection<String>> rule) {
    assertEquals(List.of(), List.copyOf(rule.apply(OURS)));
    Collection<String> named = rule.apply(WRONG);
    assertTrue(named.stream().anyMatch(it -> it.contains(wrong)), named.toString());
  }

  @Test
  void aUseCaseIsOneMethodThatIsGivenItsTransaction() {
    requireNoneBut("SectionEditor does [run, undo]", DialectTest::useCasesThatDoMore);
    requireNoneBut("SectionEditor is not final", DialectTest::useCasesThatDoMore);
  }

  private static List<String> useCasesThatDoMore(JavaClasses code) {
    List<String> findings = new ArrayList<>();
    for (JavaClass each : useCases(code)) {
      var names =
          each.getMethods().stream()
              .filter(DialectTest::isSeen)
              .map(JavaMethod::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!names.equals(Set.of("run"))) {
        findings.add(each.getName() + " does " + names);
      }
      if (!each.getModifiers().contains(JavaModifier.FINAL)) {
        findings.add(each.getName() + " is not final");
      }
    }
    return findings;
  }

  private static List<JavaClass> useCases(JavaClasses code) {
    return code.stream()
        .filter(DialectTest::takesATransaction)
        .filter(not(DialectTest::isStore))
        .filter(each -> !each.getSimpleName().isEmpty() && !each.isInterface())
        .filter(each -> !SHARED.containsKey(each.getName()))
        .toList();
  }

  @Test
  void aUseCaseIsCalledByAVerbPhrase() {
    assertFalse(runs(OURS).isEmpty());
    requireNoneBut("SectionEditor", DialectTest::calledByNoVerb);
    assertFalse(isVerbPhrase("Start"));
  }

  private static List<String> runs(JavaClasses code) {
    return code.stream().filter(DialectTest::isRun).map(JavaClass::getSimpleName).toList();
  }

  private static List<String> calledByNoVerb(JavaClasses code) {
    return runs(code).stream()
        .filter(not(DialectTest::isVerbPhrase))
        .map(
            name ->
                name
                    + " is a use case and not called by a verb phrase, as EditDraftSection is; if its"
                    + " first word is a verb, add that to verbs.txt")
        .toList();
  }

  private static Set<String> lines(String resource) {
    try (var in = Objects.requireNonNull(DialectTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also where it opens its transactions itself, or works for the relay. */
  private static boolean isRun(JavaClass each) {
    return !each.getSimpleName().isEmpty()
        && !each.isInterface()
        && each.getMethods().stream()
            .anyMatch(method -> method.getName().equals("run") && isSeen(method));
  }

  /** The verb; what follows it says what is done something to. */
  private static boolean isVerbPhrase(String name) {
    var first = FIRST_WORD.matcher(name);
    return first.find() && VERBS.contains(first.group()) && first.end() < name.length();
  }

  private static boolean takesATransaction(JavaClass each) {
    return each.getMethods().stream()
        .filter(DialectTest::isSeen)
        .anyMatch(
            method ->
                !method.getRawParameterTypes().isEmpty()
                    && method.getRawParameterTypes().getFirst().getName().equals(TX));
  }

  private static boolean isSeen(JavaMethod method) {
    return !method.getModifiers().contains(JavaModifier.PRIVATE)
        && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  @Test
  void theHandlerOwnsTheTransaction() {
    assertEquals(new TreeSet<>(BETWEEN_TRANSACTIONS.keySet()), owners(OURS));
    assertEquals(Set.of("app.xentri.contract.wrong.OpenSection"), owners(WRONG));
  }

  private static Set<String> owners(JavaClasses code) {
    return code.stream()
        .filter(each -> each.getAllFields().stream().anyMatch(DialectTest::opens))
        .map(JavaClass::getName)
        .filter(name -> !name.endsWith("Handler"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean opens(JavaField field) {
    return field.getRawType().getName().equals(PLATFORM + "database.TenantTx");
  }

  @Test
  void aHandlerDecodesCallsAndEncodes(@TempDir Path folder) throws IOException {
    assertEquals(List.of(), handlersThatDoMore(files(".java")));
    Path sources = Files.createDirectories(folder.resolve("functions/x/src/main/java"));
    Path tries = sources.resolve("TryHandler.java");
    Files.writeString(tries, handler("    try {\n    }\n"));
    Path talks = sources.resolve("TalkHandler.java");
    Files.writeString(talks, handler("    talk();\n".repeat(LINES_OF_A_HANDLER + 1)));
    Path idles = sources.resolve("IdleHandler.java");
    Files.writeString(idles, "class IdleHandler {}");
    assertEquals(
        List.of(tries + " has a try", talks + " takes 16 lines", idles + " handles nothing"),
        handlersThatDoMore(List.of(tries, talks, idles)));
  }

  private static String handler(String body) {
    return "  public Response handle(Request request, Caller caller) {\n" + body + "  }\n";
  }

  private static List<String> handlersThatDoMore(List<Path> sources) {
    var handle = Pattern.compile("(?ms)^  public \\w+ handle\\(.*?\\{\\n(.*?)^  \\}$");
    List<String> findings = new ArrayList<>();
    for (Path source : sources) {
      if (source.getFileName().toString().endsWith("Handler.java")
          && source.toString().contains("/functions/")
          && !source.toString().contains("/platform/")) {
        String text = Repository.text(source);
        if (text.contains("try {") || text.contains("try (")) {
          findings.add(source + " has a try");
        }
        var found = handle.matcher(text);
        long lines = found.find() ? found.group(1).lines().count() : 0;
        if (lines == 0) {
          findings.add(source + " handles nothing");
        } else if (lines > LINES_OF_A_HANDLER) {
          findings.add(source + " takes " + lines + " lines");
        }
      }
    }
    return findings;
  }

  @Test
  void aStoreIsItsStatements() {
    requireNoneBut("SectionStore", DialectTest::storesThatAreNotFinal);
    assertEquals(STATEMENT_BY_STATEMENT.keySet(), storesThatAreNotStatic(OURS));
    assertEquals(Set.of("app.xentri.contract.wrong.SectionStore"), storesThatAreNotStatic(WRONG));
  }

  private static List<String> storesThatAreNotFinal(JavaClasses code) {
    return code.stream()
        .filter(DialectTest::isStore)
        .filter(each -> !each.getModifiers().contains(JavaModifier.FINAL))
        .map(JavaClass::getName)
        .toList();
  }

  private static Set<String> storesThatAreNotStatic(JavaClasses code) {
    return code.stream()
        .filter(DialectTest::isStore)
        .filter(not(DialectTest::isStateless))
        .map(JavaClass::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isStateless(JavaClass each) {
    return each.getFields().stream().allMatch(DialectTest::isConstant)
        && each.getMethods().stream()
            .allMatch(method -> method.getModifiers().contains(JavaModifier.STATIC));
  }

  /** Such a store opens a transaction with each call, so it may not be given one. */
  @Test
  void aStoreThatWorksStatementByStatementIsGivenNoTransaction() {
    for (JavaClass each : OURS) {
      if (STATEMENT_BY_STATEMENT.containsKey(each.getName())) {
        assertTrue(!takesATransaction(each), each.getName());
        assertTrue(
            each.getMethodCallsFromSelf().stream()
                .filter(
                    call -> call.getTargetOwner().getName().equals(PLATFORM + "database.Database"))
                .allMatch(call -> call.getName().equals("run")),
            each.getName());
      }
    }
  }

  private static boolean isStore(JavaClass each) {
    return each.getSimpleName().endsWith("Store");
  }

  private static boolean isConstant(JavaField field) {
    return field.getModifiers().containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL));
  }

  @Test
  void everyStatementLiesBesideWhoUsesIt(@TempDir Path folder) throws IOException {
    assertEquals(List.of(), astray(statements(), files(".java")));
    Path source = folder.resolve("src/main/java/XStore.java");
    Path unused = folder.resolve("src/main/resources/XStore/unused.sql");
    Path alone = folder.resolve("src/main/resources/Nobody/alone.sql");
    for (Path file : List.of(source, unused, alone)) {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "tx.sql(XStore.class, \"gone\")");
    }
    assertEquals(
        List.of(
            unused + " is used by nobody",
            alone + " lies beside nobody",
            source + " uses XStore/gone, which is not there"),
        astray(List.of(unused, alone), List.of(source)));
  }

  private static List<String> astray(List<Path> statements, List<Path> sources) {
    var uses =
        Pattern.compile("(?:\\bsql|Query\\.of|Sql\\.of)\\(\\s*(\\w+)\\.class,\\s*\"(\\w+)\"");
    List<String> findings = new ArrayList<>();
    var lying = new TreeSet<String>();
    for (Path statement : statements) {
      Path folder = Objects.requireNonNull(statement.getParent());
      String owner = folder.getFileName().toString();
      String name = statement.getFileName().toString().replaceFirst("\\.\\w+$", "");
      lying.add(owner + "/" + name);
      Path source = Path.of(folder.toString().replace("/main/resources/", "/main/java/") + ".java");
      if (!Files.exists(source)) {
        findings.add(statement + " lies beside nobody");
      } else if (!Repository.text(source).contains("\"" + name + "\"")) {
        findings.add(statement + " is used by nobody");
      }
    }
    for (Path source : sources) {
      var used = uses.matcher(Repository.text(source));
      while (used.find()) {
        String name = used.group(1) + "/" + used.group(2);
        if (!lying.contains(name)) {
          findings.add(source + " uses " + name + ", which is not there");
        }
      }
    }
    return findings;
  }

  @Test
  void parametersAreNamedAsColumnsAre(@TempDir Path folder) throws IOException {
    assertEquals(List.of(), misnamed(statements()));
    Path wrong = folder.resolve("wrong.sql");
    Files.writeString(wrong, "select ':quoted', a::text from x where a = :orgId -- :Comment\n");
    assertEquals(List.of(wrong + " :orgId"), misnamed(List.of(wrong)));
  }

  private static List<String> misnamed(List<Path> statements) {
    var parameter = Pattern.compile("(?<![:\\w]):([A-Za-z_]\\w*)");
    return statements.stream()
        .filter(statement -> statement.toString().endsWith(".sql"))
        .flatMap(
            statement ->
                parameter
                    .matcher(Repository.text(statement).replaceAll("--.*|'[^']*'", ""))
                    .results()
                    .filter(found -> !found.group(1).matches("[a-z][a-z0-9_]*"))
                    .map(found -> statement + " " + found.group()))
        .toList();
  }

  @Test
  void recordsBecomeJsonByTheMapper() {
    requireNoneBut("SectionTree.of", DialectTest::treesByHand);
  }

  private static List<String> treesByHand(JavaClasses code) {
    return code.stream()
        .flatMap(each -> each.getMethodCallsFromSelf().stream())
        .filter(call -> call.getTargetOwner().getName().equals(JSON))
        .filter(call -> Set.of("object", "array").contains(call.getName()))
        .map(JavaMethodCall::getDescription)
        .toList();
  }

  @Test
  void anEnumHasItsNameOutsideJavaFromThePlatform() {
    requireNoneBut("Mood", DialectTest::enumsThatNameThemselves);
  }

  private static List<String> enumsThatNameThemselves(JavaClasses code) {
    return code.stream()
        .filter(JavaClass::isEnum)
        .filter(
            each ->
                each.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getName().equals("toLowerCase")))
        .map(each -> each.getName() + " makes its own name: let it implement Wire")
        .toList();
  }

  private static List<Path> statements() {
    return Stream.of(".sql", ".lua").flatMap(end -> files(end).stream()).toList();
  }

  /** What is shipped: neither tests nor what a build has made. */
  private static List<Path> files(String end) {
    return SOURCES.stream()
        .flatMap(DialectTest::walk)
        .filter(it -> it.toString().endsWith(end))
        .toList();
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("/src/main/"))
          .filter(not(file -> file.toString().contains("/target/")))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
