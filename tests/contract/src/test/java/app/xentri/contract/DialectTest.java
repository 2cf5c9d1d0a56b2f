package app.xentri.contract;

import static java.util.function.Predicate.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.Repository;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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

  private static final List<Path> SOURCES =
      List.of(Repository.root().resolve("functions"), Repository.root().resolve("layers/platform"));

  /** Take a transaction and are neither a use case nor a store, each with the reason. */
  private static final Map<String, String> SHARED =
      Map.of(
          "app.xentri.copilot.session.Sessions", "what the use cases of a session have in common",
          "app.xentri.identity.signup.SignUpKeys", "a store of answers to people without an org");

  /** Open transactions themselves, because something else must be asked between two of them. */
  private static final Map<String, String> BETWEEN_TRANSACTIONS =
      Map.ofEntries(
          Map.entry("app.xentri.backbone.cache.InvalidateBriefCache", "Redis"),
          Map.entry("app.xentri.identity.me.ChangeMe", "the provider"),
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

  @Test
  void aUseCaseIsOneMethodThatIsGivenItsTransaction() {
    for (JavaClass each : useCases()) {
      var names =
          each.getMethods().stream()
              .filter(DialectTest::isSeen)
              .map(JavaMethod::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(Set.of("run"), names, each.getName());
      assertTrue(each.getModifiers().contains(JavaModifier.FINAL), each.getName());
    }
  }

  private static List<JavaClass> useCases() {
    return OURS.stream()
        .filter(DialectTest::takesATransaction)
        .filter(not(DialectTest::isStore))
        .filter(each -> !each.getSimpleName().isEmpty() && !each.isInterface())
        .filter(each -> !SHARED.containsKey(each.getName()))
        .toList();
  }

  @Test
  void aUseCaseIsCalledByAVerbPhrase() {
    var run = OURS.stream().filter(DialectTest::isRun).map(JavaClass::getSimpleName).toList();
    assertFalse(run.isEmpty());
    run.forEach(DialectTest::requireVerbPhrase);
    assertThrows(AssertionError.class, () -> requireVerbPhrase("SectionEditor"));
    assertThrows(AssertionError.class, () -> requireVerbPhrase("Start"));
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
  private static void requireVerbPhrase(String name) {
    var first = FIRST_WORD.matcher(name);
    assertTrue(
        first.find() && VERBS.contains(first.group()) && first.end() < name.length(),
        () ->
            name
                + " is a use case and not called by a verb phrase, as EditDraftSection is; if its"
                + " first word is a verb, add that to verbs.txt");
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
    var owners =
        OURS.stream()
            .filter(each -> each.getAllFields().stream().anyMatch(DialectTest::opens))
            .map(JavaClass::getName)
            .filter(name -> !name.endsWith("Handler"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(BETWEEN_TRANSACTIONS.keySet()), owners);
  }

  private static boolean opens(JavaField field) {
    return field.getRawType().getName().equals(PLATFORM + "database.TenantTx");
  }

  @Test
  void aHandlerDecodesCallsAndEncodes() {
    var handle = Pattern.compile("(?ms)^  public \\w+ handle\\(.*?\\{\\n(.*?)^  \\}$");
    for (Path source : files(".java")) {
      if (source.getFileName().toString().endsWith("Handler.java")
          && source.toString().contains("/functions/")
          && !source.toString().contains("/platform/")) {
        String text = Repository.text(source);
        assertTrue(!text.contains("try {") && !text.contains("try ("), source + " has a try");
        var found = handle.matcher(text);
        assertTrue(found.find(), source + " handles nothing");
        long lines = found.group(1).lines().count();
        assertTrue(lines <= LINES_OF_A_HANDLER, source + " takes " + lines + " lines");
      }
    }
  }

  @Test
  void aStoreIsItsStatements() {
    var others = new TreeSet<String>();
    for (JavaClass each : OURS) {
      if (isStore(each)) {
        assertTrue(each.getModifiers().contains(JavaModifier.FINAL), each.getName());
        if (!isStateless(each)) {
          others.add(each.getName());
        }
      }
    }
    assertEquals(STATEMENT_BY_STATEMENT.keySet(), others, "stores that are not static");
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
  void everyStatementLiesBesideWhoUsesIt() {
    var uses =
        Pattern.compile("(?:\\bsql|Query\\.of|Sql\\.of)\\(\\s*(\\w+)\\.class,\\s*\"(\\w+)\"");
    var lying = new TreeSet<String>();
    for (Path statement : statements()) {
      Path folder = Objects.requireNonNull(statement.getParent());
      String owner = folder.getFileName().toString();
      String name = statement.getFileName().toString().replaceFirst("\\.\\w+$", "");
      lying.add(owner + "/" + name);
      Path source = Path.of(folder.toString().replace("/main/resources/", "/main/java/") + ".java");
      assertTrue(Files.exists(source), statement + " lies beside nobody");
      assertTrue(
          Repository.text(source).contains("\"" + name + "\""), statement + " is used by nobody");
    }
    for (Path source : files(".java")) {
      var used = uses.matcher(Repository.text(source));
      while (used.find()) {
        String name = used.group(1) + "/" + used.group(2);
        assertTrue(lying.contains(name), source + " uses " + name + ", which is not there");
      }
    }
  }

  @Test
  void parametersAreNamedAsColumnsAre() {
    var parameter = Pattern.compile("(?<![:\\w]):([A-Za-z_]\\w*)");
    for (Path statement : statements()) {
      if (statement.toString().endsWith(".sql")) {
        var found = parameter.matcher(Repository.text(statement).replaceAll("--.*|'[^']*'", ""));
        while (found.find()) {
          assertTrue(found.group(1).matches("[a-z][a-z0-9_]*"), statement + " " + found.group());
        }
      }
    }
  }

  @Test
  void recordsBecomeJsonByTheMapper() {
    for (JavaClass each : OURS) {
      each.getMethodCallsFromSelf().stream()
          .filter(call -> call.getTargetOwner().getName().equals(JSON))
          .forEach(
              call ->
                  assertTrue(
                      !Set.of("object", "array").contains(call.getName()), call::getDescription));
    }
  }

  @Test
  void anEnumHasItsNameOutsideJavaFromThePlatform() {
    for (JavaClass each : OURS) {
      if (each.isEnum()) {
        assertTrue(
            each.getMethodCallsFromSelf().stream()
                .noneMatch(call -> call.getName().equals("toLowerCase")),
            each.getName() + " makes its own: let it implement Wire");
      }
    }
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
