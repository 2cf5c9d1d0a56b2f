package app.xentri.local.developer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Home;
import app.xentri.local.gateway.Gateway;
import app.xentri.local.lambda.DemoFunctions;
import app.xentri.local.lambda.FunctionEnvironment;
import app.xentri.local.lambda.FunctionLog;
import app.xentri.local.lambda.InProcessHost;
import app.xentri.local.lambda.Lambda;
import app.xentri.local.lambda.Packages;
import app.xentri.local.mail.Mail;
import app.xentri.local.mail.Mailbox;
import app.xentri.local.postgres.PostgresServer;
import app.xentri.local.template.Template;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeveloperPagesTest {
  private static final String ATTACK = "<script>alert('x')</script>";

  @TempDir private static Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private PostgresServer postgres;
  private Mailbox mailbox;
  private Template template;
  private Lambda lambda;
  private final Gateway gateway = new Gateway(0);

  @BeforeAll
  void start() {
    postgres = new PostgresServer(new Home(folder.resolve("home")));
    mailbox = new Mailbox(postgres.localCloud());
    template = DemoFunctions.in(folder);
    FunctionLog log = new FunctionLog(folder.resolve("functions.log"), Clock.systemUTC());
    InProcessHost host =
        new InProcessHost(
            template, Packages.ofProject(), new FunctionEnvironment("eu-central-1", Map::of));
    lambda = new Lambda(template, DemoFunctions.PLACE, host, log, Clock.systemUTC());
    PGSimpleDataSource relay = new PGSimpleDataSource();
    relay.setUrl(postgres.jdbcUrl());
    relay.setUser(postgres.relay().user());
    relay.setPassword(postgres.relay().password());
    gateway.open(
        template,
        DemoFunctions.PLACE,
        lambda,
        folder,
        Map.of("/__local/", new DeveloperPages(template, lambda, relay, mailbox)),
        Clock.systemUTC());
  }

  @AfterAll
  void stop() {
    gateway.close();
    lambda.close();
    postgres.close();
    client.close();
  }

  @Test
  void functionsAreListedWithWhatCallsThem() throws Exception {
    String page = get("/__local/").body();
    assertTrue(
        page.contains("demo-web")
            && page.contains("GET /api/things/{id}")
            && page.contains("512 MB"),
        page);
    assertTrue(page.contains("/__local/invocations?function=demo-mirror"), page);
    assertTrue(page.contains("<td data-column=\"Access\">internal</td>"), page);
  }

  @Test
  void anInvocationShowsItsLogEscaped() throws Exception {
    lambda.invoke(
        template.function("demo-mirror").orElseThrow(), ATTACK, "\"print " + ATTACK + "\"");
    String requestId = lambda.recent().page(0, 1).getFirst().requestId();
    assertTrue(get("/__local/invocations").body().contains("/__local/invocations/" + requestId));
    String page = get("/__local/invocations/" + requestId).body();
    assertTrue(page.contains("error: &lt;script&gt;"), page);
    assertFalse(page.contains("<script"), page);
  }

  @Test
  void invocationsCanBeThoseOfOneFunction() throws Exception {
    lambda.invoke(template.function("demo-mirror").orElseThrow(), "test", "\"echo x\"");
    lambda.invoke(template.function("demo-mirror").orElseThrow(), "test", "\"throw x\"");
    String page = get("/__local/invocations?function=demo-mirror").body();
    assertTrue(page.contains("<strong class=\"bad\">failed</strong>"), page);
    String other = get("/__local/invocations?function=demo-other").body();
    assertFalse(other.contains("demo-mirror"), other);
  }

  @Test
  void secretsInALogAreNotShown() throws Exception {
    String secret = template.function("demo-mirror").orElseThrow().environment().get("API_TOKEN");
    lambda.invoke(
        template.function("demo-mirror").orElseThrow(),
        "test",
        "\"print before " + secret + " after\"");
    String requestId = lambda.recent().page(0, 1).getFirst().requestId();
    String page = get("/__local/invocations/" + requestId).body();
    assertTrue(page.contains("before [hidden] after"), page);
    assertFalse(page.contains(String.valueOf(secret)), page);
  }

  @Test
  void mailIsShownAsTextAndItsHtmlOnlyInASandbox() throws Exception {
    Mail mail =
        Mail.of(
            List.of("a@example.test"),
            "x@example.test",
            ATTACK,
            ATTACK,
            "<p>Hello</p>" + ATTACK,
            Instant.now());
    mailbox.put(mail);
    assertFalse(get("/__local/mail").body().contains("<script"));
    String page = get("/__local/mail/" + mail.id()).body();
    assertFalse(page.contains("<script"), page);
    assertTrue(page.contains("<iframe sandbox"), page);
    HttpResponse<String> html = get("/__local/mail/" + mail.id() + "/html");
    assertTrue(
        policy(html).contains("sandbox;") && policy(html).contains("default-src 'none'"),
        policy(html));
    assertTrue(get("/__local/mail.json").body().contains(mail.id().toString()));
  }

  @Test
  void everyPageForbidsScriptsFramesAndForms() throws Exception {
    for (String path : List.of("", "invocations", "events", "mail", "mail/unknown", "elsewhere")) {
      HttpResponse<String> page = get("/__local/" + path);
      assertTrue(
          policy(page).contains("default-src 'none'")
              && policy(page).contains("frame-ancestors 'none'"),
          path);
      assertFalse(policy(page).contains("unsafe"), path);
      assertEquals("nosniff", page.headers().firstValue("x-content-type-options").orElse(""));
    }
  }

  @Test
  void whatIsGoneIsNotFoundAndNothingCanBeWritten() throws Exception {
    assertEquals(404, get("/__local/invocations/unknown").statusCode());
    assertEquals(404, get("/__local/mail/unknown").statusCode());
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(address() + "/__local/mail"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertEquals(405, client.send(post, BodyHandlers.ofString()).statusCode());
  }

  @Test
  void otherSitesMayLinkHereButNotFetchOrEmbed() throws Exception {
    for (String site : List.of("cross-site", "same-site")) {
      assertEquals(403, fetched(site, "no-cors", "script").statusCode(), site);
      assertEquals(403, fetched(site, "cors", "empty").statusCode(), site);
      assertEquals(403, fetched(site, "navigate", "iframe").statusCode(), site);
      assertEquals(200, fetched(site, "navigate", "document").statusCode(), site);
    }
    assertEquals(200, fetched("same-origin", "navigate", "iframe").statusCode());
    HttpRequest foreign = request("mail.json").header("Origin", "https://evil.example").build();
    HttpResponse<String> refused = client.send(foreign, BodyHandlers.ofString());
    assertEquals(403, refused.statusCode());
    assertTrue(refused.headers().firstValue("access-control-allow-origin").isEmpty());
    HttpResponse<String> page = get("/__local/mail.json");
    assertEquals(
        "same-origin", page.headers().firstValue("cross-origin-resource-policy").orElse(""));
  }

  @Test
  void aForeignNameForThisMachineIsMisdirected() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /__local/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
    }
  }

  private String address() {
    return "http://127.0.0.1:" + gateway.port();
  }

  private HttpResponse<String> fetched(String site, String mode, String destination)
      throws IOException, InterruptedException {
    HttpRequest request =
        request("mail.json")
            .header("Sec-Fetch-Site", site)
            .header("Sec-Fetch-Mode", mode)
            .header("Sec-Fetch-Dest", destination)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String page) {
    return HttpRequest.newBuilder(URI.create(address() + "/__local/" + page));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address() + path)).build(), BodyHandlers.ofString());
  }

  private static String policy(HttpResponse<String> page) {
    return page.headers().firstValue("content-security-policy").orElse("");
  }
}
