package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.RoundTrips;
import app.xentri.testkit.TestDatabase;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** How often each function asks the database (docs/decisions/0003). */
@ExtendWith(DatabaseExtension.class)
class RoundTripsTest {

  private static final int READ = 1;
  private static final int WRITE = 3;

  /** What asks the provider does so between transactions, in a turn (docs/decisions/0099). */
  private static final int ASKING = 4;

  private static final int SIGN_UP = 7;
  private static final int EXCHANGE = 6;

  private record Counted(Stage stage, RoundTrips proxy) {

    void atMost(int most, int status, Supplier<Answer> call) {
      proxy.take();
      Answer answer = call.get();
      int taken = proxy.take();
      assertEquals(status, answer.status(), answer.text());
      assertTrue(taken <= most, taken + " round trips");
    }

    Answer call(String function, String route, String token, ObjectNode body) {
      return call(function, route, token, "\"1\"", body);
    }

    Answer call(String function, String route, String token, String seen, ObjectNode body) {
      var headers =
          Map.of(
              "authorization",
              "Bearer " + token,
              "idempotency-key",
              "k-" + function,
              "if-match",
              seen);
      return stage.call(function, route, headers, body);
    }
  }

  @Test
  void noneTakesMoreThanItNeeds(TestDatabase database) {
    try (var proxy = new RoundTrips(database.port());
        var stage = Stage.through(database, proxy.port())) {
      // Connects, which is not counted.
      assertEquals(201, stage.signUp("k0", "joe@example.com", "correct horse battery").status());
      var counted = new Counted(stage, proxy);
      counted.atMost(
          SIGN_UP, 201, () -> stage.signUp("k1", "ann@example.com", "correct horse battery"));
      String token = stage.sessionToken(stage.session(stage.clerkUserId("ann@example.com")));
      counted.atMost(EXCHANGE, 200, () -> stage.exchange(token));
      var none = Json.object();

      counted.atMost(READ, 200, () -> counted.call("me-get", "GET /api/v1/me", token, none));
      counted.atMost(READ, 200, () -> counted.call("orgs-list", "GET /api/v1/orgs", token, none));
      counted.atMost(
          READ, 200, () -> counted.call("orgs-current", "GET /api/v1/orgs/current", token, none));
      String seen = seen(counted, token);
      var theme = Json.object().put("theme", "dark");
      counted.atMost(
          WRITE, 200, () -> counted.call("me-patch", "PATCH /api/v1/me", token, seen, theme));
      String then = seen(counted, token);
      var name = Json.object().put("name", "Ann Lee");
      counted.atMost(
          ASKING, 200, () -> counted.call("me-patch", "PATCH /api/v1/me", token, then, name));
      var bakery = Json.object().put("name", "Bakery");
      counted.atMost(
          ASKING, 201, () -> counted.call("orgs-create", "POST /api/v1/orgs", token, bakery));
    }
  }

  private static String seen(Counted counted, String token) {
    return String.valueOf(
        counted.call("me-get", "GET /api/v1/me", token, Json.object()).headers().get("etag"));
  }
}
