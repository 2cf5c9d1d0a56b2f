package app.xentri.local.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template.Access;
import app.xentri.local.template.Template.Function;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The project's own template, read as the local cloud reads it. */
final class ProjectTemplateTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private final Template template =
      TemplateReader.read(ROOT.resolve("template.yaml"), parameters(), place());

  private static Map<String, String> parameters() {
    Map<String, String> values = new HashMap<>();
    for (String name :
        List.of(
            "AppOrigin",
            "DatabaseUrl",
            "UpstashRedisRestUrl",
            "UpstashRedisRestToken",
            "ClerkIssuer",
            "ClerkJwksUrl",
            "ClerkSecretKey",
            "ClerkWebhookSecret",
            "CdnSecret",
            "RateLimitKey")) {
      values.put(name, "value-of-" + name);
    }
    return values;
  }

  private static Place place() {
    return new Place(
        "eu-central-1", "000000000000", "xentri", name -> "http://127.0.0.1:1/" + name);
  }

  @Test
  void everyFunctionSelectsItselfByItsOwnName() {
    for (Function function : template.functions()) {
      assertEquals(
          "xentri-" + function.environment().get("SPRING_CLOUD_FUNCTION_DEFINITION"),
          function.name());
      assertTrue(
          Files.isDirectory(function.code()), function.code() + " is a folder of the project");
    }
  }

  @Test
  void everyFunctionIsCalledByARouteAScheduleOrARule() {
    Set<String> called =
        template.routes().stream().map(Template.Route::function).collect(Collectors.toSet());
    template.schedules().forEach(schedule -> called.add(schedule.function()));
    template.rules().forEach(rule -> called.add(rule.function()));
    assertEquals(
        template.functions().stream().map(Function::name).collect(Collectors.toSet()), called);
  }

  @Test
  void onlyTheRelaySignsInAsTheRelay() {
    for (Function function : template.functions()) {
      String role = function.name().equals("xentri-event-relay") ? "xentri_relay" : "xentri_app";
      assertEquals(role, function.environment().get("DATABASE_USER"), function.name());
    }
  }

  @Test
  void onlySignInAndWebhooksArePublic() {
    assertEquals(
        Set.of(
            "xentri-auth-signup",
            "xentri-auth-login",
            "xentri-auth-exchange",
            "xentri-auth-refresh",
            "xentri-auth-logout",
            "xentri-clerk-webhook"),
        template.functions().stream()
            .filter(f -> f.access() == Access.PUBLIC)
            .map(Function::name)
            .collect(Collectors.toSet()));
  }

  @Test
  void theCdnForbidsFramesAndSniffing() {
    assertEquals("nosniff", template.headers().get("X-Content-Type-Options"));
    assertTrue(
        String.valueOf(template.headers().get("Content-Security-Policy"))
            .contains("frame-ancestors 'none'"));
  }

  @Test
  void noFunctionBlockIsLongerThanFifteenLines() throws java.io.IOException {
    String section = Files.readString(ROOT.resolve("template.yaml")).split("\nResources:\n", 2)[1];
    for (String block : section.split("\n(?=  [A-Z])", -1)) {
      if (block.contains("Type: AWS::Serverless::Function")) {
        long lines =
            block.lines().filter(line -> !line.isBlank() && !line.strip().startsWith("#")).count();
        assertTrue(lines <= 15, () -> lines + " lines: " + block);
      }
    }
  }
}
