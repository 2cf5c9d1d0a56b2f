package app.xentri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class RequestTest {

  private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private static ObjectNode event(Map<String, String> headers, String body) {
    ObjectNode event = Json.object().put("body", body).put("isBase64Encoded", false);
    ObjectNode given = event.putObject("headers");
    headers.forEach(given::put);
    return event;
  }

  private static Request request(Map<String, String> headers, String body) {
    return new Request(event(headers, body), "trace");
  }

  private static Request json(String body) {
    return request(Map.of("content-type", "application/json"), body);
  }

  private static String refusal(Runnable what) {
    return assertThrows(Refused.class, what::run).refusal().code();
  }

  @Test
  void aBodyInBase64IsTheSameBody() {
    String body = "{\"name\":\"Zoë\"}";
    ObjectNode event = event(Map.of("content-type", "application/json; charset=utf-8"), "");
    event.put("body", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
    event.put("isBase64Encoded", true);
    assertEquals("Zoë", new Request(event, "trace").json().path("name").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "null", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":"})
  void aBodyThatIsNotOneJsonObjectIsMalformed(String body) {
    assertEquals("malformed_json", refusal(() -> json(body).json()));
  }

  @Test
  void aBodyOverOneMebibyteIsTooLargeAndOneOfThatSizeIsNot() {
    String fill = "x".repeat(Request.MAX_BODY_BYTES - "{\"a\":\"\"}".length());
    assertEquals(fill, json("{\"a\":\"" + fill + "\"}").json().path("a").asString());
    assertEquals("payload_too_large", refusal(() -> json("{\"a\":\"" + fill + "x\"}").json()));
  }

  @Test
  void aBodyMustSayThatItIsJson() {
    assertEquals("unsupported_media_type", refusal(() -> request(Map.of(), "{}").json()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "umläut", "\u0007", "one,two"})
  void anIdempotencyKeyIsVisibleAscii(String key) {
    assertEquals(
        "idempotency_key_malformed",
        refusal(() -> request(Map.of("idempotency-key", key), "").idempotencyKey()));
  }

  @Test
  void anIdempotencyKeyIsAtMost255Long() {
    assertEquals(
        "k".repeat(255), request(Map.of("idempotency-key", "k".repeat(255)), "").idempotencyKey());
    assertEquals(
        "idempotency_key_malformed",
        refusal(() -> request(Map.of("idempotency-key", "k".repeat(256)), "").idempotencyKey()));
    assertEquals("idempotency_key_missing", refusal(() -> request(Map.of(), "").idempotencyKey()));
  }

  @Test
  void ifMatchTakesOneTagOfOurs() {
    var seven = EntityTag.of("thing", ID, ID, 7);
    assertEquals(seven, request(Map.of("if-match", seven.toString()), "").ifMatch());
    assertEquals(seven, request(Map.of("if-match", " W/" + seven + " "), "").ifMatch());
    assertNotEquals(seven, request(Map.of("if-match", "\"7\""), "").ifMatch());
    assertEquals("if_match_missing", refusal(() -> request(Map.of(), "").ifMatch()));
    for (String tag :
        new String[] {
          "7", "*", "\"7\", \"8\"", "\"-1\"", "\"9999999999999999999\"", "\"a.\"", "\".1\""
        }) {
      assertEquals(
          "if_match_malformed", refusal(() -> request(Map.of("if-match", tag), "").ifMatch()), tag);
    }
  }

  @Test
  void aMalformedIdIsNotFound() {
    for (String id : new String[] {"", "1", "1-1-1-1-1", "not-a-uuid"}) {
      ObjectNode event = event(Map.of(), "");
      event.putObject("pathParameters").put("id", id);
      assertEquals("not_found", refusal(() -> new Request(event, "trace").pathId("id")), id);
    }
  }

  @Test
  void aCookieIsFoundInTheListAndInTheHeader() {
    ObjectNode listed = event(Map.of(), "");
    listed.putArray("cookies").add("other=1").add("mine=a=b").add("mine=c");
    assertEquals(List.of("a=b", "c"), new Request(listed, "trace").cookies("mine"));
    Request inHeader = request(Map.of("cookie", "not_mine=1; mine=2;mine=; mine=3"), "");
    assertEquals(List.of("2", "", "3"), inHeader.cookies("mine"));
    assertEquals(List.of(), inHeader.cookies("in"));
  }
}
