package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.platform.Json;
import app.xentri.testkit.CloudExtension;
import app.xentri.testkit.RunningCloud;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two copies on two ports, and one browser, which keeps cookies by host and not by port. */
@ExtendWith(CloudExtension.class)
class TwoCopiesTest {

  private static final String ANN = "ann.two.copies@example.com";
  private static final String CLEO = "cleo.two.copies@example.com";
  private static final String BEN = "ben.two.copies@example.com";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What the browser keeps for 127.0.0.1. */
  private final Map<String, String> cookies = new LinkedHashMap<>();

  private HttpResponse<String> send(RunningCloud cloud, String method, String path, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(cloud.origin() + "/api/v1" + path))
            .header("origin", cloud.origin())
            .header("content-type", "application/json")
            .header("cookie", String.join("; ", cookies.values()))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    var answer = http.send(request.build(), BodyHandlers.ofString());
    answer.headers().allValues("set-cookie").forEach(this::keep);
    return answer;
  }

  private void keep(String cookie) {
    String pair = cookie.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    if (cookie.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, pair);
    }
  }

  private void signIn(RunningCloud cloud, String email) throws Exception {
    String token = Json.write(Json.object().put("token", cloud.token(email)));
    assertEquals(200, send(cloud, "POST", "/auth/exchange", token).statusCode());
  }

  /** After loading the page once more, which renews the session. */
  private void assertIn(RunningCloud cloud, String email) throws Exception {
    for (boolean renewed : new boolean[] {false, true}) {
      if (renewed) {
        assertEquals(200, send(cloud, "POST", "/auth/refresh", "").statusCode());
      }
      var me = send(cloud, "GET", "/me", "");
      assertEquals(200, me.statusCode(), me.body());
      assertEquals(email, Json.read(me.body()).path("data").path("email").asString());
    }
  }

  @Test
  void whoeverSignsInToBothStaysInBothUntilTheySignOutOfOne(RunningCloud one, @TempDir Path home)
      throws Exception {
    try (var other = new RunningCloud(home)) {
      signIn(one, ANN);
      signIn(other, BEN);
      assertIn(one, ANN);
      assertIn(other, BEN);
      assertIn(one, ANN);
      assertEquals(204, send(one, "POST", "/auth/logout", "").statusCode());
      assertEquals(401, send(one, "GET", "/me", "").statusCode());
      assertIn(other, BEN);
      signIn(one, CLEO);
      assertIn(other, BEN);
      assertIn(one, CLEO);
    }
  }
}
