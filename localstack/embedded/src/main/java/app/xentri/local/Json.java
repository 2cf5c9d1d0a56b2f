package app.xentri.local;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapper of the local cloud. */
public final class Json {

  public static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The object in the text; empty when it is not a JSON object. Blank text is an empty object. */
  public static Optional<ObjectNode> parseObject(String text) {
    if (text.isBlank()) {
      return Optional.of(object());
    }
    try {
      return MAPPER.readTree(text) instanceof ObjectNode node
          ? Optional.of(node)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** A document that lies beside a class, for whoever asks to change as they like. */
  public static ObjectNode resource(Class<?> beside, String name) {
    return (ObjectNode) parse(Resource.read(beside, name));
  }

  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }
}
