package app.xentri.platform.validation;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal.Violation;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schemas on the class path ({@code schema/}), compiled when first used. References
 * between them are relative and resolved on the class path only.
 */
public final class Schemas {

  private static final String ROOT = "classpath:";

  // Made when first asked: a function whose requests carry nothing to validate never is.
  private final Supplier<SchemaRegistry> registry = SingletonSupplier.of(Schemas::registry);
  private final Map<String, Optional<Schema>> compiled = new ConcurrentHashMap<>();

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
        .keyword(new NonValidationKeyword("x-status"))
        .keyword(new NonValidationKeyword("x-body"))
        .keyword(new NonValidationKeyword("x-idempotency-key"))
        .build();
  }

  /** Whether there is a schema at this path, for example {@code api/me-patch.request.json}. */
  public boolean has(String path) {
    return find(path).isPresent();
  }

  /** Whether there is a schema at this path of a body, and not one that says there is none. */
  public boolean hasBody(String path) {
    return find(path).filter(it -> it.getSchemaNode().path("x-body").asBoolean(true)).isPresent();
  }

  /** What is wrong with a document; empty if nothing is. */
  public List<Violation> violations(String path, JsonNode document) {
    Schema schema = find(path).orElseThrow(() -> new IllegalArgumentException("no schema " + path));
    return schema.validate(document).stream().map(Schemas::violation).distinct().limit(50).toList();
  }

  /**
   * Query parameters with those that the schema calls integers turned into numbers, so that they
   * can be validated as such.
   */
  public JsonNode coerce(String path, JsonNode parameters) {
    Schema schema = find(path).orElseThrow(() -> new IllegalArgumentException("no schema " + path));
    ObjectNode coerced = Json.object();
    JsonNode properties = schema.getSchemaNode().path("properties");
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

  private Optional<Schema> find(String path) {
    return compiled.computeIfAbsent(
        path,
        key -> {
          boolean there = Schemas.class.getResource("/" + key) != null;
          return there
              ? Optional.of(registry.get().getSchema(SchemaLocation.of(ROOT + key)))
              : Optional.empty();
        });
  }

  private static Violation violation(Error error) {
    String pointer = error.getInstanceLocation().toString();
    boolean aboutProperty =
        error.getProperty() != null
            && List.of("required", "additionalProperties", "unevaluatedProperties")
                .contains(error.getKeyword());
    return new Violation(
        aboutProperty ? pointer + "/" + escape(error.getProperty()) : pointer, message(error));
  }

  /** The message without the value: an error must not carry what a person typed. */
  private static String message(Error error) {
    return switch (error.getKeyword()) {
      case "required" -> "is required";
      case "additionalProperties", "unevaluatedProperties" -> "is not known here";
      case "enum", "const" -> "is not one of the allowed values";
      case "pattern" -> "does not have the expected form";
      case "format" -> "is not a valid " + error.getSchemaNode().asString("value");
      case "type" -> "must be of type " + error.getSchemaNode().asString("the schema");
      default -> error.getMessage();
    };
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
