package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.NodeSuite;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Runs the suite in {@code tests/contract/clerk}: the official {@code @clerk/backend}, and
 * unmodified clerk-js in Chromium, against a running stand-in.
 */
class ClerkClientsTest {

  // What the sign-in page of the shell may ask for at most; clerk-js polls from a blob worker.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src blob:; img-src data:; "
          + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  @Test
  void officialClientsWorkUnmodified() throws IOException, InterruptedException {
    var suite = new NodeSuite("clerk");
    try (var standIn = new StandIn(false);
        var proving = new StandIn(true)) {
      servePages(suite.folder(), standIn);
      servePages(suite.folder(), proving);
      suite.run(
          Map.of(
              "CLERK_TEST_ORIGIN", standIn.origin.toString(),
              "CLERK_TEST_PROVING_ORIGIN", proving.origin.toString(),
              "CLERK_TEST_API_URL", standIn.clerk().backendUrl(),
              "CLERK_TEST_SECRET_KEY", standIn.clerk().secretKey(),
              "CLERK_TEST_PUBLISHABLE_KEY", standIn.clerk().publishableKey(),
              "CLERK_TEST_WEBHOOK_SECRET", standIn.clerk().webhookSecret()));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void servePages(Path suite, StandIn standIn) {
    String page =
        read(suite.resolve("page.html"))
            .replace("%KEY%", standIn.clerk().publishableKey())
            .replace("%PROXY%", standIn.clerk().issuer());
    for (String path : new String[] {"/app", "/sso-callback", "/done"}) {
      standIn.gateway().createContext(path, exchange -> send(exchange, "text/html", page));
    }
    Path script = suite.resolve("page.js");
    standIn
        .gateway()
        .createContext("/page.js", exchange -> send(exchange, "text/javascript", read(script)));
    Path clerkJs = suite.resolve("node_modules/@clerk/clerk-js/dist");
    standIn
        .gateway()
        .createContext(
            "/clerk-js/",
            exchange -> {
              String file = exchange.getRequestURI().getPath().substring("/clerk-js/".length());
              send(exchange, "text/javascript", read(clerkJs.resolve(file)));
            });
    standIn.gateway().createContext("/test/clock", exchange -> forward(standIn, exchange));
    standIn
        .gateway()
        .createContext(
            "/test/mails", exchange -> send(exchange, "application/json", mails(standIn)));
    standIn
        .gateway()
        .createContext(
            "/test/webhooks", exchange -> send(exchange, "application/json", webhooks(standIn)));
  }

  private static void forward(StandIn standIn, HttpExchange exchange) throws IOException {
    standIn.forward(Duration.ofSeconds(Long.parseLong(exchange.getRequestURI().getQuery())));
    send(exchange, "text/plain", "");
  }

  private static String mails(StandIn standIn) {
    var array = Json.array();
    for (var mail : standIn.mails) {
      array.addObject().put("to", mail.to().getFirst()).put("subject", mail.subject());
    }
    return array.toString();
  }

  private static String webhooks(StandIn standIn) {
    var array = Json.array();
    for (var hook : standIn.webhooks) {
      var node = array.addObject().put("body", hook.body());
      node.putObject("headers")
          .put("svix-id", hook.id())
          .put("svix-timestamp", hook.timestamp())
          .put("svix-signature", hook.signature());
    }
    return array.toString();
  }

  private static void send(HttpExchange exchange, String type, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
