package app.xentri.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The boundaries that the folders promise. */
class ArchitectureTest {

  private static final String[] CONTEXTS = {
    "app.xentri.identity..", "app.xentri.backbone..", "app.xentri.copilot.."
  };

  private final JavaClasses ours =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("app.xentri");

  @Test
  void aContextNeverImportsAnother() {
    ArchRule rule =
        slices()
            .matching("app.xentri.(identity|backbone|copilot)..")
            .namingSlices("$1")
            .should()
            .notDependOnEachOther();
    rule.check(ours);
    for (String context : CONTEXTS) {
      Set<String> found = new TreeSet<>();
      ours.stream()
          .map(c -> c.getPackageName() + ".")
          .filter(p -> p.startsWith(context.substring(0, context.length() - 1)))
          .forEach(found::add);
      assertFalse(found.isEmpty(), context + " was looked at");
    }
  }

  @Test
  void thePlatformKnowsNoContextAndNoLocalCloud() {
    noClasses()
        .that()
        .resideInAPackage("app.xentri.platform..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "app.xentri.identity..",
            "app.xentri.backbone..",
            "app.xentri.copilot..",
            "app.xentri.local..")
        .check(ours);
  }

  @Test
  void noFunctionKnowsTheLocalCloud() {
    noClasses()
        .that()
        .resideInAnyPackage(CONTEXTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("app.xentri.local..", "app.xentri.testkit..")
        .check(ours);
  }

  @Test
  void onlyThePlatformTalksJdbc() {
    noClasses()
        .that()
        .resideInAnyPackage(CONTEXTS)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.DriverManager")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.PreparedStatement")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.Statement")
        .check(ours);
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
        .check(ours);
  }

  @Test
  void theThreeContextsAreAllThereAre() {
    Set<String> packages = new TreeSet<>();
    ours.forEach(c -> packages.add(c.getPackageName().split("\\.", -1)[2]));
    assertTrue(
        packages.containsAll(Set.of("identity", "backbone", "copilot", "platform")),
        packages.toString());
    packages.removeAll(Set.of("identity", "backbone", "copilot", "platform", "local", "testkit"));
    assertEquals(Set.of(), packages, "a new context belongs into the rules above");
  }
}
