package app.xentri.local.clerk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Json;
import app.xentri.local.process.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeTokenTest {

  /** What the command printed. */
  private record Printed(int status, String out, String problems) {}

  private static Printed run(Path home, String... arguments) {
    var out = new ByteArrayOutputStream();
    var problems = new ByteArrayOutputStream();
    int status =
        MakeToken.run(
            arguments,
            home.toString(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(problems, true, StandardCharsets.UTF_8));
    return new Printed(
        status, out.toString(StandardCharsets.UTF_8), problems.toString(StandardCharsets.UTF_8));
  }

  @Test
  void printsOnlyATokenThatLivesEightHoursForTheOldestOrganization() {
    try (var standIn = new StandIn(false)) {
      exchangeMakesAnOrganization(standIn);
      runFile(standIn);
      var first = run(standIn.home().directory(), "curl@example.com");
      assertEquals(0, first.status(), first.problems());
      var claims = claims(first.out().strip());
      assertEquals(28_800, claims.path("exp").asLong() - claims.path("iat").asLong());
      assertEquals("admin", claims.path("o").path("rol").asString());
      assertEquals(standIn.origin.toString(), claims.path("azp").asString());
      var second = run(standIn.home().directory(), "CURL@example.com");
      assertEquals(claims.path("sub"), claims(second.out().strip()).path("sub"));
    }
  }

  /** Plays our API: makes an organization for whoever has none. */
  private static void exchangeMakesAnOrganization(StandIn standIn) {
    standIn
        .gateway()
        .createContext(
            "/api/v1/auth/exchange",
            exchange -> {
              assertEquals(
                  standIn.origin.toString(), exchange.getRequestHeaders().getFirst("Origin"));
              var body = Json.MAPPER.readTree(exchange.getRequestBody());
              String user = claims(body.path("token").asString()).path("sub").asString();
              var mine = standIn.backend("GET", "/users/" + user + "/organization_memberships", "");
              if (mine.json().path("total_count").asInt() == 0) {
                standIn.backend(
                    "POST",
                    "/organizations",
                    "{\"name\":\"Curl\",\"created_by\":\"%s\"}".formatted(user));
              }
              exchange.sendResponseHeaders(200, 2);
              exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
              exchange.close();
            });
  }

  private static void runFile(StandIn standIn) {
    var run =
        Json.object()
            .put("gateway_url", standIn.origin.toString())
            .put("clerk_backend_url", standIn.clerk().backendUrl())
            .put("clerk_secret_key", standIn.clerk().secretKey());
    Secrets.writePrivately(standIn.home().runFile(), run.toString());
  }

  private static tools.jackson.databind.JsonNode claims(String jwt) {
    byte[] payload = Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]);
    return Json.parse(new String(payload, StandardCharsets.UTF_8));
  }

  @Test
  void saysWhatToDoWhenNothingRunsOrTheAddressIsMissing(@TempDir Path home) {
    var nothing = run(home, "a@example.com");
    assertEquals(1, nothing.status());
    assertTrue(nothing.problems().contains("make run"), nothing.problems());
    assertEquals("", nothing.out());
    assertTrue(run(home).problems().contains("EMAIL="));
  }

  @Test
  void keysAndSecretsAreForTheirOwnerOnly() throws java.io.IOException {
    try (var standIn = new StandIn(false)) {
      for (String file : new String[] {"secrets.json", "signing-keys.json"}) {
        var path = standIn.home().folder("clerk").resolve(file);
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
    }
  }
}
