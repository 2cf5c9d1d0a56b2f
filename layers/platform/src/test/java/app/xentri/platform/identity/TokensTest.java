package app.xentri.platform.identity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TokensTest {

  private static final String COOKIE = "__Host-xentri_session=";

  @AutoClose private final Door door = new Door();
  private final TokenForge forge = door.forge();

  private String good(int version) {
    return forge.sign(TokenForge.header(), forge.claims(version));
  }

  private static void assertRefused(int status, String code, String why, JsonNode reply) {
    assertEquals(status, Door.status(reply), why);
    JsonNode headers = reply.path("headers");
    assertEquals("application/problem+json", headers.path("content-type").asString(), why);
    assertEquals(code, Door.code(reply), why);
    JsonNode problem = Json.read(reply.path("body").asString());
    assertEquals(status, problem.path("status").asInt(), why);
    for (String member : new String[] {"title", "detail", "trace_id"}) {
      assertTrue(problem.path(member).isString(), why + " has no " + member);
    }
    String challenge = headers.path("www-authenticate").asString("");
    assertEquals(status == 401 ? "Bearer" : "", challenge, why);
  }

  private static void assertAccepted(JsonNode reply) {
    assertEquals(200, Door.status(reply), reply.path("body").asString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aGoodTokenIsAcceptedAndEveryBadOneIsNot(int version) {
    assertAccepted(door.bearer(good(version)));
    var bad = BadTokens.all(forge, version);
    assertTrue(bad.size() >= 60, "only " + bad.size());
    assertAll(
        bad.stream()
            .map(
                one ->
                    (Executable)
                        () ->
                            assertRefused(
                                401, "unauthenticated", one.why(), door.bearer(one.token()))));
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
                                door.cookies(COOKIE + one.token()))));
    assertAccepted(door.bearer(good(version)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatMayVaryIsAccepted(int version) {
    long now = forge.claims(version).path("iat").asLong();
    Stream.of(
            forge.claims(version).without("azp"),
            forge.claims(version).without("nbf"),
            forge.claims(version).without("o").without("org_id"),
            forge.claims(version).put("exp", now - 4),
            forge.claims(version).put("iat", now + 4))
        .map(claims -> forge.sign(TokenForge.header(), claims))
        .forEach(token -> assertAccepted(door.bearer(token)));
    assertAccepted(
        door.bearer(
            forge.sign(
                TokenForge.header().put("kid", TokenForge.OTHER_KID),
                Json.write(forge.claims(version)),
                forge.otherKey,
                "SHA256withRSA")));
    assertAccepted(door.knock("GET", Map.of("authorization", "bearer " + good(version))));
  }

  @Test
  void noTokenAtAllIsRefused() {
    assertRefused(401, "unauthenticated", "nothing", door.knock("GET", Map.of()));
    for (String header : new String[] {"", "Bearer", "Bearer ", "Basic YTpi", good(2)}) {
      assertRefused(
          401, "unauthenticated", header, door.knock("GET", Map.of("authorization", header)));
    }
    for (String cookies :
        new String[] {COOKIE, "session=" + good(2), "xentri_session=" + good(2)}) {
      assertRefused(401, "unauthenticated", cookies, door.cookies(cookies));
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
      headers.put("cookie", COOKIE + good(2));
      if (!origin.isEmpty()) {
        headers.put("origin", origin);
      }
      assertRefused(403, "origin_refused", origin, door.knock("PATCH", headers));
    }
    var own = Map.of("cookie", COOKIE + good(2), "origin", TokenForge.ORIGIN);
    assertAccepted(door.knock("PATCH", own));
    assertAccepted(door.knock("PATCH", Map.of("authorization", "Bearer " + good(2))));
  }

  @Test
  void whomAPageShowsIsTwoIdsOrMalformed() {
    String one = "0198c5a8-7a4e-7000-8000-00000000000a";
    JsonNode reply = shows(one + "/" + one.toUpperCase(java.util.Locale.ROOT));
    assertAccepted(reply);
    String body = reply.path("body").asString();
    assertTrue(body.contains("Shown[user=" + one + ", org=" + one + "]"), body);
    for (String text :
        new String[] {
          "",
          "/",
          one,
          one + "/",
          "/" + one,
          one + "/1-1-1-1-1",
          one + "/" + one + "/" + one,
          one + "," + one,
          " " + one + "/" + one,
          one + "/" + one + "," + one + "/" + one,
          "{" + one + "}/" + one
        }) {
      assertRefused(400, "shows_malformed", text, shows(text));
    }
  }

  private JsonNode shows(String text) {
    return door.knock("GET", Map.of("authorization", "Bearer " + good(2), "x-xentri-shows", text));
  }
}
