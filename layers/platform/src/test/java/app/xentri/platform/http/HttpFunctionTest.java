package app.xentri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.validation.Schemas;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The edge with schemas of the product, and an endpoint that says what has reached it. */
class HttpFunctionTest {

  private static final Schemas SCHEMAS = new Schemas();

  private record Answer(int status, JsonNode body) {
    String code() {
      return body.path("type").asString("").replaceFirst(".*/", "");
    }

    List<String> pointers() {
      return body.path("errors").valueStream().map(it -> it.path("pointer").asString()).toList();
    }
  }

  private static ObjectNode event(Map<String, String> headers) {
    ObjectNode event = Json.object();
    ObjectNode given = event.putObject("headers");
    headers.forEach(given::put);
    return event;
  }

  private static ObjectNode json(String body) {
    return event(Map.of("content-type", "application/json")).put("body", body);
  }

  private static Answer answer(String function, ObjectNode event) {
    var edge =
        new HttpFunction(
            function,
            SCHEMAS,
            _ ->
                request -> {
                  ObjectNode seen = Json.object();
                  seen.set("body", request.body().length == 0 ? Json.object() : request.json());
                  seen.set("query", request.queryParameters());
                  return Response.ok(seen);
                });
    JsonNode reply = edge.apply(event);
    return new Answer(reply.path("statusCode").asInt(), Json.read(reply.path("body").asString()));
  }

  private static void assertRefused(Answer answer, int status, String code, List<String> pointers) {
    assertEquals(status, answer.status(), answer.toString());
    assertEquals(code, answer.code(), answer.toString());
    assertEquals(pointers, answer.pointers(), answer.toString());
  }

  @Test
  void malformedTextIsNamedWithItsPlace() {
    assertRefused(
        answer("orgs-create", json("{\"name\":\"a\\ud83d\"}")),
        400,
        "malformed_text",
        List.of("/name"));
    assertRefused(
        answer(
            "brief-patch-section",
            json("{\"content\":{\"statements\":[{\"text\":\"\\udc00\"}],\"f\\ud800\":1}}")),
        400,
        "malformed_text",
        List.of("/content/statements/0/text", "/content/f\ufffd"));
  }

  @Test
  void halfAPairThatTheGatewayPassesOnIsFoundToo() {
    assertRefused(
        answer("orgs-create", json("{\"name\":\"a\ud83d\"}")),
        400,
        "malformed_text",
        List.of("/name"));
  }

  @Test
  void bytesThatAreNoUtf8AreNoText() {
    assertRefused(
        answer("orgs-create", bytes("{\"name\":\"Jörg\"}", StandardCharsets.ISO_8859_1)),
        400,
        "malformed_text",
        List.of("/name"));
    assertRefused(
        answer("orgs-create", bytes("{\"name\":\"Jorg\"}", StandardCharsets.UTF_16)),
        400,
        "malformed_text",
        List.of());
    // Zeroes between the letters are UTF-8 too, but no JSON in it.
    assertRefused(
        answer("orgs-create", bytes("{}", StandardCharsets.UTF_16LE)),
        400,
        "malformed_json",
        List.of());
  }

  private static ObjectNode bytes(String body, Charset charset) {
    return json(Base64.getEncoder().encodeToString(body.getBytes(charset)))
        .put("isBase64Encoded", true);
  }

  @Test
  void controlCharactersAreNamedWithTheirPlace() {
    for (String control : List.of("\\u0000", "\\u0007", "\\u001b", "\\u007f")) {
      assertRefused(
          answer("brief-session-message", json("{\"text\":\"a" + control + "b\"}")),
          422,
          "invalid",
          List.of("/text"));
    }
    assertEquals(200, answer("brief-session-message", json("{\"text\":\"a\\r\\n\\tb\"}")).status());
    assertRefused(
        answer("orgs-create", json("{\"name\":\"a\\nb\"}")), 422, "invalid", List.of("/name"));
    assertRefused(
        answer("orgs-create", json("{\"name\":\"a\\n\"}")), 422, "invalid", List.of("/name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u200b",
        "\u3164\u3164",
        "\u2060",
        "\u00a0",
        "\u00ad\u115f",
        "\u0301",
        "\u2800"
      })
  void textThatShowsNothingIsBlank(String blank) {
    assertRefused(
        answer("orgs-create", json(Json.write(Json.object().put("name", blank)))),
        422,
        "invalid",
        List.of("/name"));
    assertRefused(
        answer("brief-session-message", json(Json.write(Json.object().put("text", blank)))),
        422,
        "invalid",
        List.of("/text"));
  }

  @Test
  void textReachesTheEndpointInOneSpellingAndAPasswordAsItWasTyped() {
    Answer answer =
        answer(
            "auth-login",
            json("{\"email\":\"jose\u0301@example.com\",\"password\":\"e\u0301e\u0301\"}"));
    assertEquals("josé@example.com", answer.body().at("/data/body/email").asString());
    assertEquals("e\u0301e\u0301", answer.body().at("/data/body/password").asString());
  }

  @Test
  void lengthsCountCharactersOfTheOneSpelling() {
    String decomposed = Json.write(Json.object().put("name", "e\u0301".repeat(120)));
    assertEquals(200, answer("orgs-create", json(decomposed)).status());
    String emoji = Json.write(Json.object().put("name", "😀".repeat(120)));
    assertEquals(200, answer("orgs-create", json(emoji)).status());
    // One character that NFC writes as three.
    String longer = Json.write(Json.object().put("name", "\ufb2c".repeat(41)));
    assertRefused(answer("orgs-create", json(longer)), 422, "invalid", List.of("/name"));
  }

  @ParameterizedTest
  @CsvSource({
    "actor=%00, /actor",
    "correlation=a%00b, /correlation",
    "actor=%ff, /actor",
    "actor=%ed%a0%bd, /actor",
    "actor=%c0%80, /actor",
    "actor=%zz, /actor",
    "actor=%, /actor",
    "actor=%EF%BF%BD, /actor",
    "actor=a&actor=a, /actor",
    "actor=a&limit=1&act%6Fr=b, /actor",
    "limit=1&limit=1, /limit",
    "x=1&x=1, /x",
    "a%2fb=%ff, /a~1b",
    "%ff=1, /%ff",
    "actor=%E2%80%8B, /actor",
    "actor=, /actor",
    "actor, /actor",
    "since=%2B300000-01-01T00:00:00Z, /since",
    "since=2026-01-01T00:00:00%2B18:01, /since",
    "until=0000-01-01T00:00:00Z, /until",
    "limit=1000000000000000000, /limit",
    "limit=1e1, /limit",
    "what=ever, /what"
  })
  void aParameterThatIsNotAsItShouldBeIsNamed(String query, String pointer) {
    assertRefused(
        answer("events-list", event(Map.of()).put("rawQueryString", query)),
        400,
        "invalid_query",
        List.of(pointer));
  }

  @Test
  void repeatedParametersAreRefusedWhereNoneAreKnown() {
    assertRefused(
        answer("me-get", event(Map.of()).put("rawQueryString", "a=1&a=1")),
        400,
        "invalid_query",
        List.of("/a"));
  }

  @Test
  void aParameterIsReadAsItWasSent() {
    ObjectNode event = event(Map.of()).put("rawQueryString", "actor=a%2Cb+c%C3%A9&&limit=2");
    JsonNode query = answer("events-list", event).body().at("/data/query");
    assertEquals("a,b cé", query.path("actor").asString());
    assertEquals("2", query.path("limit").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/jsonp",
        "application/json5",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json; charset=utf-8; charset=utf-8",
        "application/json; version=1",
        "application/json,application/json",
        "application/problem+json",
        "text/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        ";",
        ""
      })
  void whatIsNotPlainJsonIsNotRead(String type) {
    ObjectNode event = event(Map.of("content-type", type)).put("body", "{\"name\":\"a\"}");
    assertRefused(answer("orgs-create", event), 415, "unsupported_media_type", List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json; charset=\"utf-8\""
      })
  void jsonInUtf8IsRead(String type) {
    ObjectNode event = event(Map.of("content-type", type)).put("body", "{\"name\":\"a\"}");
    assertEquals(200, answer("orgs-create", event).status());
  }

  @Test
  void anEncodingIsRefusedByItsName() {
    for (String encoding : List.of("gzip", "br", "zstd", "gzip, identity", "<b>")) {
      ObjectNode event =
          event(Map.of("content-type", "application/json", "content-encoding", encoding))
              .put("body", "{\"name\":\"a\"}");
      Answer answer = answer("orgs-create", event);
      assertRefused(answer, 415, "unsupported_media_type", List.of());
      assertEquals(
          !encoding.equals("<b>"), answer.body().path("detail").asString().contains(encoding));
    }
    ObjectNode plain =
        event(Map.of("content-type", "application/json", "content-encoding", "identity"))
            .put("body", "{\"name\":\"a\"}");
    assertEquals(200, answer("orgs-create", plain).status());
  }

  @Test
  void depthAndNumbersHaveBounds() {
    String deep = "{\"content\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
    assertRefused(answer("brief-patch-section", json(deep)), 400, "malformed_json", List.of());
    String digits = "{\"name\":" + "9".repeat(5_000) + "}";
    assertRefused(answer("orgs-create", json(digits)), 400, "malformed_json", List.of());
    for (String number : List.of("1e400", "-1e999999999", "9".repeat(30), "9007199254740992")) {
      assertRefused(
          answer("orgs-create", json("{\"name\":" + number + "}")),
          422,
          "invalid",
          List.of("/name"));
    }
  }

  @Test
  void aParameterOfThePathMustBeText() {
    for (String bad : List.of("\ufffd", "a\u0000b")) {
      ObjectNode event = event(Map.of());
      event.putObject("pathParameters").put("id", bad);
      assertRefused(answer("brief-session-get", event), 400, "malformed_text", List.of("/id"));
    }
  }

  @Test
  void anotherServicesMessageIsItsReadersToJudge() {
    Answer answer =
        answer(
            "clerk-webhook",
            json(
                "{\"type\":\"user.updated\",\"data\":{\"name\":\"\\ud83d\\u0000\",\"at\":1000000000000000000000}}"));
    assertEquals(200, answer.status(), answer.toString());
    assertRefused(
        answer("clerk-webhook", json("{\"type\":\"x\",\"data\":{},\"timestamp\":1e400}")),
        422,
        "invalid",
        List.of("/timestamp"));
  }

  @Test
  void noAnswerRepeatsWhatIsMalformed() {
    Answer answer = answer("orgs-create", json("{\"name\":\"a\",\"\\ud83d\\u0000\":1}"));
    assertEquals(400, answer.status());
    assertTrue(answer.pointers().stream().noneMatch(it -> it.contains("\ud83d")));
  }
}
