package app.xentri.testkit;

import app.xentri.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The identity provider of a running cloud, asked through its Backend API. */
final class Provider {

  private static final Duration LIFE = Duration.ofHours(8);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final RunningCloud cloud;
  private final JsonNode run;

  Provider(RunningCloud cloud) {
    this.cloud = cloud;
    this.run = cloud.runFile();
  }

  /** A session token of this person for their oldest org; whatever is missing is made. */
  String token(String email) {
    String user = user(email);
    exchange(jwt(session(Json.object().put("user_id", user)), Json.object()));
    ObjectNode wanted = Json.object().put("user_id", user);
    JsonNode membership = get("/users/" + user + "/organization_memberships?limit=1").path("data");
    if (!membership.isEmpty()) {
      wanted.put(
          "active_organization_id", membership.path(0).path("organization").path("id").asString());
    }
    return jwt(session(wanted), Json.object().put("expires_in_seconds", LIFE.toSeconds()));
  }

  private String user(String email) {
    JsonNode found =
        get("/users?email_address=" + URLEncoder.encode(email, StandardCharsets.UTF_8));
    if (!found.isEmpty()) {
      return found.path(0).path("id").asString();
    }
    ObjectNode wanted = Json.object().put("skip_password_requirement", true);
    wanted.putArray("email_address").add(email);
    return post("/users", wanted).path("id").asString();
  }

  private String session(ObjectNode wanted) {
    return post("/sessions", wanted).path("id").asString();
  }

  private String jwt(String session, ObjectNode wanted) {
    return post("/sessions/" + session + "/tokens", wanted).path("jwt").asString();
  }

  /** Has our API make what it needs for this person, when it has room for one more session. */
  private void exchange(String token) {
    HttpResponse<String> answer = askForSession(token);
    while (answer.statusCode() == 429) {
      pause(Duration.ofSeconds(answer.headers().firstValueAsLong("retry-after").orElseThrow()));
      answer = askForSession(token);
    }
    accepted(answer);
  }

  private HttpResponse<String> askForSession(String token) {
    return cloud.send(
        "",
        "POST",
        "/api/v1/auth/exchange",
        Json.write(Json.object().put("token", token)),
        Map.of("origin", cloud.origin()));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private JsonNode get(String path) {
    return send(request(path).GET());
  }

  private JsonNode post(String path, ObjectNode body) {
    return send(
        request(path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(body))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(run.path("clerk_backend_url").asString() + path))
        .header("authorization", "Bearer " + run.path("clerk_secret_key").asString());
  }

  private static JsonNode send(HttpRequest.Builder request) {
    try {
      return Json.read(accepted(HTTP.send(request.build(), BodyHandlers.ofString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String accepted(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.uri().getPath() + " answered " + answer.statusCode());
    }
    return answer.body();
  }
}
