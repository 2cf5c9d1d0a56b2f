package app.xentri.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CookiesTest {

  private static final String NAME = "__Host-xentri_session";

  @AutoClose private final Door door = new Door();
  private final TokenForge forge = door.forge();

  private static SessionCookie at(String origin) {
    return SessionCookie.of(URI.create(origin));
  }

  @Test
  void overHttpsNobodyElseCanPlantIt() {
    assertEquals(NAME, at("https://app.example.com").name());
    assertEquals(NAME, at("https://app.example.com:443").name());
    assertEquals(
        List.of(NAME + "=t; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"),
        at("https://app.example.com")
            .set(Response.noContent(), "t", Duration.ofMinutes(1))
            .cookies());
  }

  @Test
  void copiesOnTwoPortsOfAHostHaveTheirOwn() {
    assertEquals("xentri_session_3250", at("http://127.0.0.1:3250").name());
    assertNotEquals(at("http://127.0.0.1:3250").name(), at("http://127.0.0.1:3251").name());
    assertEquals("xentri_session", at("http://localhost").name());
    assertEquals("xentri_session", at("http://localhost:80").name());
    assertEquals(NAME + "_8443", at("https://localhost:8443").name());
    assertEquals(
        List.of(
            "xentri_session_3250=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
            "xentri_session_3250_renewed=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"),
        at("http://127.0.0.1:3250").clear(loggingOut("a=b"), Response.noContent()).cookies());
  }

  private static Request loggingOut(String cookies) {
    ObjectNode event = Json.object().put("rawPath", "/api/v1/auth/logout");
    event.putObject("headers").put("cookie", cookies);
    return new Request(event, "0".repeat(32));
  }

  /** A browser tells apart cookies of one name by their paths, and no request says which. */
  @Test
  void signingOutTakesBackWhatWasPlantedForAnyPathItIsSentFor() {
    for (String name : List.of("xentri_session_3250", "xentri_session_3250_renewed")) {
      String twice = name + "=mine; " + name + "=planted";
      List<String> cleared =
          at("http://127.0.0.1:3250").clear(loggingOut(twice), Response.noContent()).cookies();
      for (String path :
          List.of("/", "/api", "/api/", "/api/v1", "/api/v1/auth/", "/api/v1/auth/logout")) {
        String back = name + "=; Path=" + path + "; Max-Age=0; HttpOnly; SameSite=Lax";
        assertTrue(cleared.contains(back), path + " is not among " + cleared);
      }
    }
    String usual = "xentri_session_3250=mine; xentri_session_3250_renewed=mine";
    assertEquals(
        2,
        at("http://127.0.0.1:3250").clear(loggingOut(usual), Response.noContent()).cookies().size(),
        "of one of each there is nothing to guess");
    assertEquals(
        2,
        at("https://app.example.com")
            .clear(loggingOut(NAME + "=a; " + NAME + "=b"), Response.noContent())
            .cookies()
            .size(),
        "over https nobody can plant it for a path");
  }

  @Test
  void aCopyOnAnotherPortIsAskedWithItsOwnCookieOnly() {
    try (var local = new Door("http://127.0.0.1:3250")) {
      ObjectNode claims = local.forge().claims(2).put("azp", "http://127.0.0.1:3250");
      String token = local.forge().sign(TokenForge.header(), claims);
      assertEquals(200, Door.status(local.cookies("xentri_session_3250=" + token)));
      assertEquals(401, Door.status(local.cookies("xentri_session_3251=" + token)));
      assertEquals(
          200,
          Door.status(local.cookies("xentri_session_3251=other; xentri_session_3250=" + token)));
    }
  }

  private String token(String person, String session, long secondsLeft) {
    ObjectNode claims = forge.claims(2).put("sub", person).put("sid", session);
    claims.put("exp", claims.path("iat").asLong() + secondsLeft);
    return forge.sign(TokenForge.header(), claims);
  }

  private JsonNode both(String first, String second) {
    return door.cookies(NAME + "=" + first + "; theme=dark; " + NAME + "=" + second);
  }

  @Test
  void somethingStaleEmptyOrPlantedBesideTheGoodOneDoesNotHideIt() {
    String good = token("user_mine", "sess_1", 60);
    String forged =
        forge.sign(
            TokenForge.header(),
            Json.write(forge.claims(2).put("sub", "user_other")),
            forge.unpublished,
            "SHA256withRSA");
    for (String beside :
        List.of(
            "",
            "stale",
            forged,
            good,
            token("user_mine", "sess_old", -3600),
            token("user_mine", "sess_short", 30))) {
      for (JsonNode reply : List.of(both(beside, good), both(good, beside))) {
        assertEquals(200, Door.status(reply), beside);
        assertEquals("user_mine", Door.subject(reply), beside);
      }
    }
  }

  @Test
  void ofOnePersonsSessionsTheOneThatLastsLongestCounts() {
    String shorter = token("user_mine", "sess_short", 30);
    String longer = token("user_mine", "sess_long", 60);
    for (JsonNode reply : List.of(both(shorter, longer), both(longer, shorter))) {
      assertEquals(
          "sess_long",
          Json.read(reply.path("body").asString()).path("data").path("session").asString());
    }
  }

  @Test
  void cookiesOfTwoPeopleAreNobodys() {
    String mine = token("user_mine", "sess_1", 60);
    String over = token("user_mine", "sess_1", -60);
    String planted = token("user_other", "sess_2", 60);
    for (String own : List.of(mine, over)) {
      for (JsonNode reply : List.of(both(planted, own), both(own, planted))) {
        assertEquals(409, Door.status(reply));
        assertEquals("session_ambiguous", Door.code(reply));
      }
    }
  }
}
