package app.xentri.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.testkit.Repository;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  /** For example {@code app.xentri.identity}, as the contexts themselves say. */
  private final Set<String> contexts = Contract.of(Repository.root()).implemented().keySet();

  private final String[] insideContexts =
      contexts.stream().map(context -> context + "..").toArray(String[]::new);

  @Test
  void aContextNeverImportsAnother() {
    for (String context : contexts) {
      String[] others =
          contexts.stream()
              .filter(each -> !each.equals(context))
              .map(each -> each + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(context + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(OURS);
    }
  }

  @Test
  void thePlatformKnowsNoContextAndNoLocalCloud() {
    noClasses()
        .that()
        .resideInAPackage("app.xentri.platform..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(insideContexts)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("app.xentri.local..")
        .check(OURS);
  }

  @Test
  void noFunctionKnowsTheLocalCloud() {
    noClasses()
        .that()
        .resideInAnyPackage(insideContexts)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("app.xentri.local..", "app.xentri.testkit..")
        .check(OURS);
  }

  @Test
  void onlyThePlatformTalksJdbc() {
    noClasses()
        .that()
        .resideInAnyPackage(insideContexts)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.DriverManager")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.PreparedStatement")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.Statement")
        .check(OURS);
  }

  @Test
  void theDatabaseKnowsNothingOfHttp() {
    noClasses()
        .that()
        .resideInAPackage("app.xentri.platform.database..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("app.xentri.platform.http..")
        .check(OURS);
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
    Set<String> asksNot = new TreeSet<>();
    for (JavaClass each : OURS) {
      if (!each.getPackageName().startsWith("app.xentri.local")
          && !each.getPackageName().startsWith("app.xentri.testkit")
          && goesOverTheNetwork(each)
          && each.getDirectDependenciesFromSelf().stream()
              .noneMatch(d -> d.getTargetClass().getSimpleName().equals("OpenTransaction"))) {
        asksNot.add(each.getName());
      }
    }
    assertEquals(new TreeSet<>(ASKS_NOT.keySet()), asksNot);
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
    classes()
        .that()
        .resideInAnyPackage("app.xentri..")
        .should()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .check(OURS);
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
