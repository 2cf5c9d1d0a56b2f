package asl.definition;

import asl.definition.DefinitionException.Problem;
import asl.definition.Machine.Kind;
import asl.definition.State.Common;
import asl.definition.State.Handling;
import asl.evaluation.Expression;
import asl.evaluation.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads one state. */
final class StateReader {

  private static final int MOST_ATTEMPTS = 99_999_999;
  private static final int LONGEST_DELAY = 31_622_400;

  private final Kind kind;
  private final List<Problem> problems;
  private final Map<String, Graph> graphs;
  private final List<Set<String>> scopes;

  StateReader(
      Kind kind, List<Problem> problems, Map<String, Graph> graphs, List<Set<String>> scopes) {
    this.kind = kind;
    this.problems = problems;
    this.graphs = graphs;
    this.scopes = scopes;
  }

  /** None for a type that there is not. */
  Optional<State> read(String name, Fields fields) {
    String type = fields.require("Type");
    fields.text("Comment");
    fields
        .text("QueryLanguage")
        .filter(language -> !language.equals("JSONata"))
        .ifPresent(
            language ->
                fields.problem(
                    "'QueryLanguage' can not be '%s' if set to 'JSONata' for whole state machine"
                        .formatted(language)));
    Optional<State> state =
        switch (type) {
          case "Task" -> Optional.of(task(name, fields));
          case "Pass" -> Optional.of(new State.Pass(common(name, fields)));
          case "Choice" -> Optional.of(choice(name, fields));
          case "Wait" -> Optional.of(waiting(name, fields));
          case "Parallel" -> Optional.of(parallel(name, fields));
          case "Map" -> Optional.of(forEach(name, fields));
          case "Succeed" -> Optional.of(new State.Succeed(last(name, fields)));
          case "Fail" -> Optional.of(fail(name, fields));
          default -> {
            if (fields.has("Type")) {
              fields.problem("Type", "There is no type '" + type + "' of state");
            }
            yield Optional.empty();
          }
        };
    if (state.isPresent()) {
      fields.done();
    }
    return state;
  }

  private static Common common(String name, Fields fields) {
    Optional<String> next = fields.text("Next");
    boolean end = fields.flag("End").orElse(false);
    if (next.isPresent() == end) {
      fields.problem("Exactly one of 'Next' and 'End: true' is required");
    }
    return new Common(name, fields.pointer(), next, fields.assign(), fields.template("Output"));
  }

  /** Of a state that ends its graph by what it is. */
  private static Common last(String name, Fields fields) {
    return new Common(
        name, fields.pointer(), Optional.empty(), Map.of(), fields.template("Output"));
  }

  private State task(String name, Fields fields) {
    String arn = fields.require("Resource");
    Optional<TaskResource> resource = TaskResource.parse(arn);
    if (resource.isEmpty() && fields.has("Resource")) {
      fields.problem("Resource", "The resource '" + arn + "' is not understood");
    }
    resource.ifPresent(known -> checkPattern(fields, known));
    Optional<Template> timeout =
        fields.amount("TimeoutSeconds", true, Seconds::positive, Seconds.POSITIVE);
    Optional<Template> heartbeat =
        fields.amount("HeartbeatSeconds", true, Seconds::positive, Seconds.POSITIVE);
    if (timeout.orElse(null) instanceof Template.Constant(JsonNode most)
        && heartbeat.orElse(null) instanceof Template.Constant(JsonNode beat)
        && beat.doubleValue() >= most.doubleValue()) {
      fields.problem(
          "HeartbeatSeconds", "'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'");
    }
    return new State.Task(
        common(name, fields),
        resource.orElseGet(
            () -> new TaskResource(arn, false, "", "", TaskResource.Pattern.REQUEST_RESPONSE)),
        fields.template("Arguments"),
        timeout,
        heartbeat,
        handling(fields));
  }

  private void checkPattern(Fields fields, TaskResource resource) {
    String suffix =
        switch (resource.pattern()) {
          case REQUEST_RESPONSE -> "";
          case WAIT_FOR_TASK_TOKEN -> ".waitForTaskToken";
          case SYNC -> ".sync";
        };
    if (kind == Kind.EXPRESS && !suffix.isEmpty()) {
      fields.problem(
          "Resource",
          "Express state machine does not support '" + suffix + "' service integration");
    }
  }

  private static State choice(String name, Fields fields) {
    List<State.Rule> rules = new ArrayList<>();
    for (Fields rule : fields.objects("Choices")) {
      Optional<Template> condition = rule.template("Condition");
      if (condition.filter(StateReader::canBeTrue).isEmpty()) {
        rule.problem("A 'Condition' is required, which is true, false or an expression");
      }
      rule.text("Comment");
      rules.add(
          new State.Rule(
              condition.orElse(new Template.Constant(asl.Json.MAPPER.nullNode())),
              rule.require("Next"),
              rule.assign(),
              rule.template("Output")));
      rule.done();
    }
    if (rules.isEmpty()) {
      fields.problem("'Choices' must hold at least one rule");
    }
    Common common =
        new Common(
            name, fields.pointer(), Optional.empty(), fields.assign(), fields.template("Output"));
    return new State.Choice(common, rules, fields.text("Default"));
  }

  private static boolean canBeTrue(Template condition) {
    return switch (condition) {
      case Template.Constant(JsonNode value) -> value.isBoolean();
      case Template.Computed _ -> true;
      case Template.Members _, Template.Items _ -> false;
    };
  }

  private static State waiting(String name, Fields fields) {
    Optional<Template> seconds = fields.amount("Seconds", true, Seconds::any, Seconds.ANY);
    Optional<Template> timestamp = fields.textTemplate("Timestamp");
    if (fields.has("Seconds") == fields.has("Timestamp")) {
      fields.problem("Exactly one of 'Seconds' and 'Timestamp' is required");
    }
    if (timestamp.orElse(null) instanceof Template.Constant(JsonNode text)
        && Timestamps.parse(text.stringValue()).isEmpty()) {
      fields.problem("Timestamp", "Expected a time as 2026-01-31T12:00:00Z");
    }
    return new State.Wait(common(name, fields), seconds, timestamp);
  }

  private State parallel(String name, Fields fields) {
    List<Graph> branches = new ArrayList<>();
    for (Fields branch : fields.objects("Branches")) {
      branch.text("Comment");
      branches.add(inner(branch));
      branch.done();
    }
    if (branches.isEmpty()) {
      fields.problem("'Branches' must hold at least one branch");
    }
    return new State.Parallel(
        common(name, fields), branches, fields.template("Arguments"), handling(fields));
  }

  private Graph inner(Fields fields) {
    return new GraphReader(kind, problems, graphs, scopes).read(fields);
  }

  private State forEach(String name, Fields fields) {
    Optional<Fields> processor = fields.object("ItemProcessor");
    Graph graph = processor.map(this::processor).orElse(new Graph("", "", Map.of()));
    if (processor.isEmpty()) {
      fields.problem("These fields are required: [ItemProcessor]");
    }
    return new State.ForEach(
        common(name, fields),
        items(fields),
        fields.template("ItemSelector"),
        graph,
        fields.amount("MaxConcurrency", true, value -> value >= 0, "a whole number from 0"),
        fields.amount("ToleratedFailureCount", true, value -> value >= 0, "a whole number from 0"),
        fields.amount(
            "ToleratedFailurePercentage",
            false,
            value -> value >= 0 && value <= 100,
            "a number from 0 to 100"),
        handling(fields));
  }

  private Graph processor(Fields fields) {
    fields.text("Comment");
    fields
        .object("ProcessorConfig")
        .ifPresent(
            config -> {
              config
                  .text("Mode")
                  .filter(mode -> !mode.equals("INLINE"))
                  .ifPresent(_ -> config.problem("Mode", "Only the mode INLINE is understood"));
              config.done();
            });
    Graph graph = inner(fields);
    fields.done();
    return graph;
  }

  private static Optional<Template> items(Fields fields) {
    Optional<JsonNode> written = fields.node("Items");
    if (written.isPresent()
        && !written.get().isArray()
        && !(written.get().isString() && Expression.is(written.get().stringValue()))) {
      fields.problem("Items", "Expected an array or an expression");
    }
    return fields.template("Items");
  }

  private static State fail(String name, Fields fields) {
    return new State.Fail(
        new Common(name, fields.pointer(), Optional.empty(), Map.of(), Optional.empty()),
        fields.textTemplate("Error"),
        fields.textTemplate("Cause"));
  }

  private static Handling handling(Fields fields) {
    List<State.Retrier> retriers = new ArrayList<>();
    List<Fields> retry = fields.objects("Retry");
    for (int i = 0; i < retry.size(); i++) {
      retriers.add(retrier(retry.get(i), i == retry.size() - 1));
    }
    List<State.Catcher> catchers = new ArrayList<>();
    List<Fields> catches = fields.objects("Catch");
    for (int i = 0; i < catches.size(); i++) {
      catchers.add(catcher(catches.get(i), i == catches.size() - 1));
    }
    return new Handling(retriers, catchers);
  }

  private static State.Retrier retrier(Fields fields, boolean last) {
    List<String> errors = errors(fields, last);
    fields.text("Comment");
    int interval =
        fields
            .number("IntervalSeconds", true, Seconds::positive, Seconds.POSITIVE)
            .orElse(1.0)
            .intValue();
    Optional<Integer> maxDelay =
        fields
            .number(
                "MaxDelaySeconds",
                true,
                value -> value > interval && value < LONGEST_DELAY,
                "a whole number above 'IntervalSeconds' and below 31622400")
            .map(Double::intValue);
    int attempts =
        fields
            .number(
                "MaxAttempts",
                true,
                value -> value >= 0 && value <= MOST_ATTEMPTS,
                "a whole number from 0 to 99999999")
            .orElse(3.0)
            .intValue();
    double rate =
        fields.number("BackoffRate", false, value -> value >= 1, "a number from 1.0").orElse(2.0);
    String jitter = fields.text("JitterStrategy").orElse("NONE");
    if (!Set.of("FULL", "NONE").contains(jitter)) {
      fields.problem("JitterStrategy", "Expected FULL or NONE");
    }
    fields.done();
    return new State.Retrier(errors, interval, attempts, rate, maxDelay, jitter.equals("FULL"));
  }

  private static State.Catcher catcher(Fields fields, boolean last) {
    List<String> errors = errors(fields, last);
    fields.text("Comment");
    State.Catcher catcher =
        new State.Catcher(
            errors, fields.require("Next"), fields.assign(), fields.template("Output"));
    fields.done();
    return catcher;
  }

  private static List<String> errors(Fields fields, boolean last) {
    JsonNode written = fields.node("ErrorEquals").orElse(asl.Json.MAPPER.nullNode());
    List<String> errors = new ArrayList<>();
    written.forEach(error -> errors.add(error.asString("")));
    if (!written.isArray() || errors.isEmpty() || errors.contains("")) {
      fields.problem("'ErrorEquals' must hold at least one name of an error");
    }
    if (errors.contains(ErrorNames.ALL) && (errors.size() > 1 || !last)) {
      fields.problem("ErrorEquals", "'States.ALL' must stand alone, and in the last place");
    }
    for (String error : errors) {
      if (error.startsWith("States.") && !ErrorNames.KNOWN.contains(error)) {
        fields.problem("ErrorEquals", "There is no error '" + error + "'");
      }
    }
    return errors;
  }
}
