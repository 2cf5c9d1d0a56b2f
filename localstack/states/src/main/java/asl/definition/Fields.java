package asl.definition;

import asl.Quotas;
import asl.definition.DefinitionException.Problem;
import asl.evaluation.Expression;
import asl.evaluation.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import tools.jackson.databind.JsonNode;

/**
 * An object of the definition while it is being read. It remembers what was asked for, so that
 * {@link #done} can refuse what nobody has understood; all problems of a definition are collected.
 */
final class Fields {

  /** They would be read by another query language than the one that is spoken here. */
  private static final Set<String> JSON_PATH =
      Set.of(
          "InputPath",
          "OutputPath",
          "ResultPath",
          "ResultSelector",
          "Parameters",
          "Result",
          "ItemsPath",
          "SecondsPath",
          "TimestampPath",
          "ErrorPath",
          "CausePath",
          "TimeoutSecondsPath",
          "HeartbeatSecondsPath",
          "MaxConcurrencyPath",
          "ToleratedFailureCountPath",
          "ToleratedFailurePercentagePath",
          "Variable");

  private final String pointer;
  private final JsonNode node;
  private final List<Problem> problems;
  private final Set<String> read = new HashSet<>();

  Fields(String pointer, JsonNode node, List<Problem> problems) {
    this.pointer = pointer;
    this.node = node;
    this.problems = problems;
    if (!node.isObject()) {
      problem("Expected an object");
    }
  }

  String pointer() {
    return pointer;
  }

  /** The pointer of a field. */
  String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  void problem(String message) {
    problems.add(new Problem(pointer, message));
  }

  void problem(String field, String message) {
    problems.add(new Problem(at(field), message));
  }

  boolean has(String name) {
    return node.has(name);
  }

  Optional<JsonNode> node(String name) {
    read.add(name);
    return Optional.ofNullable(node.get(name));
  }

  Optional<String> text(String name) {
    return node(name)
        .flatMap(
            value -> {
              if (value.isString()) {
                return Optional.of(value.stringValue());
              }
              problem(name, "Expected a string");
              return Optional.empty();
            });
  }

  /** The text, or an empty one after saying that it is missing. */
  String require(String name) {
    if (!has(name)) {
      problem("These fields are required: [" + name + "]");
    }
    return text(name).orElse("");
  }

  Optional<Boolean> flag(String name) {
    return node(name)
        .flatMap(
            value -> {
              if (value.isBoolean()) {
                return Optional.of(value.booleanValue());
              }
              problem(name, "Expected true or false");
              return Optional.empty();
            });
  }

  /** A number that keeps the rule. */
  Optional<Double> number(String name, boolean whole, DoublePredicate rule, String what) {
    return node(name)
        .flatMap(
            value -> {
              if (isNumber(value, whole, rule)) {
                return Optional.of(value.doubleValue());
              }
              problem(name, "Expected " + what);
              return Optional.empty();
            });
  }

  /** A number that keeps the rule, or an expression. */
  Optional<Template> amount(String name, boolean whole, DoublePredicate rule, String what) {
    return node(name)
        .flatMap(
            value -> {
              if (isNumber(value, whole, rule)) {
                return Optional.of(new Template.Constant(value));
              }
              if (value.isString() && Expression.is(value.stringValue())) {
                return template(name);
              }
              problem(name, "Expected " + what + " or an expression");
              return Optional.empty();
            });
  }

  private static boolean isNumber(JsonNode value, boolean whole, DoublePredicate rule) {
    return value.isNumber()
        && (!whole || value.isIntegralNumber())
        && rule.test(value.doubleValue());
  }

  /** A text that is an expression or means itself. */
  Optional<Template> textTemplate(String name) {
    return text(name).flatMap(_ -> template(name));
  }

  /** Any JSON, with expressions in it. */
  Optional<Template> template(String name) {
    return node(name).map(value -> template(at(name), value));
  }

  private Template template(String place, JsonNode value) {
    if (value.isString()) {
      return text(place, value);
    }
    if (value.isObject()) {
      Map<String, Template> members = new LinkedHashMap<>();
      value
          .properties()
          .forEach(
              entry ->
                  members.put(
                      entry.getKey(), template(place + "/" + entry.getKey(), entry.getValue())));
      return members.values().stream().allMatch(Template.Constant.class::isInstance)
          ? new Template.Constant(value)
          : new Template.Members(members);
    }
    if (value.isArray()) {
      List<Template> items = new ArrayList<>();
      for (int i = 0; i < value.size(); i++) {
        items.add(template(place + "/" + i, value.get(i)));
      }
      return items.stream().allMatch(Template.Constant.class::isInstance)
          ? new Template.Constant(value)
          : new Template.Items(items);
    }
    return new Template.Constant(value);
  }

  private Template text(String place, JsonNode value) {
    String text = value.stringValue();
    if (Expression.isHalf(text)) {
      problems.add(
          new Problem(
              place, "An expression must begin with {% and end with %}, without a space outside"));
    }
    if (!Expression.is(text)) {
      return new Template.Constant(value);
    }
    try {
      return new Template.Computed(Expression.compile(text));
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(place, "The expression is not valid: " + e.getMessage()));
      return new Template.Constant(value);
    }
  }

  /** What {@code Assign} sets, by the variable's name. */
  Map<String, Template> assign() {
    Map<String, Template> variables = new LinkedHashMap<>();
    node("Assign")
        .ifPresent(
            value -> {
              Fields fields = new Fields(at("Assign"), value, problems);
              for (String name : value.propertyNames()) {
                checkVariable(fields, name);
                fields.template(name).ifPresent(template -> variables.put(name, template));
              }
            });
    return variables;
  }

  private static void checkVariable(Fields fields, String name) {
    if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*") || name.length() > Quotas.NAME) {
      fields.problem(name, "A variable's name has up to 80 letters, digits and underscores");
    } else if (name.equals("states")) {
      fields.problem(name, "The variable $states is reserved");
    }
  }

  Optional<Fields> object(String name) {
    return node(name).map(value -> new Fields(at(name), value, problems));
  }

  /** The objects of an array. */
  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    node(name)
        .ifPresent(
            value -> {
              if (!value.isArray()) {
                problem(name, "Expected an array");
              }
              for (int i = 0; value.isArray() && i < value.size(); i++) {
                objects.add(new Fields(at(name) + "/" + i, value.get(i), problems));
              }
            });
    return objects;
  }

  Iterable<String> names() {
    return node.propertyNames();
  }

  /** Refuses what was not asked for. */
  void done() {
    for (String name : node.propertyNames()) {
      if (JSON_PATH.contains(name) && !read.contains(name)) {
        problem(name, "The field '" + name + "' belongs to JSONPath; only JSONata is understood");
      } else if (!read.contains(name)) {
        problem(name, "The field '" + name + "' is not understood");
      }
    }
  }
}
