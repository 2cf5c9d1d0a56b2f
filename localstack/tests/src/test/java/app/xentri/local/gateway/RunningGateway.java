package app.xentri.local.gateway;

import app.xentri.local.lambda.DemoFunctions;
import app.xentri.local.lambda.FunctionEnvironment;
import app.xentri.local.lambda.FunctionLog;
import app.xentri.local.lambda.InProcessHost;
import app.xentri.local.lambda.Lambda;
import app.xentri.local.lambda.Packages;
import app.xentri.local.template.Template;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway on a free port, in front of the demo functions and a small site, with ways to call it.
 */
final class RunningGateway implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Gateway gateway = new Gateway(0, Duration.ofSeconds(5));
  private final Lambda lambda;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningGateway(Path folder) throws IOException {
    Template template = DemoFunctions.in(folder);
    FunctionEnvironment environment = new FunctionEnvironment("eu-central-1", Map::of);
    FunctionLog log = new FunctionLog(folder.resolve("functions.log"), Clock.systemUTC());
    InProcessHost host = new InProcessHost(template, Packages.ofProject(), environment);
    lambda = new Lambda(template, DemoFunctions.PLACE, host, log, Clock.systemUTC());
    HttpHandler part =
        exchange -> {
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        };
    gateway.open(
        template,
        DemoFunctions.PLACE,
        lambda,
        site(folder),
        Map.of("/__part/", part),
        Clock.systemUTC());
  }

  private static Path site(Path folder) throws IOException {
    Files.writeString(folder.resolve("secret.txt"), "not for the web");
    Path site = Files.createDirectories(folder.resolve("site"));
    Files.createDirectories(site.resolve("sign-in"));
    Files.createDirectories(site.resolve("_astro"));
    Files.writeString(site.resolve("index.html"), "<h1>Home</h1>");
    Files.writeString(site.resolve("404.html"), "<h1>Not here</h1>");
    Files.writeString(site.resolve("sign-in/index.html"), "<h1>Sign in</h1>");
    Files.writeString(site.resolve("_astro/app.abc123.js"), "console.log('xentri')".repeat(50));
    Files.writeString(site.resolve(".env"), "HIDDEN=1");
    Files.createSymbolicLink(site.resolve("leak.txt"), folder.resolve("secret.txt"));
    return site;
  }

  int port() {
    return gateway.port();
  }

  String origin() {
    return "http://127.0.0.1:" + port();
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(origin() + target));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return send(request(target));
  }

  /** The event that the function gets for this request. */
  JsonNode event(HttpRequest.Builder request) throws IOException, InterruptedException {
    return JSON.readTree(send(request).body());
  }

  /** What the gateway makes of a function's raw answer. */
  HttpResponse<String> answered(String payload) throws IOException, InterruptedException {
    return send(
        request("/api/answer")
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofString(payload)));
  }

  /** Sends bytes as they are and returns everything that comes back until the connection closes. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(5000);
      socket
          .getOutputStream()
          .write(
              request
                  .replace("PORT", Integer.toString(port()))
                  .getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      in.transferTo(all);
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  /** Reads one response with a length from a connection that stays open. */
  static String next(BufferedReader in) throws IOException {
    String status = in.readLine();
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    for (int i = 0; i < length; i++) {
      in.read();
    }
    return String.valueOf(status);
  }

  static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    gateway.close();
    client.close();
    lambda.close();
  }
}
