package app.xentri.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as the CDN, and as the one door to the other parts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StaticSiteTest {
  @TempDir private static Path folder;

  private RunningGateway gateway;

  @BeforeAll
  void start() throws IOException {
    gateway = new RunningGateway(folder);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void pagesHaveCleanAddresses() throws Exception {
    assertEquals("<h1>Home</h1>", gateway.get("/").body());
    HttpResponse<String> page = gateway.get("/sign-in?next=1");
    assertEquals("<h1>Sign in</h1>", page.body());
    assertEquals("text/html; charset=utf-8", header(page, "content-type"));
    assertEquals("no-cache", header(page, "cache-control"));
  }

  @Test
  void aSlashAtTheEndLeadsToTheCleanAddress() throws Exception {
    HttpResponse<String> response = gateway.get("/sign-in/");
    assertEquals(308, response.statusCode());
    assertEquals("/sign-in", header(response, "location"));
    assertEquals(404, gateway.get("//evil.example/").statusCode());
  }

  @Test
  void aMissingPageIsThe404Page() throws Exception {
    HttpResponse<String> response = gateway.get("/nowhere");
    assertEquals(404, response.statusCode());
    assertEquals("<h1>Not here</h1>", response.body());
  }

  @Test
  void hashedFilesAreKeptForAYearAndCompressed() throws Exception {
    HttpResponse<String> plain = gateway.get("/_astro/app.abc123.js");
    assertEquals("public, max-age=31536000, immutable", header(plain, "cache-control"));
    HttpResponse<byte[]> compressed =
        HttpClient.newHttpClient()
            .send(
                gateway
                    .request("/_astro/app.abc123.js")
                    .header("Accept-Encoding", "br, gzip")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertEquals("gzip", compressed.headers().firstValue("content-encoding").orElse(""));
    assertTrue(compressed.body().length < plain.body().length() / 4);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertEquals(plain.body(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void anUnchangedFileIsNotSentAgainAndAChangedOneIs() throws Exception {
    Path page = folder.resolve("site/changing.txt");
    Files.writeString(page, "one");
    String tag = header(gateway.get("/changing.txt"), "etag");
    assertEquals(
        304,
        gateway.send(gateway.request("/changing.txt").header("If-None-Match", tag)).statusCode());
    Files.writeString(page, "other");
    HttpResponse<String> changed =
        gateway.send(gateway.request("/changing.txt").header("If-None-Match", tag));
    assertEquals("other", changed.body());
  }

  @Test
  void nothingOutsideTheSiteCanBeReached() throws Exception {
    for (String target :
        List.of(
            "/../secret.txt",
            "/sign-in/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/%2e%2e%2fsecret.txt",
            "/sign-in/%2e%2e/%2e%2e/secret.txt",
            "/..%5csecret.txt",
            "/leak.txt",
            "/.env",
            "/%2eenv",
            "/sign-in%00.html",
            "//etc/passwd",
            "/" + folder.resolve("secret.txt"),
            "/%2f" + folder.resolve("secret.txt"))) {
      String answer =
          gateway.raw(
              "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n");
      assertTrue(
          answer.startsWith("HTTP/1.1 404 ") || answer.startsWith("HTTP/1.1 400 "),
          target + ": " + answer);
      assertFalse(
          answer.contains("not for the web")
              || answer.contains("HIDDEN")
              || answer.contains("root:"),
          target);
    }
  }

  @Test
  void theSiteIsReadOnly() throws Exception {
    HttpResponse<String> response =
        gateway.send(gateway.request("/sign-in").POST(BodyPublishers.ofString("x")));
    assertEquals(405, response.statusCode());
    assertEquals("GET, HEAD", header(response, "allow"));
  }

  @Test
  void otherPartsAnswerBelowTheirPrefix() throws Exception {
    assertEquals(202, gateway.get("/__part/anything").statusCode());
    assertEquals(202, gateway.get("/__part").statusCode());
    assertEquals(404, gateway.get("/__partly").statusCode());
  }

  @Test
  void aNavigationToLocalhostMovesToTheOneOrigin() throws Exception {
    String answer =
        gateway.raw(
            "GET /sign-in?a=b HTTP/1.1\r\nHost: localhost:PORT\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 307 "), answer);
    assertTrue(
        answer.contains("ocation: http://127.0.0.1:" + gateway.port() + "/sign-in?a=b\r\n"),
        answer);
    String call =
        gateway.raw(
            "GET /api/echo HTTP/1.1\r\nHost: localhost:PORT\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
    assertTrue(call.startsWith("HTTP/1.1 200 "), call);
  }

  @Test
  void aTakenPortIsOneClearSentence() {
    PortInUseException taken =
        assertThrows(PortInUseException.class, () -> new Gateway(gateway.port()).close());
    assertTrue(
        String.valueOf(taken.getMessage()).contains("port " + gateway.port() + " is in use"));
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
