package app.xentri.e2e;

import static app.xentri.e2e.BadInputTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.platform.Json;
import app.xentri.platform.identity.SessionCookie;
import app.xentri.testkit.BentTokens;
import app.xentri.testkit.RunningCloud;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tokens that the identity provider would never give, through the gateway to functions that are set
 * up as the template says. (The whole collection is refused in {@code functions/identity}, where
 * the clock can be moved.)
 */
@ExtendWith(Cloud.class)
class TokensTest {

  private static final long NOW = System.currentTimeMillis() / 1000;

  /** What is wrong with a token, and how it is bent so. */
  private static Map<String, String> bad() {
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("no algorithm", "{'alg':'none'}");
    bad.put("HS256 with the public key", "{'alg':'HS256'}");
    bad.put("a key that nobody published", "{'key':'unknown'}");
    bad.put("an unknown key id", "{'header':{'kid':'ins_unknown'}}");
    bad.put("no key id", "{'header':{'kid':null}}");
    bad.put("over", "{'expires_in_seconds':-60}");
    bad.put("no end", "{'claims':{'exp':null}}");
    bad.put("not yet valid", "{'claims':{'nbf':" + (NOW + 600) + "}}");
    bad.put("from the future", "{'claims':{'iat':" + (NOW + 600) + "}}");
    bad.put("another issuer", "{'claims':{'iss':'https://clerk.evil.example'}}");
    bad.put("another party", "{'claims':{'azp':'https://evil.example'}}");
    bad.put("a pending session", "{'claims':{'sts':'pending'}}");
    bad.put("nobody", "{'claims':{'sub':null}}");
    bad.put("a blank session", "{'claims':{'sid':''}}");
    bad.put("an unknown version", "{'claims':{'v':3}}");
    return bad;
  }

  /** Tokens of a person in either version. */
  private record Forge(BentTokens bentTokens, String token, int version) {

    static Forge of(RunningCloud cloud, Person person, int version) {
      return new Forge(new BentTokens(cloud.home()), person.token(), version);
    }

    String good() {
      return token(Json.object());
    }

    String token(ObjectNode how) {
      ObjectNode wanted = how.deepCopy();
      if (version == 1) {
        ObjectNode claims = wanted.withObjectProperty("claims");
        claims.putIfAbsent("v", Json.object().nullNode());
        claims.putNull("o");
      }
      return bentTokens.bent(token, wanted);
    }
  }

  private static JsonNode claims(String token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return Json.read(new String(payload, StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> bearer(RunningCloud cloud, String token) {
    return cloud.send(token, "GET", "/api/v1/me", "", Map.of());
  }

  private static String cookieName(RunningCloud cloud) {
    return SessionCookie.of(URI.create(cloud.origin())).name();
  }

  private static HttpResponse<String> cookie(RunningCloud cloud, String token) {
    return cloud.send(
        "", "GET", "/api/v1/me", "", Map.of("cookie", cookieName(cloud) + "=" + token));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void badTokensAreRefusedAsBearerAndAsCookie(int version, RunningCloud cloud, Stored stored) {
    Person ora = Person.named(cloud, "ora");
    var forge = Forge.of(cloud, ora, version);
    var before = stored.everything();
    assertEquals(200, bearer(cloud, forge.good()).statusCode());
    assertEquals(200, cookie(cloud, forge.good()).statusCode());
    bad()
        .forEach(
            (why, how) -> {
              String token = forge.token((ObjectNode) Json.read(how.replace('\'', '"')));
              refusedEverywhere(cloud, why, token);
            });
    String good = forge.good();
    String[] parts = good.split("\\.", -1);
    refusedEverywhere(cloud, "no signature", parts[0] + "." + parts[1] + ".");
    refusedEverywhere(
        cloud, "signature of another", good.substring(0, good.lastIndexOf('.') + 1) + other(forge));
    refusedEverywhere(cloud, "garbage", "garbage");
    assertEquals(before, stored.everything());
  }

  private static String other(Forge forge) {
    String other = forge.good();
    return other.substring(other.lastIndexOf('.') + 1);
  }

  private static void refusedEverywhere(RunningCloud cloud, String why, String token) {
    for (HttpResponse<String> response : List.of(bearer(cloud, token), cookie(cloud, token))) {
      refused(why, response, 401, "unauthenticated");
      assertEquals("Bearer", response.headers().firstValue("www-authenticate").orElse(""), why);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anotherOrgIsForbiddenHoweverItIsNamed(int version, RunningCloud cloud, Stored stored) {
    Person ora = Person.named(cloud, "ora");
    Person fay = Person.named(cloud, "fay");
    String foreign = claims(fay.token()).path("o").path("id").asString();
    var forge = Forge.of(cloud, ora, version);
    var before = stored.everything();
    ObjectNode how = Json.object();
    ObjectNode claims = how.putObject("claims");
    if (version == 2) {
      claims.putObject("o").put("id", foreign).put("rol", "admin");
    } else {
      claims.put("org_id", foreign).put("org_role", "org:admin");
    }
    String token = forge.token(how);
    refused("in a bearer token", bearer(cloud, token), 403, "not_a_member");
    refused("in a cookie", cookie(cloud, token), 403, "not_a_member");
    for (String org : new String[] {fay.org(), "00000000-0000-4000-8000-000000000000", "x"}) {
      refused(
          "x-org-id " + org,
          cloud.send(ora.token(), "GET", "/api/v1/me", "", Map.of("x-org-id", org)),
          403,
          "not_a_member");
    }
    assertEquals(before, stored.everything());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "https://evil.example"})
  void aCookieChangesNothingFromAnotherPage(String origin, RunningCloud cloud, Stored stored) {
    Person ora = Person.named(cloud, "ora");
    var before = stored.everything();
    var headers = new java.util.HashMap<String, String>();
    headers.put("cookie", cookieName(cloud) + "=" + ora.token());
    headers.put("if-match", "\"1\"");
    headers.put("idempotency-key", "k");
    if (!origin.isEmpty()) {
      headers.put("origin", origin);
    }
    refused(
        "change",
        cloud.send("", "PATCH", "/api/v1/me", "{\"theme\":\"dark\"}", headers),
        403,
        "origin_refused");
    refused(
        "create",
        cloud.send("", "POST", "/api/v1/events", Person.EVENT, headers),
        403,
        "origin_refused");
    assertEquals(before, stored.everything());
  }
}
