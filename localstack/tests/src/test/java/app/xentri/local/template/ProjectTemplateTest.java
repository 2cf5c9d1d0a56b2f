package app.xentri.local.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template.Access;
import app.xentri.local.template.Template.Function;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The project's own template, read as the local cloud reads it. */
final class ProjectTemplateTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private final Template template = TemplateReader.outline(ROOT.resolve("template.yaml"));

  @Test
  void everyFunctionIsKnownToItsContextByTheRestOfItsName() {
    assertTrue(template.functions().size() >= 24);
    for (Function function : template.functions()) {
      assertEquals("xentri-" + function.definition(), function.name());
      assertTrue(
          Files.isRegularFile(function.code().resolve("template.yaml")),
          function.code() + " is the folder of a context");
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
  void eachFunctionSignsInAsTheRoleOfItsWork() {
    Set<String> consumers =
        template.rules().stream().map(Template.Rule::function).collect(Collectors.toSet());
    for (Function function : template.functions()) {
      String role =
          function.name().equals("xentri-event-relay")
              ? "xentri_relay"
              : consumers.contains(function.name())
                  ? "xentri_job"
                  : function.code().endsWith("identity") ? "xentri_identity" : "xentri_app";
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
  void noFunctionBlockIsLongerThanTenLines() throws java.io.IOException {
    int blocks = 0;
    for (Template.Nested context : TemplateReader.contexts(ROOT.resolve("template.yaml"))) {
      String section = Files.readString(context.file()).split("\nResources:\n", 2)[1];
      for (String block : section.split("\nOutputs:\n", 2)[0].split("\n(?=  [A-Z])", -1)) {
        if (block.contains("Type: AWS::Serverless::Function")) {
          long lines =
              block
                  .lines()
                  .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                  .count();
          assertTrue(lines <= 10, () -> lines + " lines: " + block);
          blocks++;
        }
      }
    }
    assertEquals(template.functions().size(), blocks);
  }
}
