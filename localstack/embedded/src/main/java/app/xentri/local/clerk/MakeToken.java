package app.xentri.local.clerk;

import app.xentri.local.Home;
import app.xentri.local.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code make token EMAIL=a@b.c}: prints a bearer token for the API of the running local cloud,
 * valid for eight hours, and nothing else, on standard output.
 *
 * <p>Reads {@code $XENTRI_HOME/run/local-cloud.json} (default {@code .xentri}), of which it needs
 * {@code gateway_url} (for example {@code http://127.0.0.1:3000}), {@code clerk_backend_url} (with
 * {@code /v1}) and {@code clerk_secret_key}. Makes the user when there is none, without a password;
 * opens a session; lets {@code POST /api/v1/auth/exchange} make user and organization in Xentri;
 * and asks for a long-lived session token for the user's oldest organization.
 */
public final class MakeToken {

  private static final Duration LIFE = Duration.ofHours(8);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int TOO_MANY = 429;

  /** How often something is asked again. */
  private static final int PATIENCE = 60;

  private final HttpClient http;
  private final String gateway;
  private final String backend;
  private final String secretKey;

  private MakeToken(HttpClient http, JsonNode runFile) {
    this.http = http;
    this.gateway = runFile.path("gateway_url").asString();
    this.backend = runFile.path("clerk_backend_url").asString();
    this.secretKey = runFile.path("clerk_secret_key").asString();
  }

  /** Takes the e-mail address as the only argument; exits with 1 and a sentence when it fails. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.getenv("XENTRI_HOME"), System.out, System.err));
  }

  static int run(
      String[] arguments, @Nullable String homeFolder, PrintStream out, PrintStream problems) {
    if (arguments.length != 1 || !User.isEmail(arguments[0])) {
      problems.println("Usage: make token EMAIL=you@example.com");
      return 1;
    }
    var home = new Home(Path.of(homeFolder == null ? ".xentri" : homeFolder));
    Path runFile = home.runFile();
    if (!Files.exists(runFile)) {
      problems.println("The local cloud is not running here. Start it with: make run");
      return 1;
    }
    try {
      out.println(token(Json.file(runFile), arguments[0]));
      return 0;
    } catch (IOException e) {
      problems.println("No token: " + e.getMessage() + ". Is the local cloud running?");
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /**
   * A token of this person for their oldest organization; whatever is missing is made.
   *
   * @param runFile where the running cloud has written down what it is reached by
   */
  public static String token(JsonNode runFile, String email)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      return new MakeToken(http, runFile).token(email);
    }
  }

  private String token(String email) throws IOException, InterruptedException {
    String userId = userId(email);
    String sessionId = session(Json.object().put("user_id", userId));
    exchange(jwt("/sessions/" + sessionId + "/tokens", Json.object()));
    String organization = oldestOrganization(userId);
    var again = Json.object().put("user_id", userId);
    if (organization != null) {
      sessionId = session(again.put("active_organization_id", organization));
    }
    var life = Json.object().put("expires_in_seconds", LIFE.toSeconds());
    return jwt("/sessions/" + sessionId + "/tokens", life);
  }

  private String userId(String email) throws IOException, InterruptedException {
    String query = "/users?email_address=" + URLEncoder.encode(email, StandardCharsets.UTF_8);
    var found = clerk(HttpRequest.newBuilder(URI.create(backend + query)));
    if (!found.isEmpty()) {
      return found.path(0).path("id").asString();
    }
    var wanted = Json.object().put("skip_password_requirement", true);
    wanted.putArray("email_address").add(email);
    return clerk(post("/users", wanted)).path("id").asString();
  }

  private String session(ObjectNode body) throws IOException, InterruptedException {
    return clerk(post("/sessions", body)).path("id").asString();
  }

  private String jwt(String path, ObjectNode body) throws IOException, InterruptedException {
    return clerk(post(path, body)).path("jwt").asString();
  }

  private @Nullable String oldestOrganization(String userId)
      throws IOException, InterruptedException {
    var url = URI.create(backend + "/users/" + userId + "/organization_memberships?limit=1");
    var first = clerk(HttpRequest.newBuilder(url)).path("data").path(0);
    return first.isMissingNode() ? null : first.path("organization").path("id").asString();
  }

  /** Lets our API make what it needs for this user; it answers 200 however often it is asked. */
  private void exchange(String sessionToken) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(gateway + "/api/v1/auth/exchange"))
            .header("Origin", gateway)
            .header("Content-Type", "application/json")
            .POST(body(Json.object().put("token", sessionToken)));
    send(request);
  }

  private HttpRequest.Builder post(String path, ObjectNode body) {
    return HttpRequest.newBuilder(URI.create(backend + path))
        .header("Content-Type", "application/json")
        .POST(body(body));
  }

  private static HttpRequest.BodyPublisher body(ObjectNode node) {
    return HttpRequest.BodyPublishers.ofString(node.toString());
  }

  private JsonNode clerk(HttpRequest.Builder request) throws IOException, InterruptedException {
    return send(request.header("Authorization", "Bearer " + secretKey));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var ready = request.timeout(TIMEOUT).build();
    var response = http.send(ready, HttpResponse.BodyHandlers.ofString());
    for (int left = PATIENCE; left > 0 && isAskedAgain(response); left--) {
      Thread.sleep(
          Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1)));
      response = http.send(ready, HttpResponse.BodyHandlers.ofString());
    }
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          ready.uri().getPath() + " answered " + response.statusCode() + " " + response.body());
    }
    return Json.parse(response.body());
  }

  /**
   * Whether there are too many questions, or a machine that has much else to do did not come to an
   * answer in time. That something of ours went wrong it would say again.
   */
  private static boolean isAskedAgain(HttpResponse<String> response) {
    return switch (response.statusCode()) {
      case TOO_MANY, 503, 504 -> true;
      case 500 -> !response.body().contains("problems/internal");
      default -> false;
    };
  }
}
