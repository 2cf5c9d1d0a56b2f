package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(DatabaseExtension.class)
class SnapshotTest {

  private static final String PASSWORD = "correct horse battery";

  @TempDir private Path folder;

  @Test
  void theSnapshotHoldsTheProvidersSdkAndNobodyWasCalledForIt(TestDatabase database)
      throws IOException {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      stage.gate().takeCalls();
      List<String> loaded = logInAfterSnapshot(stage);

      int snapshot = loaded.indexOf(SnapshotMain.Taken.class.getName());
      List<String> before = loaded.subList(0, snapshot);
      List<String> after = loaded.subList(snapshot, loaded.size());
      assertTrue(before.contains("com.clerk.backend_api.models.components.User"));
      assertEquals(List.of(), after.stream().filter(SnapshotTest::isOfTheSdk).toList());
      assertEquals(
          List.of(
              "GET /v1/users",
              "POST /v1/users/" + stage.clerkUserId("ann@example.com") + "/verify_password",
              "POST /v1/sign_in_tokens"),
          stage.gate().takeCalls());
    }
  }

  private static boolean isOfTheSdk(String name) {
    return name.startsWith("com.clerk.") || name.startsWith("com.fasterxml.jackson.databind.");
  }

  /** Names of all classes that the process loaded, in their order. */
  private List<String> logInAfterSnapshot(Stage stage) throws IOException {
    Path log = folder.resolve("classes.log");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load=info:file=" + log + "::filecount=0",
            "-cp",
            System.getProperty("java.class.path"),
            SnapshotMain.class.getName(),
            "ann@example.com",
            PASSWORD);
    builder.environment().putAll(stage.platform().environment().variables());
    builder.environment().put("STACK_NAME", "xentri");
    builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "xentri-auth-login");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(output.contains("answered 200"), output);
    try (var lines = Files.lines(log)) {
      return lines.map(line -> line.replaceFirst("^(\\[[^]]*\\])*\\s*(\\S+).*", "$2")).toList();
    }
  }
}
