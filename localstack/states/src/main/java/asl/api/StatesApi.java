package asl.api;

import asl.Json;
import asl.Quotas;
import asl.definition.DefinitionException;
import asl.definition.Machine;
import asl.definition.Machine.Kind;
import asl.engine.Engine;
import asl.engine.Execution;
import asl.engine.Execution.Status;
import asl.engine.HistoryEvent;
import asl.engine.Refusal;
import asl.task.ErrorOutput;
import asl.task.Shapes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Step Functions in its JSON protocol: an operation's name and request, and its answer. */
public final class StatesApi {

  /** What stands before an operation's name in the header {@code X-Amz-Target}. */
  public static final String TARGET = "AWSStepFunctions";

  private static final int MOST_RESULTS = 1_000;
  private static final int USUAL_RESULTS = 100;
  private static final Pattern NAME =
      Pattern.compile("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]{1,80}");
  private static final Set<String> DATA =
      Set.of("input", "output", "parameters", "assignedVariables");

  private final Engine engine;

  public StatesApi(Engine engine) {
    this.engine = engine;
  }

  /**
   * Does what is asked for.
   *
   * @throws Refusal in AWS's terms; all of them are 400
   * @throws SQLException when the database cannot be reached
   */
  public JsonNode handle(String operation, JsonNode request) throws Refusal, SQLException {
    return switch (operation) {
      case "StartExecution" -> startExecution(request);
      case "StartSyncExecution" -> startSyncExecution(request);
      case "StopExecution" -> stopExecution(request);
      case "DescribeExecution" -> describe(execution(request));
      case "GetExecutionHistory" -> history(request);
      case "ListExecutions" -> listExecutions(request);
      case "DescribeStateMachine" -> describeMachine(machine(request));
      case "DescribeStateMachineForExecution" -> describeMachine(execution(request));
      case "ListStateMachines" -> listMachines(request);
      case "SendTaskSuccess" -> sendTaskSuccess(request);
      case "SendTaskFailure" -> sendTaskFailure(request);
      case "SendTaskHeartbeat" -> sendTaskHeartbeat(request);
      case "ValidateStateMachineDefinition" -> validate(request);
      default ->
          throw new Refusal("UnknownOperationException", "states:" + operation + " is not offered");
    };
  }

  // Executions

  private JsonNode startExecution(JsonNode request) throws Refusal, SQLException {
    Execution execution = start(request, machine(request));
    return object()
        .put("executionArn", arn(execution))
        .put("startDate", seconds(execution.startedAt()));
  }

  private Execution start(JsonNode request, Engine.Declared machine) throws Refusal, SQLException {
    String name = request.path("name").asString(UUID.randomUUID().toString());
    if (!NAME.matcher(name).matches()) {
      throw new Refusal("InvalidName", "Invalid Name: '" + name + "'");
    }
    String input = request.path("input").asString("{}");
    require(
        Json.size(input) <= Quotas.PAYLOAD,
        "Value at 'input' failed to satisfy constraint: Member must have length less than or equal"
            + " to 262144");
    Engine.checkInput(input);
    boolean express = machine.settings().kind() == Kind.EXPRESS;
    return engine.start(
        new Engine.Start(
            machine.settings().name(),
            express ? name + ":" + UUID.randomUUID() : name,
            input,
            Optional.of(request.path("traceHeader").asString("")).filter(text -> !text.isEmpty())));
  }

  private JsonNode startSyncExecution(JsonNode request) throws Refusal, SQLException {
    Engine.Declared machine = machine(request);
    if (machine.settings().kind() != Kind.EXPRESS) {
      throw wrongKind();
    }
    Execution ended = end(start(request, machine));
    ObjectNode answer = description(ended);
    Duration took = Duration.between(ended.startedAt(), ended.stoppedAt().orElseThrow());
    answer
        .putObject("billingDetails")
        .put("billedDurationInMilliseconds", (took.toMillis() / 100 + 1) * 100)
        .put("billedMemoryUsedInMB", 64);
    return answer;
  }

  private Execution end(Execution started) throws SQLException {
    try {
      return engine.end(started).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an execution", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode stopExecution(JsonNode request) throws Refusal, SQLException {
    Execution stopped = engine.stop(execution(request), error(request));
    return object()
        .put("stopDate", stopped.stoppedAt().map(StatesApi::seconds).orElse(BigDecimal.ZERO));
  }

  private static ErrorOutput error(JsonNode request) {
    return new ErrorOutput(text(request, "error"), text(request, "cause"));
  }

  private static @Nullable String text(JsonNode request, String field) {
    JsonNode value = request.path(field);
    return value.isString() ? value.stringValue() : null;
  }

  private Execution execution(JsonNode request) throws Refusal, SQLException {
    String text = request.path("executionArn").asString("");
    Arn arn = Arn.ofExecution(text);
    return engine
        .find(arn.machine(), arn.name())
        .orElseThrow(
            () -> new Refusal("ExecutionDoesNotExist", "Execution Does Not Exist: '" + text + "'"));
  }

  private ObjectNode describe(Execution execution) {
    return description(execution)
        .put("redriveCount", 0)
        .put("redriveStatus", "NOT_REDRIVABLE")
        .put("redriveStatusReason", "Executions are not redriven here");
  }

  private ObjectNode description(Execution execution) {
    ObjectNode answer = summary(execution);
    answer.put("input", execution.input()).putObject("inputDetails").put("included", true);
    execution
        .output()
        .ifPresent(
            output ->
                answer.put("output", output).putObject("outputDetails").put("included", true));
    execution.error().ifPresent(error -> answer.put("error", error));
    execution.cause().ifPresent(cause -> answer.put("cause", cause));
    execution.trace().ifPresent(trace -> answer.put("traceHeader", trace));
    return answer;
  }

  private ObjectNode summary(Execution execution) {
    ObjectNode answer =
        object()
            .put("executionArn", arn(execution))
            .put("stateMachineArn", engine.arns().machine(execution.machine()))
            .put("name", execution.plainName())
            .put("status", execution.status().name())
            .put("startDate", seconds(execution.startedAt()));
    execution.stoppedAt().ifPresent(time -> answer.put("stopDate", seconds(time)));
    return answer;
  }

  private JsonNode history(JsonNode request) throws Refusal, SQLException {
    boolean reverse = request.path("reverseOrder").asBoolean(false);
    boolean data = request.path("includeExecutionData").asBoolean(true);
    int most = most(request);
    Execution execution = execution(request);
    int after = (int) position(request, reverse ? Integer.MAX_VALUE : 0);
    List<HistoryEvent> events = engine.history(execution.id(), after, most + 1, reverse);
    ObjectNode answer = object();
    ArrayNode page = answer.putArray("events");
    events.stream().limit(most).forEach(event -> page.add(event(event, data)));
    if (events.size() > most) {
      answer.put("nextToken", token(events.get(most - 1).id()));
    }
    return answer;
  }

  private static ObjectNode event(HistoryEvent event, boolean data) {
    ObjectNode node =
        object()
            .put("timestamp", seconds(event.at()))
            .put("type", event.type())
            .put("id", event.id())
            .put("previousEventId", event.previous());
    event
        .details()
        .ifPresent(
            details ->
                Json.parse(details)
                    .properties()
                    .forEach(
                        entry -> {
                          ObjectNode inside = (ObjectNode) entry.getValue();
                          if (!data) {
                            inside.remove(DATA);
                          }
                          node.set(entry.getKey(), inside);
                        }));
    return node;
  }

  private JsonNode listExecutions(JsonNode request) throws Refusal, SQLException {
    Engine.Declared machine = machine(request);
    if (machine.settings().kind() == Kind.EXPRESS) {
      throw wrongKind();
    }
    int most = most(request);
    List<Execution> executions =
        engine.list(
            machine.settings().name(),
            status(request),
            position(request, Long.MAX_VALUE),
            most + 1);
    ObjectNode answer = object();
    ArrayNode page = answer.putArray("executions");
    executions.stream()
        .limit(most)
        .forEach(execution -> page.add(summary(execution).put("redriveCount", 0)));
    if (executions.size() > most) {
      answer.put("nextToken", token(executions.get(most - 1).id()));
    }
    return answer;
  }

  private static Optional<Status> status(JsonNode request) throws Refusal {
    String filter = request.path("statusFilter").asString("");
    Optional<Status> status =
        Arrays.stream(Status.values()).filter(known -> known.name().equals(filter)).findFirst();
    require(
        filter.isEmpty() || status.isPresent(),
        "Value '%s' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]"
            .formatted(filter));
    return status;
  }

  // Machines

  private Engine.Declared machine(JsonNode request) throws Refusal {
    String text = request.path("stateMachineArn").asString("");
    return engine.machine(Arn.ofMachine(text).machine()).orElseThrow(() -> Engine.noMachine(text));
  }

  private JsonNode describeMachine(Engine.Declared machine) {
    ObjectNode answer = machineSummary(machine);
    answer
        .put("status", "ACTIVE")
        .put("definition", machine.settings().definition())
        .put("roleArn", machine.settings().role());
    return settings(answer, machine);
  }

  /** With the definition by which the execution was started. */
  private JsonNode describeMachine(Execution execution) throws SQLException {
    ObjectNode answer =
        object()
            .put("stateMachineArn", engine.arns().machine(execution.machine()))
            .put("name", execution.machine())
            .put("definition", engine.definitionOf(execution))
            .put("roleArn", execution.role())
            .put("updateDate", seconds(execution.startedAt()));
    Optional<Engine.Declared> machine = engine.machine(execution.machine());
    return machine.isPresent() ? settings(answer, machine.get()) : answer;
  }

  private static ObjectNode settings(ObjectNode answer, Engine.Declared machine) {
    answer.set("loggingConfiguration", Json.parse(machine.settings().logging()));
    answer.putObject("tracingConfiguration").put("enabled", machine.settings().tracing());
    return answer;
  }

  private ObjectNode machineSummary(Engine.Declared machine) {
    return object()
        .put("stateMachineArn", engine.arns().machine(machine.settings().name()))
        .put("name", machine.settings().name())
        .put("type", machine.settings().kind().name())
        .put("creationDate", seconds(machine.createdAt()));
  }

  private JsonNode listMachines(JsonNode request) throws Refusal {
    int most = most(request);
    List<Engine.Declared> machines = List.copyOf(engine.machines());
    int from = (int) Math.min(machines.size(), position(request, 0));
    int to = Math.min(machines.size(), from + most);
    ObjectNode answer = object();
    ArrayNode page = answer.putArray("stateMachines");
    machines.subList(from, to).forEach(machine -> page.add(machineSummary(machine)));
    if (to < machines.size()) {
      answer.put("nextToken", token(to));
    }
    return answer;
  }

  private static JsonNode validate(JsonNode request) {
    ObjectNode answer = object();
    ArrayNode diagnostics = object().putArray("diagnostics");
    try {
      Machine.read(
          request.path("definition").asString(""),
          Kind.valueOf(request.path("type").asString(Kind.STANDARD.name())));
    } catch (DefinitionException e) {
      for (DefinitionException.Problem problem : e.problems()) {
        diagnostics
            .addObject()
            .put("severity", "ERROR")
            .put("code", "SCHEMA_VALIDATION_FAILED")
            .put("message", problem.message())
            .put("location", problem.pointer().isEmpty() ? "/" : problem.pointer());
      }
    }
    answer.put("result", diagnostics.isEmpty() ? "OK" : "FAIL").put("truncated", false);
    return answer.set("diagnostics", diagnostics);
  }

  // Tasks

  private JsonNode sendTaskSuccess(JsonNode request) throws Refusal, SQLException {
    engine.finish(taskToken(request), new Shapes.Result.Value(output(request)));
    return object();
  }

  private static JsonNode output(JsonNode request) throws Refusal {
    String output = request.path("output").asString("");
    require(
        Json.size(output) <= Quotas.PAYLOAD,
        "Value at 'output' failed to satisfy constraint: Member must have length less than or equal"
            + " to 262144");
    try {
      JsonNode json = Json.parse(output);
      if (!json.isMissingNode()) {
        return json;
      }
      throw new Refusal("InvalidOutput", "Invalid Output: 'The output is empty'");
    } catch (JacksonException e) {
      throw new Refusal("InvalidOutput", "Invalid Output: '" + e.getOriginalMessage() + "'");
    }
  }

  private JsonNode sendTaskFailure(JsonNode request) throws Refusal, SQLException {
    engine.finish(taskToken(request), new Shapes.Result.Failure(error(request)));
    return object();
  }

  private JsonNode sendTaskHeartbeat(JsonNode request) throws Refusal, SQLException {
    engine.heartbeat(taskToken(request));
    return object();
  }

  private static String taskToken(JsonNode request) {
    return request.path("taskToken").asString("");
  }

  // What they share

  private static int most(JsonNode request) throws Refusal {
    int most = request.path("maxResults").asInt(0);
    require(
        most >= 0 && most <= MOST_RESULTS,
        "Value '%d' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000"
            .formatted(most));
    return most == 0 ? USUAL_RESULTS : most;
  }

  private static long position(JsonNode request, long first) throws Refusal {
    String token = request.path("nextToken").asString("");
    if (token.isEmpty()) {
      return first;
    }
    try {
      return Long.parseLong(
          new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new Refusal("InvalidToken", "Invalid Token: 'Invalid token'");
    }
  }

  private static String token(long position) {
    return Base64.getUrlEncoder()
        .encodeToString(Long.toString(position).getBytes(StandardCharsets.UTF_8));
  }

  private static void require(boolean condition, String constraint) throws Refusal {
    if (!condition) {
      throw new Refusal("ValidationException", "1 validation error detected: " + constraint);
    }
  }

  private static Refusal wrongKind() {
    return new Refusal(
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine");
  }

  private String arn(Execution execution) {
    return engine.arns().execution(execution.kind(), execution.machine(), execution.name());
  }

  /** As the protocol writes times. */
  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3);
  }

  private static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }
}
