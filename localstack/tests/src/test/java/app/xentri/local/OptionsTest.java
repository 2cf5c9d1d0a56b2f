package app.xentri.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.local.Options.Isolation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  private static final Path PROJECT = Path.of("/project");

  @Test
  void withoutWishesItIsPort3000AndAFolderInTheProject() {
    assertEquals(
        new Options(PROJECT, new Home(Path.of("/project/.xentri")), 3000, Isolation.NONE),
        Options.of(PROJECT, Map.of()));
  }

  @Test
  void everyWishIsHeard() {
    assertEquals(
        new Options(PROJECT, new Home(Path.of("/elsewhere")), 4000, Isolation.PROCESS),
        Options.of(
            PROJECT, Map.of("PORT", "4000", "XENTRI_HOME", "/elsewhere", "ISOLATION", "process")));
  }

  @Test
  void aParameterOfTheTemplateMayHaveAnotherValue() {
    assertEquals(
        Map.of("ClerkApiUrl", "http://127.0.0.1:1/v1"),
        Options.of(PROJECT, Map.of("PARAMETER_ClerkApiUrl", "http://127.0.0.1:1/v1")).parameters());
  }

  @Test
  void whatIsSetToNothingHasNotBeenChosen() {
    assertEquals(
        Options.of(PROJECT, Map.of()),
        Options.of(PROJECT, Map.of("PORT", "", "XENTRI_HOME", " ", "ISOLATION", "")));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (Map<String, String> wrong :
        java.util.List.of(
            Map.of("PORT", "many"), Map.of("PORT", "70000"), Map.of("ISOLATION", "some"))) {
      assertThrows(
          IllegalArgumentException.class, () -> Options.of(PROJECT, wrong), wrong.toString());
    }
  }
}
