package app.xentri.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the local cloud reads and writes JSON. */
public final class Json {

  public static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** For records whose names others write with underscores. */
  public static final JsonMapper SNAKE_CASE =
      MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

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

  /** A document in a file. */
  public static JsonNode file(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.getFileName(), e);
    }
  }

  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }
}
