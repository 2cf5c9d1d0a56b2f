package app.xentri.platform;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one place that knows which JSON library we use. Names are snake_case, times ISO 8601, enum
 * constants as they are in lower case.
 */
public final class Json {

  /**
   * Far more than any document of ours needs. Without it, what a few bytes of nesting or digits
   * cost would be up to their sender.
   */
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder().maxNestingDepth(100).maxNumberLength(100).build();

  private static final JsonSetter.Value EMPTY =
      JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.SKIP);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(BOUNDS).build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          // A record is its components, not what else it can tell of itself, such as isEmpty().
          .changeDefaultVisibility(seen -> seen.withIsGetterVisibility(Visibility.NONE))
          // What is not there holds nothing, and is held by nothing.
          .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.SKIP))
          .withConfigOverride(List.class, type -> type.setNullHandling(EMPTY))
          .withConfigOverride(Set.class, type -> type.setNullHandling(EMPTY))
          .build();

  /** An earlier version of us may have written less, and names that are gone since. */
  private static final ObjectReader STORED =
      MAPPER
          .reader()
          .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .with(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);

  private Json() {}

  /** The mapper itself, for hosting and for tests. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads any JSON value; duplicate names and trailing text are errors.
   *
   * @throws JacksonException if it is not JSON
   */
  public static JsonNode read(String json) {
    return MAPPER.readTree(json);
  }

  /** As {@link #read(String)}, from UTF-8. */
  public static JsonNode read(byte[] json) {
    return MAPPER.readTree(json);
  }

  /** Turns a tree into a record. */
  public static <T> T convert(JsonNode node, Class<T> type) {
    return MAPPER.treeToValue(node, type);
  }

  /**
   * Reads what we have stored ourselves: what is absent is null, zero, false or empty, and a name
   * that no enum knows any more is absent.
   */
  public static <T> T stored(String json, Class<T> type) {
    return STORED.forType(type).readValue(json);
  }

  /** As {@link #stored(String, Class)}, for collections and maps. */
  public static <T> T stored(String json, TypeReference<T> type) {
    return STORED.forType(type).readValue(json);
  }

  /** Turns records, collections and maps into a tree. */
  public static JsonNode tree(Object value) {
    return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
  }

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  public static byte[] writeBytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }
}
