package app.xentri.platform.validation;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.text.EmailAddress;
import app.xentri.platform.text.Text;
import app.xentri.platform.text.TextGate;
import app.xentri.platform.text.Timestamp;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.MinLengthValidator;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The JSON Schemas on the class path ({@code schema/}), compiled when there is first something to
 * hold against them. References between them are relative and resolved on the class path only.
 */
public final class Schemas {

  private static final String ROOT = "classpath:";

  /** What says nothing against a document in which nothing is. */
  private static final Set<String> ABOUT_WHAT_IS_THERE =
      Set.of("$schema", "title", "description", "properties", "additionalProperties");

  // Made when first asked, which is a tenth of a start: a function whose requests carry nothing to
  // validate never asks.
  private final Supplier<SchemaRegistry> registry = SingletonSupplier.of(Schemas::registry);
  private final Map<String, Optional<JsonNode>> documents = new ConcurrentHashMap<>();
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDialect(
        dialect(),
        builder ->
            builder.schemaRegistryConfig(
                SchemaRegistryConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ENGLISH)
                    .build()));
  }

  /** JSON Schema 2020-12 and the notes of ours that validate nothing. */
  private static Dialect dialect() {
    return Dialect.builder(Dialects.getDraft202012())
        .keyword(new NonValidationKeyword("x-client-may-send"))
        .keyword(new NonValidationKeyword("x-begins"))
        .keyword(new NonValidationKeyword("x-led-to-by"))
        .keyword(new NonValidationKeyword("x-status"))
        .keyword(new NonValidationKeyword("x-body"))
        .keyword(new NonValidationKeyword("x-idempotency-key"))
        .keyword(new NonValidationKeyword("x-foreign"))
        .keyword(new VisibleLength())
        .format(new TextFormat("date-time", text -> Timestamp.read(text).isPresent()))
        .format(new TextFormat("email", text -> EmailAddress.of(text).isPresent()))
        .build();
  }

  /** A format that one of our own types defines, so that what passes can also be read. */
  private record TextFormat(String name, Predicate<String> rule) implements Format {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean matches(ExecutionContext context, String text) {
      return rule.test(text);
    }
  }

  /** {@code minLength}, for which text that shows nothing is as short as none. */
  private static final class VisibleLength extends AbstractKeyword {

    VisibleLength() {
      super("minLength");
    }

    @Override
    public KeywordValidator newValidator(
        SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
      return new MinLengthValidator(location, value, parent, context) {
        @Override
        public void validate(
            ExecutionContext execution, JsonNode node, JsonNode root, NodePath place) {
          boolean blank = node.isString() && !Text.isVisible(node.asString());
          super.validate(execution, blank ? StringNode.valueOf("") : node, root, place);
        }
      };
    }
  }

  /** Whether there is a schema at this path, for example {@code api/me-patch.request.json}. */
  public boolean has(String path) {
    return find(path).isPresent();
  }

  /** Whether there is a schema at this path of a body, and not one that says there is none. */
  public boolean hasBody(String path) {
    return find(path).filter(it -> it.path("x-body").asBoolean(true)).isPresent();
  }

  /** Whether this is the schema of another service's message, whose text is not ours to refuse. */
  public boolean isForeign(String path) {
    return find(path).filter(it -> it.path("x-foreign").asBoolean(false)).isPresent();
  }

  /** Names of the top-level strings that are secrets ({@code "format": "password"}). */
  public Set<String> secrets(String path) {
    JsonNode properties = find(path).map(it -> it.path("properties")).orElse(Json.object());
    return properties.properties().stream()
        .filter(entry -> entry.getValue().path("format").asString("").equals("password"))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is wrong with a document; empty if nothing is. */
  public List<Violation> violations(String path, JsonNode document) {
    JsonNode schema = require(path);
    if (document.isObject() && document.isEmpty() && allowsNothing(schema)) {
      return List.of();
    }
    return compiled(path, schema).validate(document).stream()
        .map(Schemas::violation)
        .distinct()
        .limit(Violation.MOST)
        .toList();
  }

  /**
   * Query parameters with those that the schema calls integers turned into numbers, so that they
   * can be validated as such.
   */
  public JsonNode coerce(String path, JsonNode parameters) {
    ObjectNode coerced = Json.object();
    JsonNode properties = require(path).path("properties");
    parameters
        .properties()
        .forEach(
            entry -> {
              String text = entry.getValue().asString("");
              boolean number =
                  properties.path(entry.getKey()).path("type").asString("").equals("integer")
                      && text.matches("-?[0-9]{1,9}");
              if (number) {
                coerced.put(entry.getKey(), Integer.parseInt(text));
              } else {
                coerced.put(entry.getKey(), text);
              }
            });
    return coerced;
  }

  /** Whether this is plainly the schema of an object of which every part may be missing. */
  private static boolean allowsNothing(JsonNode schema) {
    return schema.properties().stream()
        .allMatch(
            rule ->
                ABOUT_WHAT_IS_THERE.contains(rule.getKey())
                    || (rule.getKey().equals("type")
                        && rule.getValue().asString("").equals("object")));
  }

  private JsonNode require(String path) {
    return find(path).orElseThrow(() -> new IllegalArgumentException("no schema " + path));
  }

  private Optional<JsonNode> find(String path) {
    return documents.computeIfAbsent(path, Schemas::read);
  }

  private static Optional<JsonNode> read(String path) {
    try (InputStream document = Schemas.class.getResourceAsStream("/" + path)) {
      return document == null ? Optional.empty() : Optional.of(Json.read(document.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Schema compiled(String path, JsonNode document) {
    return compiled.computeIfAbsent(
        path, key -> registry.get().getSchema(SchemaLocation.of(ROOT + key), document));
  }

  private static Violation violation(Error error) {
    String pointer = error.getInstanceLocation().toString();
    boolean aboutProperty =
        error.getProperty() != null
            && List.of("required", "additionalProperties", "unevaluatedProperties")
                .contains(error.getKeyword());
    return new Violation(
        aboutProperty ? pointer + TextGate.pointer(error.getProperty()) : pointer,
        Complaint.of(error.getKeyword(), error.getSchemaNode())
            .orElse("is not as the API's document describes it"));
  }
}
