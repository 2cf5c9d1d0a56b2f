package app.xentri.platform.validation;

import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What is said of a value that a schema does not allow, as the rest of a sentence that begins with
 * the value's name: {@code must have at most 200 entries}. It tells the rule and never the value,
 * for somebody typed that.
 */
final class Complaint {

  private Complaint() {}

  /**
   * The words for a keyword of JSON Schema.
   *
   * @param rule what the schema says under the keyword
   * @return empty for a keyword that none of our schemas has
   */
  static Optional<String> of(String keyword, JsonNode rule) {
    return Optional.ofNullable(
        switch (keyword) {
          case "required" -> "is required";
          case "additionalProperties", "unevaluatedProperties" -> "is not known here";
          case "type" -> "must be " + types(rule);
          case "enum" -> "must be one of " + values(rule);
          case "const" -> "must be " + rule.asString();
          case "pattern" -> "does not have the expected form";
          case "format" -> "must be " + format(rule.asString());
          case "minLength" ->
              rule.asInt() == 1
                  ? "must not be blank"
                  : "must have at least " + rule.asInt() + " characters";
          case "maxLength" -> "must have at most " + rule.asInt() + " characters";
          case "minimum" -> "must be at least " + rule.asString();
          case "maximum" -> "must be at most " + rule.asString();
          case "minItems" -> "must have at least " + counted(rule, "entry", "entries");
          case "maxItems" -> "must have at most " + counted(rule, "entry", "entries");
          case "minProperties" -> "must have at least " + counted(rule, "property", "properties");
          case "maxProperties" -> "must have at most " + counted(rule, "property", "properties");
          case "dependentRequired" -> "must have " + dependent(rule);
          case "uniqueItems" -> "must not have an entry twice";
          case "oneOf" -> "must be one of the things that it can be";
          default -> null;
        });
  }

  private static String types(JsonNode rule) {
    return rule.isArray()
        ? rule.valueStream().map(Complaint::type).collect(Collectors.joining(" or "))
        : type(rule);
  }

  private static String type(JsonNode rule) {
    return switch (rule.asString()) {
      case "string" -> "a string";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "an object";
      default -> rule.asString();
    };
  }

  private static String values(JsonNode rule) {
    return rule.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
  }

  private static String dependent(JsonNode rule) {
    return rule.propertyStream()
        .map(it -> values(it.getValue()) + " beside " + it.getKey())
        .collect(Collectors.joining(" and "));
  }

  private static String format(String name) {
    return switch (name) {
      case "uuid" -> "a UUID";
      case "date-time" -> "a time such as 2026-11-23T12:00:00Z";
      case "email" -> "an e-mail address";
      default -> "a valid " + name;
    };
  }

  private static String counted(JsonNode rule, String one, String several) {
    return rule.asInt() == 1 ? "one " + one : rule.asInt() + " " + several;
  }
}
