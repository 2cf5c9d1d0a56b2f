package asl.engine;

import asl.Json;
import asl.Quotas;
import asl.definition.State;
import asl.definition.TaskResource;
import asl.task.ErrorOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The events that one transaction adds to an execution's history, in AWS's words. */
final class Journal {

  private final int known;
  private final Instant now;
  private final List<HistoryEvent> events = new ArrayList<>();

  Journal(int known, Instant now) {
    this.known = known;
    this.now = now;
  }

  /** There is room for one more event only: that which ends the execution. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  List<HistoryEvent> events() {
    return events;
  }

  /** How many events the history holds with these. */
  int count() {
    return known + events.size();
  }

  void executionStarted(String input, String role) {
    ObjectNode details = data("input", input).put("roleArn", role);
    add(0, "ExecutionStarted", "executionStartedEventDetails", details);
  }

  void entered(Frame frame, State state) {
    frame.enteredAt = now;
    frame.before = frame.last;
    ObjectNode details = data("input", Json.text(frame.input)).put("name", state.name());
    follow(frame, state.type() + "StateEntered", "stateEnteredEventDetails", details);
    frame.entered = frame.last;
  }

  void exited(Frame frame, State state, String output, Map<String, JsonNode> assigned) {
    ObjectNode details = data("output", output).put("name", state.name());
    if (!assigned.isEmpty()) {
      ObjectNode variables = details.putObject("assignedVariables");
      assigned.forEach((name, value) -> variables.put(name, Json.text(value)));
      details.putObject("assignedVariablesDetails").put("truncated", false);
    }
    follow(frame, state.type() + "StateExited", "stateExitedEventDetails", details);
  }

  /** It stands where the state's work stands, or before the state when that has not begun. */
  void evaluationFailed(Frame frame, ErrorOutput error, StateFailure.Evaluation evaluation) {
    ObjectNode details = error(error).put("state", frame.state);
    evaluation.field().ifPresent(field -> details.put("location", field));
    boolean begun = evaluation.begun() || frame.last != frame.entered;
    int previous = begun ? frame.last : frame.before;
    frame.last = add(previous, "EvaluationFailed", "evaluationFailedEventDetails", details);
  }

  void taskScheduled(
      Frame frame,
      TaskResource resource,
      JsonNode parameters,
      String region,
      int timeout,
      int beat) {
    ObjectNode details = task(resource).put("region", region);
    details.put("parameters", Json.text(parameters));
    if (timeout > 0) {
      details.put("timeoutInSeconds", timeout);
    }
    if (beat > 0) {
      details.put("heartbeatInSeconds", beat);
    }
    follow(frame, "TaskScheduled", "taskScheduledEventDetails", details);
  }

  void taskStarted(Frame frame, TaskResource resource) {
    follow(frame, "TaskStarted", "taskStartedEventDetails", task(resource));
  }

  void taskSubmitted(Frame frame, TaskResource resource, String output) {
    ObjectNode details = data("output", output).setAll(task(resource));
    follow(frame, "TaskSubmitted", "taskSubmittedEventDetails", details);
  }

  void taskSucceeded(Frame frame, TaskResource resource, String output) {
    ObjectNode details = data("output", output).setAll(task(resource));
    follow(frame, "TaskSucceeded", "taskSucceededEventDetails", details);
  }

  void taskFailed(Frame frame, TaskResource resource, ErrorOutput error) {
    ObjectNode details = error(error).setAll(task(resource));
    follow(frame, "TaskFailed", "taskFailedEventDetails", details);
  }

  void taskTimedOut(Frame frame, TaskResource resource, ErrorOutput error) {
    ObjectNode details = error(error).setAll(task(resource));
    follow(frame, "TaskTimedOut", "taskTimedOutEventDetails", details);
  }

  void forked(Frame frame, State state, int length) {
    if (state instanceof State.ForEach) {
      ObjectNode details = object().put("length", length);
      follow(frame, "MapStateStarted", "mapStateStartedEventDetails", details);
    } else {
      follow(frame, "ParallelStateStarted");
    }
  }

  /** The iteration's own events follow from it. */
  void iterationStarted(Frame map, Frame child) {
    child.last = iteration(map.last, "Started", map, child.index);
  }

  int iterationSucceeded(Frame map, Frame child) {
    return iteration(child.last, "Succeeded", map, child.index);
  }

  void iterationFailed(Frame map, Frame child) {
    iteration(child.last, "Failed", map, child.index);
  }

  void iterationAborted(int previous, Frame map, Frame child) {
    iteration(previous, "Aborted", map, child.index);
  }

  private int iteration(int previous, String what, Frame map, int index) {
    return add(
        previous,
        "MapIteration" + what,
        "mapIteration" + what + "EventDetails",
        object().put("name", map.state).put("index", index));
  }

  /** What follows does so from the work, not from this. */
  void joined(Frame frame, State state) {
    add(frame.last, state.type() + "StateSucceeded", null, null);
  }

  void forkFailed(Frame frame, State state) {
    follow(frame, state.type() + "StateFailed");
  }

  void stateAborted(int previous, State state) {
    add(previous, state.type() + "StateAborted", null, null);
  }

  void executionSucceeded(int previous, String output) {
    events.add(
        event(
            previous,
            "ExecutionSucceeded",
            "executionSucceededEventDetails",
            data("output", output)));
  }

  /** For the last event of all there is always room. */
  void executionEnded(int previous, String how, ErrorOutput error) {
    String name = "execution" + how + "EventDetails";
    events.add(event(previous, "Execution" + how, name, error(error)));
  }

  private void follow(Frame frame, String type) {
    frame.last = add(frame.last, type, null, null);
  }

  private void follow(Frame frame, String type, String name, ObjectNode details) {
    frame.last = add(frame.last, type, name, details);
  }

  private int add(int previous, String type, @Nullable String name, @Nullable ObjectNode details) {
    if (count() >= Quotas.HISTORY - 1) {
      throw new FullException();
    }
    events.add(event(previous, type, name, details));
    return count();
  }

  private HistoryEvent event(
      int previous, String type, @Nullable String name, @Nullable ObjectNode details) {
    Optional<String> kept =
        name == null || details == null
            ? Optional.empty()
            : Optional.of(Json.text(object().set(name, details)));
    return new HistoryEvent(count() + 1, previous, type, now, kept);
  }

  private static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }

  private static ObjectNode data(String name, String json) {
    ObjectNode details = object().put(name, json);
    details.putObject(name + "Details").put("truncated", false);
    return details;
  }

  private static ObjectNode task(TaskResource resource) {
    return object()
        .put("resourceType", resource.historyType())
        .put("resource", resource.historyResource());
  }

  private static ObjectNode error(ErrorOutput error) {
    ObjectNode details = object();
    if (error.shown() != null) {
      details.put("error", error.shown());
    }
    if (error.cause() != null) {
      details.put("cause", error.cause());
    }
    return details;
  }
}
