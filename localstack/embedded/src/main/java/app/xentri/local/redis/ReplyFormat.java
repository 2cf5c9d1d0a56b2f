package app.xentri.local.redis;

import app.xentri.local.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How replies are written into the body of an HTTP answer. */
enum ReplyFormat {
  /** Strings as text; bytes that are not UTF-8 are lost, as in the service. */
  JSON,
  /** JSON with every string but {@code OK} in Base64. */
  BASE64,
  /** The bytes of Redis' second protocol. */
  RESP2;

  private static final JsonMapper MAPPER = Json.MAPPER;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  String contentType() {
    return this == RESP2 ? "application/octet-stream" : "application/json";
  }

  /** The body for one command. */
  byte[] one(Reply reply) {
    return this == RESP2 ? resp(reply) : MAPPER.writeValueAsBytes(envelope(reply));
  }

  /** The body for several commands, one entry each. */
  byte[] several(List<Reply> replies) {
    if (this == RESP2) {
      return resp(new Reply.Many(replies));
    }
    ArrayNode list = NODES.arrayNode();
    replies.forEach(reply -> list.add(envelope(reply)));
    return MAPPER.writeValueAsBytes(list);
  }

  private JsonNode envelope(Reply reply) {
    return reply instanceof Reply.Refusal(String message)
        ? NODES.objectNode().put("error", message)
        : NODES.objectNode().set("result", node(reply));
  }

  private JsonNode node(Reply reply) {
    return switch (reply) {
      case Reply.Text(String value) -> string(value.getBytes(StandardCharsets.UTF_8));
      case Reply.Refusal(String message) -> NODES.stringNode(message);
      case Reply.Whole(long value) -> NODES.numberNode(value);
      case Reply.Bytes(byte[] value) -> string(value);
      case Reply.Nothing(boolean _) -> NODES.nullNode();
      case Reply.Many(List<Reply> items) -> {
        ArrayNode list = NODES.arrayNode(items.size());
        items.forEach(item -> list.add(node(item)));
        yield list;
      }
    };
  }

  private JsonNode string(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    boolean plain = this == JSON || text.equals("OK");
    return NODES.stringNode(plain ? text : Base64.getEncoder().encodeToString(value));
  }

  private static byte[] resp(Reply reply) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeResp(reply, out);
    return out.toByteArray();
  }

  private static void writeResp(Reply reply, ByteArrayOutputStream out) {
    switch (reply) {
      case Reply.Text(String value) -> line(out, "+" + value);
      case Reply.Refusal(String message) -> line(out, "-" + message);
      case Reply.Whole(long value) -> line(out, ":" + value);
      case Reply.Nothing(boolean list) -> line(out, list ? "*-1" : "$-1");
      case Reply.Bytes(byte[] value) -> {
        line(out, "$" + value.length);
        out.writeBytes(value);
        line(out, "");
      }
      case Reply.Many(List<Reply> items) -> {
        line(out, "*" + items.size());
        items.forEach(item -> writeResp(item, out));
      }
    }
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
