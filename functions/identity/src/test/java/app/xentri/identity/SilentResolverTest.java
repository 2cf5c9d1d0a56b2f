package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.identity.clerk.SdkClerkDirectory;
import app.xentri.platform.Json;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.DatabaseUnavailable;
import app.xentri.platform.event.LambdaRelayNudge;
import app.xentri.platform.function.Environment;
import app.xentri.platform.function.FunctionDefinition;
import app.xentri.platform.function.Platform;
import app.xentri.platform.http.Response;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.redis.RedisException;
import app.xentri.testkit.Requests;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A look-up of a name has no time limit of its own, so each client is asked for a name that is
 * looked up for ever: whoever waits has an answer all the same.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentResolverTest {

  private static String at(String name) {
    return name + SilentNames.SUFFIX;
  }

  @Test
  void redis() {
    var redis = new Redis(URI.create("http://" + at("redis")), "token");
    var key = new OrgKey("count", UUID.randomUUID());
    assertThrows(RedisException.class, () -> redis.command("INCR", key));
  }

  @Test
  void theDatabase() {
    var url = "jdbc:postgresql://" + at("database") + "/xentri";
    var database = Database.open(new Database.Settings(url, "xentri_app", "secret", 1));
    assertThrows(DatabaseUnavailable.class, () -> database.run(_ -> 7));
  }

  @Test
  void theProvider() {
    var clerk =
        new SdkClerkDirectory("http://" + at("clerk") + "/v1", "key", Duration.ofMillis(500));
    assertThrows(Refused.class, () -> clerk.user("user_1"));
  }

  @Test
  void theProvidersKeys() {
    var platform =
        new Platform(
            new Environment(
                Map.of(
                    "APP_ORIGIN", "http://127.0.0.1:3000",
                    "CLERK_ISSUER", "http://" + at("issuer"),
                    "CLERK_JWKS_URL", "http://" + at("keys") + "/jwks.json")),
            Clock.systemUTC());
    var door =
        platform.operator("door", FunctionDefinition.member((_, _) -> Response.ok(Json.object())));
    var headers = Map.of("authorization", "Bearer " + token());
    var answer = door.apply(Requests.event("GET /api/v1/door", headers, ""));
    assertEquals(503, answer.path("statusCode").asInt(), answer.toString());
  }

  /** One that looks right until its key is wanted. */
  private static String token() {
    String header = encoded("{\"alg\":\"RS256\",\"kid\":\"ins_1\",\"typ\":\"JWT\"}");
    return header + "." + encoded("{\"sub\":\"user_1\"}") + "." + encoded("signature");
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whose events are committed need not know that nobody was woken. */
  @Test
  void theRelay() {
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.endpointUrl", "http://" + at("lambda"));
    new LambdaRelayNudge("event-relay").wake();
  }
}
