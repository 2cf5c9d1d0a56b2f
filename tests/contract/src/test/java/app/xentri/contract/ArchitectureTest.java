package app.xentri.contract;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.Repository;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The boundaries that the folders promise. */
class ArchitectureTest {

  /** Read once: that takes four seconds. */
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("app.xentri");

  /** Knows everything that is others' business. */
  private static final JavaClasses WRONG =
      new ClassFileImporter().importPackages("app.xentri.contract.wrong");

  private static final Set<String> OUTPUT =
      Set.of("getInputStream", "getErrorStream", "inputReader", "errorReader");

  private static final String[] INSIDE_WRONG = {"app.xentri.contract.wrong.."};

  /** For example {@code app.xentri.identity}, as the contexts themselves say. */
  private final Set<String> contexts = Contract.of(Repository.root()).implemented().keySet();

  private final String[] insideContexts =
      contexts.stream().map(context -> context + "..").toArray(String[]::new);

  /** A rule that nothing of ours breaks, and what is wrong on purpose does. */
  private static void requireOfOurs(ArchRule ofOurs, ArchRule ofWrong) {
    ofOurs.check(OURS);
    assertTrue(ofWrong.evaluate(WRONG).hasViolation(), ofWrong.getDescription());
  }

  @Test
  void aContextNeverImportsAnother() {
    for (String context : contexts) {
      String[] others =
          contexts.stream()
              .filter(each -> !each.equals(context))
              .map(each -> each + "..")
              .toArray(String[]::new);
      notOn(others, context + "..").check(OURS);
    }
    assertTrue(notOn(insideContexts, INSIDE_WRONG).evaluate(WRONG).hasViolation());
  }

  private static ArchRule notOn(String[] others, String... inside) {
    return noClasses()
        .that()
        .resideInAnyPackage(inside)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  @Test
  void thePlatformKnowsNoContextAndNoLocalCloud() {
    String[] others =
        Stream.concat(Stream.of(insideContexts), Stream.of("app.xentri.local.."))
            .toArray(String[]::new);
    requireOfOurs(notOn(others, "app.xentri.platform.."), notOn(others, INSIDE_WRONG));
  }

  @Test
  void noFunctionKnowsTheLocalCloud() {
    String[] others = {"app.xentri.local..", "app.xentri.testkit.."};
    requireOfOurs(notOn(others, insideContexts), notOn(others, INSIDE_WRONG));
  }

  @Test
  void onlyThePlatformTalksJdbc() {
    requireOfOurs(talksNoJdbc(insideContexts), talksNoJdbc(INSIDE_WRONG));
  }

  private static ArchRule talksNoJdbc(String... inside) {
    return noClasses()
        .that()
        .resideInAnyPackage(inside)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.DriverManager")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.PreparedStatement")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.Statement");
  }

  /**
   * Waiting for a process's pipe holds the thread that carries virtual ones. There are as many of
   * those as processors, and what is to take their place meanwhile has been seen not to come.
   */
  @Test
  void whoReadsTheOutputOfAProcessStartsNoVirtualThread() {
    requireOfOurs(
        readsNoOutputInAVirtualThread("app.xentri.."), readsNoOutputInAVirtualThread(INSIDE_WRONG));
  }

  private static ArchRule readsNoOutputInAVirtualThread(String... inside) {
    return noClasses()
        .that()
        .resideInAnyPackage(inside)
        .and(
            describe(
                "read the output of a process",
                (JavaClass it) ->
                    it.getMethodCallsFromSelf().stream()
                        .map(JavaMethodCall::getTarget)
                        .anyMatch(
                            call ->
                                call.getOwner().isEquivalentTo(Process.class)
                                    && OUTPUT.contains(call.getName()))))
        .should()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Executors.class, "newVirtualThreadPerTaskExecutor");
  }

  @Test
  void theDatabaseKnowsNothingOfHttp() {
    String[] others = {"app.xentri.platform.http.."};
    requireOfOurs(notOn(others, "app.xentri.platform.database.."), notOn(others, INSIDE_WRONG));
  }

  /**
   * Who goes over the network and does not ask whether a transaction is open, each with the reason.
   * What asks, or is gone, must go from here too.
   */
  private static final Map<String, String> ASKS_NOT =
      Map.of(
          "app.xentri.platform.identity.JwksCache",
          "runs before there is a transaction: it decides who the caller is");

  @Test
  void whoeverGoesOverTheNetworkAsksWhetherATransactionIsOpen() {
    assertEquals(new TreeSet<>(ASKS_NOT.keySet()), asksNot(OURS));
    assertEquals(Set.of("app.xentri.contract.wrong.SectionManager"), asksNot(WRONG));
  }

  private static Set<String> asksNot(JavaClasses code) {
    Set<String> asksNot = new TreeSet<>();
    for (JavaClass each : code) {
      if (!each.getPackageName().startsWith("app.xentri.local")
          && !each.getPackageName().startsWith("app.xentri.testkit")
          && goesOverTheNetwork(each)
          && each.getDirectDependenciesFromSelf().stream()
              .noneMatch(d -> d.getTargetClass().getSimpleName().equals("OpenTransaction"))) {
        asksNot.add(each.getName());
      }
    }
    return asksNot;
  }

  /** Calls a method that sends: of the JDK's two HTTP clients or of a client of AWS's SDK. */
  private static boolean goesOverTheNetwork(JavaClass each) {
    return each.getMethodCallsFromSelf().stream()
        .anyMatch(
            call -> {
              String owner = call.getTargetOwner().getName();
              String method = call.getName();
              return switch (owner) {
                case "java.net.http.HttpClient" -> method.startsWith("send");
                case "com.nimbusds.jose.util.ResourceRetriever" -> true;
                case "java.net.HttpURLConnection", "java.net.URL", "java.net.URLConnection" ->
                    method.startsWith("open") || method.startsWith("get");
                default ->
                    owner.startsWith("software.amazon.awssdk.services.")
                        && owner.endsWith("Client")
                        && !Set.of("builder", "create", "close").contains(method);
              };
            });
  }

  @Test
  void namesSayWhatThingsAre() {
    ArchRule names = namesThatSaySomething();
    requireOfOurs(names, names);
  }

  private static ArchRule namesThatSaySomething() {
    return classes()
        .that()
        .resideInAnyPackage("app.xentri..")
        .should()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils");
  }

  @Test
  void everyModuleOfFunctionsIsAContextThatTheseRulesHold() {
    Set<String> packages = new TreeSet<>();
    OURS.forEach(c -> packages.add("app.xentri." + c.getPackageName().split("\\.", -1)[2]));
    packages.removeAll(Set.of("app.xentri.platform", "app.xentri.local", "app.xentri.testkit"));
    assertEquals(contexts, packages, "what is no context belongs into the rules above");
    assertEquals(
        contexts,
        modules().stream()
            .map("app.xentri."::concat)
            .collect(Collectors.toCollection(TreeSet::new)),
        "functions/* that this module's pom depends on");
  }

  private static Set<String> modules() {
    try (Stream<Path> folders = Files.list(Repository.root().resolve("functions"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .map(folder -> folder.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
