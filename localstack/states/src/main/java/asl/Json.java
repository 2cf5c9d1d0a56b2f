package asl;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How this interpreter reads and writes JSON. */
public final class Json {

  /** What an execution is at holds its input, so it may be nested deeper than that. */
  private static final int DEEPEST = 2_000;

  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .build();

  private Json() {}

  /** Compact JSON. */
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /**
   * The document in the text.
   *
   * @throws tools.jackson.core.JacksonException when it is not JSON
   */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** Bytes of the text in UTF-8, which is what quotas count. */
  public static int size(String text) {
    // Of ASCII, as most is, there is nothing to encode.
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return bytes;
  }
}
