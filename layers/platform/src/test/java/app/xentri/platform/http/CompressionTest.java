package app.xentri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.validation.Schemas;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CompressionTest {

  private static final Schemas SCHEMAS = new Schemas();
  private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final String LONG = "Wir öffnen um neun. ".repeat(100);

  private static JsonNode ask(String accepts, String text) {
    ObjectNode event = Json.object();
    event.putObject("headers").put("accept-encoding", accepts);
    var edge =
        new HttpFunction(
            "brief-get",
            SCHEMAS,
            _ ->
                _ ->
                    Response.ok(Json.object().put("text", text))
                        .etag(EntityTag.of("a", ID, ID, 7)));
    return edge.apply(event);
  }

  private static String header(JsonNode reply, String name) {
    return reply.path("headers").path(name).asString("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "gzip, deflate, br, zstd",
        "br;q=1.0, gzip;q=0.8, *;q=0.1",
        "deflate,gzip ; q=0.001",
        "gzip;q=1.000"
      })
  void whatIsLongIsSentAsGzipToWhoeverTakesIt(String accepts) throws IOException {
    JsonNode reply = ask(accepts, LONG);
    assertEquals("gzip", header(reply, "content-encoding"));
    assertTrue(reply.path("isBase64Encoded").asBoolean());
    byte[] sent = Base64.getDecoder().decode(reply.path("body").asString());
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(sent))) {
      JsonNode body = Json.read(new String(plain.readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(LONG, body.path("data").path("text").asString());
    }
    assertTrue(sent.length < LONG.length() / 4, sent.length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "br",
        "identity",
        "*",
        "gzip;q=0",
        "gzip;q=0.000, br",
        "gzip;q=nonsense, *;q=0",
        "xgzip",
        "gzip2"
      })
  void whoeverDoesNotTakeItGetsItAsItIs(String accepts) {
    JsonNode reply = ask(accepts, LONG);
    assertEquals("", header(reply, "content-encoding"));
    assertFalse(reply.path("isBase64Encoded").asBoolean());
    assertEquals(
        LONG, Json.read(reply.path("body").asString()).path("data").path("text").asString());
  }

  @Test
  void whatIsShortIsSentAsItIs() {
    JsonNode reply = ask("gzip", "short");
    assertEquals("", header(reply, "content-encoding"));
    assertFalse(reply.path("isBase64Encoded").asBoolean());
  }

  @Test
  void theTagOfWhatIsCompressedIsTheSameVersionsAndSaysThatItsBytesDiffer() {
    String plain = header(ask("", LONG), "etag");
    String compressed = header(ask("gzip", LONG), "etag");
    assertEquals("W/" + plain, compressed);
    assertEquals(EntityTag.parse(plain), EntityTag.parse(compressed));
  }
}
