package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.http.LoopbackServer;
import app.xentri.platform.Json;
import app.xentri.platform.function.Environment;
import app.xentri.platform.function.Platform;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Requests;
import app.xentri.testkit.TestDatabase;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(DatabaseExtension.class)
class TokenTest {

  private final HandClock clock = new HandClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final TokenForge forge = new TokenForge(clock);
  private final AtomicInteger fetches = new AtomicInteger();
  private final LoopbackServer provider = new LoopbackServer("jwks", this::serveKeys);
  private volatile String keys = forge.jwks();
  private volatile int keysStatus = 200;
  private TestDatabase database;
  private TestDatabase.Workspace acme;
  private TestDatabase.Workspace beta;
  private Platform platform;
  private UnaryOperator<JsonNode> getMe;
  private UnaryOperator<JsonNode> patchMe;

  @BeforeEach
  void start(TestDatabase fresh) {
    database = fresh;
    acme = database.workspace("acme");
    beta = database.workspace("beta");
    platform = platform(database.url());
    getMe = Hosted.function("me-get", platform);
    patchMe = Hosted.function("me-patch", platform);
  }

  @AfterEach
  void stop() {
    provider.close();
    platform.database().close();
  }

  private Platform platform(String databaseUrl) {
    var variables = new HashMap<String, String>();
    variables.put("XENTRI_ENVIRONMENT", "local");
    variables.put("APP_ORIGIN", TokenForge.ORIGIN);
    variables.put("DATABASE_URL", databaseUrl);
    variables.put("DATABASE_USER", "xentri_app");
    variables.put("DATABASE_POOL_SIZE", "2");
    variables.put("CLERK_ISSUER", TokenForge.ISSUER);
    variables.put("CLERK_JWKS_URL", provider.url() + "/.well-known/jwks.json");
    variables.put("RELAY_FUNCTION_NAME", "event-relay");
    return new Platform(new Environment(variables), clock);
  }

  private void serveKeys(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    byte[] body = keys.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(keysStatus, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String good(int version) {
    return forge.sign(TokenForge.header(), forge.claims(version));
  }

  private JsonNode get(Map<String, String> headers) {
    return getMe.apply(Requests.event("GET /api/v1/me", headers, ""));
  }

  private JsonNode bearer(String token) {
    return get(Map.of("authorization", "Bearer " + token));
  }

  private static void assertRefused(int status, String code, String why, JsonNode reply) {
    assertEquals(status, reply.path("statusCode").asInt(), why);
    assertEquals(
        "application/problem+json", reply.path("headers").path("content-type").asString(), why);
    JsonNode problem = Json.read(reply.path("body").asString());
    assertEquals("https://xentri.app/problems/" + code, problem.path("type").asString(), why);
    assertEquals(status, problem.path("status").asInt(), why);
    for (String member : new String[] {"title", "detail", "trace_id"}) {
      assertTrue(problem.path(member).isString(), why + " has no " + member);
    }
    assertEquals(
        status == 401 ? "Bearer" : "",
        reply.path("headers").path("www-authenticate").asString(""),
        why);
  }

  private static void assertAccepted(JsonNode reply) {
    assertEquals(200, reply.path("statusCode").asInt(), reply.path("body").asString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aGoodTokenIsAcceptedAndEveryBadOneIsNot(int version) {
    assertAccepted(bearer(good(version)));
    var bad = BadTokens.all(forge, version);
    assertTrue(bad.size() >= 60, "only " + bad.size());
    assertAll(
        bad.stream()
            .map(
                one ->
                    (Executable)
                        () ->
                            assertRefused(401, "unauthenticated", one.why(), bearer(one.token()))));
    assertAll(
        bad.stream()
            .filter(one -> !one.token().matches(".*[ ;].*"))
            .map(
                one ->
                    (Executable)
                        () ->
                            assertRefused(
                                401,
                                "unauthenticated",
                                one.why() + " in a cookie",
                                get(Map.of("cookie", "xentri_session=" + one.token())))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatMayVaryIsAccepted(int version) {
    Stream.of(
            forge.claims(version).without("azp"),
            forge.claims(version).without("nbf"),
            forge.claims(version).without("o").without("org_id"),
            forge.claims(version).put("exp", clock.instant().getEpochSecond() - 4),
            forge.claims(version).put("iat", clock.instant().getEpochSecond() + 4))
        .map(claims -> forge.sign(TokenForge.header(), claims))
        .forEach(token -> assertAccepted(bearer(token)));
    assertAccepted(
        bearer(
            forge.sign(
                TokenForge.header().put("kid", TokenForge.OTHER_KID),
                Json.write(forge.claims(version)),
                forge.otherKey,
                "SHA256withRSA")));
    assertAccepted(get(Map.of("authorization", "bearer " + good(version))));
  }

  @Test
  void noTokenAtAllIsRefused() {
    assertRefused(401, "unauthenticated", "nothing", get(Map.of()));
    for (String header : new String[] {"", "Bearer", "Bearer ", "Basic YTpi", good(2)}) {
      assertRefused(401, "unauthenticated", header, get(Map.of("authorization", header)));
    }
    assertRefused(401, "unauthenticated", "empty cookie", get(Map.of("cookie", "xentri_session=")));
    assertRefused(
        401, "unauthenticated", "other cookie", get(Map.of("cookie", "session=" + good(2))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aGoodTokenOfSomeoneWhoIsNoMemberIsForbidden(int version) {
    ObjectNode stranger = forge.claims(version).put("sub", "user_nobody");
    assertRefused(
        403, "no_workspace", "stranger", bearer(forge.sign(TokenForge.header(), stranger)));
    ObjectNode number = forge.claims(version).put("sub", 7);
    assertRefused(
        403,
        "no_workspace",
        "subject as a number",
        bearer(forge.sign(TokenForge.header(), number)));

    ObjectNode foreign = forge.claims(version);
    if (version == 2) {
      foreign.putObject("o").put("id", "org_beta");
    } else {
      foreign.put("org_id", "org_beta");
    }
    assertRefused(
        403, "not_a_member", "foreign org", bearer(forge.sign(TokenForge.header(), foreign)));

    for (String org :
        new String[] {
          beta.orgId().toString(), UUID.randomUUID().toString(), "org_acme", "1-1-1-1-1", ""
        }) {
      var headers = Map.of("authorization", "Bearer " + good(version), "x-org-id", org);
      assertRefused(403, "not_a_member", "x-org-id " + org, get(headers));
    }
    assertAccepted(
        get(
            Map.of(
                "authorization", "Bearer " + good(version), "x-org-id", acme.orgId().toString())));
  }

  @Test
  void anEndedSessionADeletedPersonAndADeletedOrgAreOutAtOnce() throws SQLException {
    assertAccepted(bearer(good(2)));
    execute("insert into ended_sessions values ('sess_acme')");
    assertRefused(401, "unauthenticated", "ended", bearer(good(2)));
    String other = forge.sign(TokenForge.header(), forge.claims(2).put("sid", "sess_other"));
    assertAccepted(bearer(other));
    execute("update organizations set deleted_at = now() where clerk_org_id = 'org_acme'");
    assertRefused(403, "no_workspace", "deleted org", bearer(other));
    execute("update organizations set deleted_at = null");
    execute("update users set deleted_at = now() where clerk_user_id = 'user_acme'");
    assertRefused(401, "unauthenticated", "deleted person", bearer(other));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect("xentri_owner");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aCookieChangesThingsOnlyFromOurOwnPages() {
    for (String origin :
        new String[] {
          "",
          "null",
          "https://evil.example",
          "http://app.example.com",
          TokenForge.ORIGIN + "/",
          TokenForge.ORIGIN + ".evil.example",
          "https://APP.example.com"
        }) {
      var headers = new HashMap<String, String>();
      headers.put("cookie", "xentri_session=" + good(2));
      headers.put("if-match", "\"1\"");
      if (!origin.isEmpty()) {
        headers.put("origin", origin);
      }
      assertRefused(403, "origin_refused", origin, patch(headers));
    }
    var own =
        Map.of(
            "cookie",
            "xentri_session=" + good(2),
            "if-match",
            "\"1\"",
            "origin",
            TokenForge.ORIGIN);
    assertAccepted(patch(own));
    var client = Map.of("authorization", "Bearer " + good(2), "if-match", "\"1\"");
    assertAccepted(patch(client));
  }

  private JsonNode patch(Map<String, String> headers) {
    String body = Json.write(Json.object().put("theme", "system"));
    return patchMe.apply(Requests.event("PATCH /api/v1/me", headers, body));
  }

  @Test
  void unknownKeysCauseAtMostOneFetchAMinute() {
    assertAccepted(bearer(good(2)));
    assertEquals(1, fetches.get());
    for (int i = 0; i < 100; i++) {
      JsonNode header = TokenForge.header().put("kid", "made_up_" + i);
      assertRefused(401, "unauthenticated", "made up", bearer(forge.sign(header, forge.claims(2))));
    }
    assertEquals(1, fetches.get());

    clock.wait(Duration.ofSeconds(59));
    bearer(forge.sign(TokenForge.header().put("kid", "a"), forge.claims(2)));
    assertEquals(1, fetches.get());
    clock.wait(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      bearer(forge.sign(TokenForge.header().put("kid", "b" + i), forge.claims(2)));
    }
    assertEquals(2, fetches.get());
    assertAccepted(bearer(good(2)));
    assertEquals(2, fetches.get());
  }

  @Test
  void aNewKeyIsFoundAndAWithdrawnOneForgotten() {
    assertAccepted(bearer(good(2)));
    keys = forge.jwks().replace(TokenForge.KID, "ins_three");
    clock.wait(Duration.ofSeconds(61));
    JsonNode header = TokenForge.header().put("kid", "ins_three");
    assertAccepted(bearer(forge.sign(header, forge.claims(2))));
    assertRefused(401, "unauthenticated", "withdrawn", bearer(good(2)));
    assertEquals(2, fetches.get());
  }

  @Test
  void aProviderThatFailsAtFirstIsAskedAgainSoonAndOneThatFailsLaterKeepsItsKeys() {
    keysStatus = 500;
    assertRefused(401, "unauthenticated", "no keys yet", bearer(good(2)));
    bearer(good(2));
    assertEquals(1, fetches.get());
    keysStatus = 200;
    clock.wait(Duration.ofSeconds(6));
    assertAccepted(bearer(good(2)));
    assertEquals(2, fetches.get());

    keysStatus = 500;
    clock.wait(Duration.ofSeconds(61));
    bearer(forge.sign(TokenForge.header().put("kid", "unknown"), forge.claims(2)));
    assertEquals(3, fetches.get());
    assertAccepted(bearer(good(2)));
    keysStatus = 200;
    keys = "{\"keys\": \"none\"}";
    clock.wait(Duration.ofSeconds(61));
    bearer(forge.sign(TokenForge.header().put("kid", "unknown"), forge.claims(2)));
    assertEquals(4, fetches.get());
    assertAccepted(bearer(good(2)));
  }
}
