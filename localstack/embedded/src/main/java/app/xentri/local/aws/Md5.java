package app.xentri.local.aws;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The digests by which SQS' clients see that a message has arrived whole. */
final class Md5 {

  private static final byte TEXT = 1;
  private static final byte BINARY = 2;

  private Md5() {}

  static String of(String body) {
    return HexFormat.of().formatHex(digest().digest(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of names, types and values in the order of names, each after its length. */
  static String ofAttributes(JsonNode attributes) {
    MessageDigest digest = digest();
    var sorted = new TreeMap<String, JsonNode>();
    attributes.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    sorted.forEach(
        (name, attribute) -> {
          add(digest, name.getBytes(StandardCharsets.UTF_8));
          String type = attribute.path("DataType").asString("");
          add(digest, type.getBytes(StandardCharsets.UTF_8));
          boolean binary = type.startsWith("Binary");
          digest.update(binary ? BINARY : TEXT);
          add(
              digest,
              binary
                  ? Base64.getDecoder().decode(attribute.path("BinaryValue").asString(""))
                  : attribute.path("StringValue").asString("").getBytes(StandardCharsets.UTF_8));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, byte[] value) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
    digest.update(value);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5"); // The protocol's choice; nothing is protected by it.
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
