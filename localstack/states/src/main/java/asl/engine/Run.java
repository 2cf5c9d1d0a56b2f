package asl.engine;

import asl.Json;
import asl.Quotas;
import asl.definition.ErrorNames;
import asl.definition.Graph;
import asl.definition.Machine;
import asl.definition.State;
import asl.definition.TaskResource;
import asl.definition.TaskResource.Pattern;
import asl.definition.Timestamps;
import asl.engine.Execution.Status;
import asl.evaluation.EvaluationException;
import asl.evaluation.Scope;
import asl.evaluation.Template;
import asl.task.ErrorOutput;
import asl.task.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/**
 * One execution in one transaction: what has happened goes in, and what it now is, what its history
 * gains and what must be called come out. It touches neither database nor network.
 */
final class Run {

  /** States that one transaction enters at most, so that an endless loop lets others in. */
  private static final int MOST_STATES = 200;

  private final Execution execution;
  private final Machine machine;
  private final Arns arns;
  private final Instant now;
  private final RandomGenerator random;
  private final Journal journal;
  private final Deque<Frame> ready = new ArrayDeque<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Token> abandoned = new ArrayList<>();
  private @Nullable Frame root;
  private @Nullable Ending ending;

  /** A call that must be made once the transaction is committed. */
  record Call(
      Token token,
      TaskResource resource,
      JsonNode request,
      String executionArn,
      Optional<String> trace) {}

  /** How an execution ended. */
  record Ending(Status status, Optional<String> output, ErrorOutput error) {}

  Run(Execution execution, Machine machine, Arns arns, Instant now, RandomGenerator random) {
    this.execution = execution;
    this.machine = machine;
    this.arns = arns;
    this.now = now;
    this.random = random;
    this.journal = new Journal(execution.events(), now);
    String kept = execution.frames();
    if (kept != null) {
      root = Frame.read(Json.parse(kept), null);
      root.each(
          frame -> {
            if (frame.phase instanceof Phase.Ready) {
              ready.add(frame);
            }
          });
    }
  }

  /** One that cannot be read or kept any more; nothing of what it was at is looked into. */
  static Run broken(
      Execution execution, Machine machine, Arns arns, Instant now, RandomGenerator random) {
    Run run = new Run(execution.withoutFrames(), machine, arns, now, random);
    run.end(
        Status.FAILED,
        execution.events(),
        new ErrorOutput(
            ErrorNames.RUNTIME, "An internal error occurred while moving the execution"));
    return run;
  }

  // What comes out

  List<HistoryEvent> events() {
    return journal.events();
  }

  int eventCount() {
    return journal.count();
  }

  List<Call> calls() {
    return calls;
  }

  /** Tasks that wait for another execution's end and will not hear of it any more. */
  List<Token> abandoned() {
    return abandoned;
  }

  Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  /** What is to be kept; none once it has ended. */
  Optional<String> frames() {
    return Optional.ofNullable(root).map(frame -> Json.text(frame.write()));
  }

  /** When the clock alone will move it. */
  Optional<Instant> wakeAt() {
    Frame running = root;
    if (running == null) {
      return Optional.empty();
    }
    List<Instant> times = new ArrayList<>();
    running.each(frame -> due(frame).forEach(times::add));
    deadline().ifPresent(times::add);
    return times.stream().min(Comparator.naturalOrder());
  }

  private Stream<Instant> due(Frame frame) {
    return switch (frame.phase) {
      case Phase.Ready _ -> Stream.of(now);
      case Phase.Waiting(Instant until) -> Stream.of(until);
      case Phase.Backoff(Instant until) -> Stream.of(until);
      case Phase.Calling calling ->
          Stream.of(
                  Optional.ofNullable(calling.deadline()),
                  Optional.ofNullable(calling.heartbeatBy()))
              .flatMap(Optional::stream);
      case Phase.Forked _ -> Stream.empty();
    };
  }

  private Optional<Instant> deadline() {
    Optional<Duration> most =
        switch (execution.kind()) {
          case STANDARD -> machine.timeout();
          case EXPRESS ->
              Optional.of(
                  machine
                      .timeout()
                      .filter(timeout -> timeout.compareTo(Quotas.EXPRESS) < 0)
                      .orElse(Quotas.EXPRESS));
        };
    return most.map(timeout -> execution.startedAt().plus(timeout));
  }

  /** The calls that are outstanding, to be made again after a kill. */
  List<Call> outstanding() {
    List<Call> open = new ArrayList<>();
    Frame running = root;
    if (running != null) {
      running.each(
          frame -> {
            if (frame.phase instanceof Phase.Calling calling && !calling.submitted()) {
              open.add(
                  callOf(
                      new Token(execution.id(), calling.id()),
                      task(frame).resource(),
                      calling.request()));
            }
          });
    }
    return open;
  }

  // What goes in

  /** Its first moment. */
  void start(JsonNode input) {
    guarded(
        () -> {
          journal.executionStarted(execution.input(), execution.role());
          Graph graph = machine.graph("");
          Frame first = new Frame(null, "", -1, graph.startAt(), input);
          root = first;
          ready.add(first);
        });
  }

  /** What the clock has made due, in the order of time; then on as far as it goes. */
  void wake() {
    guarded(
        () -> {
          if (deadline().filter(time -> !time.isAfter(now)).isPresent()) {
            end(Status.TIMED_OUT, 0, new ErrorOutput(null, null));
            return;
          }
          List<Frame> due = new ArrayList<>();
          Objects.requireNonNull(root)
              .each(
                  frame -> {
                    if (!(frame.phase instanceof Phase.Ready)
                        && due(frame).anyMatch(time -> !time.isAfter(now))) {
                      due.add(frame);
                    }
                  });
          due.sort(Comparator.comparing(frame -> due(frame).min(Comparator.naturalOrder()).get()));
          due.forEach(this::timePassed);
          advance();
        });
  }

  private void timePassed(Frame frame) {
    if (!isLive(frame)) {
      return;
    }
    switch (frame.phase) {
      case Phase.Waiting _ -> attempt(frame, () -> waited(frame));
      case Phase.Backoff _ -> attempt(frame, () -> begin(frame));
      case Phase.Calling calling -> timedOut(frame, calling);
      case Phase.Ready _, Phase.Forked _ -> throw new IllegalStateException(frame.state);
    }
  }

  private void timedOut(Frame frame, Phase.Calling calling) {
    boolean late = calling.deadline() != null && !calling.deadline().isAfter(now);
    ErrorOutput error =
        new ErrorOutput(late ? ErrorNames.TIMEOUT : ErrorNames.HEARTBEAT_TIMEOUT, null);
    abandon(frame);
    journal.taskTimedOut(frame, task(frame).resource(), error);
    fail(frame, error);
  }

  /**
   * What came of a call.
   *
   * @return whether its task still waited for it
   */
  boolean answered(String call, Shapes.Result result) {
    return whileCalling(
        call,
        (frame, calling) -> {
          TaskResource resource = task(frame).resource();
          switch (result) {
            case Shapes.Result.Failure(ErrorOutput error) -> taskFailed(frame, resource, error);
            case Shapes.Result.Value(JsonNode value) -> {
              if (resource.pattern() == Pattern.REQUEST_RESPONSE) {
                taskSucceeded(frame, resource, value);
              } else {
                frame.phase = calling.asSubmitted();
                journal.taskSubmitted(frame, resource, Json.text(value));
              }
            }
          }
        });
  }

  /** Somebody ended the task by its token, or the job it waits for has ended. */
  boolean finished(String call, Shapes.Result result) {
    return whileCalling(
        call,
        (frame, _) -> {
          TaskResource resource = task(frame).resource();
          switch (result) {
            case Shapes.Result.Failure(ErrorOutput error) -> taskFailed(frame, resource, error);
            case Shapes.Result.Value(JsonNode value) -> taskSucceeded(frame, resource, value);
          }
        });
  }

  /** The task is still being worked on. */
  boolean heard(String call) {
    return whileCalling(call, (frame, calling) -> frame.phase = calling.heardAt(now));
  }

  @FunctionalInterface
  private interface OnCall {
    void accept(Frame frame, Phase.Calling calling);
  }

  private boolean whileCalling(String call, OnCall action) {
    List<Frame> found = new ArrayList<>();
    Frame running = root;
    if (running != null) {
      running.each(
          frame -> {
            if (frame.phase instanceof Phase.Calling calling && calling.id().equals(call)) {
              found.add(frame);
            }
          });
    }
    for (Frame frame : found) {
      guarded(
          () -> {
            action.accept(frame, (Phase.Calling) frame.phase);
            advance();
          });
    }
    return !found.isEmpty();
  }

  /** Ends it from outside. */
  void stop(ErrorOutput error) {
    abandonAll();
    end(Status.ABORTED, 0, error);
  }

  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (Journal.FullException e) {
      abandonAll();
      end(
          Status.FAILED,
          journal.count(),
          new ErrorOutput(
              ErrorNames.RUNTIME,
              "The execution reached the maximum number of history events (%d)."
                  .formatted(Quotas.HISTORY)));
    }
  }

  // From state to state

  private void advance() {
    for (int entered = 0; entered < MOST_STATES && ending == null; entered++) {
      Frame frame = ready.poll();
      if (frame == null) {
        return;
      }
      if (isLive(frame)) {
        enter(frame);
      }
    }
  }

  private boolean isLive(Frame frame) {
    Frame outer = frame.parent;
    return outer == null
        ? frame.equals(root)
        : outer.phase instanceof Phase.Forked forked
            && forked.children.contains(frame)
            && isLive(outer);
  }

  private State state(Frame frame) {
    return machine.graph(frame.graph).state(frame.state);
  }

  private State.Task task(Frame frame) {
    return (State.Task) state(frame);
  }

  private void enter(Frame frame) {
    State state = state(frame);
    frame.attempts = new int[state.handling().retriers().size()];
    journal.entered(frame, state);
    attempt(frame, () -> begin(frame));
  }

  @FunctionalInterface
  private interface Work {
    void run() throws StateFailure;
  }

  private void attempt(Frame frame, Work work) {
    try {
      work.run();
    } catch (StateFailure e) {
      e.evaluation().ifPresent(what -> journal.evaluationFailed(frame, e.error(), what));
      fail(frame, e.error());
    }
  }

  private void begin(Frame frame) throws StateFailure {
    switch (state(frame)) {
      case State.Pass pass -> leave(frame, pass, scope(frame), frame.input);
      case State.Choice choice -> choose(frame, choice);
      case State.Wait wait -> beginWaiting(frame, wait);
      case State.Succeed succeed -> leave(frame, succeed, scope(frame), frame.input);
      case State.Fail fail -> failByDesign(frame, fail);
      case State.Task task -> call(frame, task);
      case State.Parallel parallel -> fork(frame, parallel);
      case State.ForEach forEach -> fork(frame, forEach);
    }
  }

  private void choose(Frame frame, State.Choice choice) throws StateFailure {
    Scope scope = scope(frame);
    for (int i = 0; i < choice.rules().size(); i++) {
      State.Rule rule = choice.rules().get(i);
      String place = "Choices/" + i + "/";
      if (holds(frame, rule.condition(), scope, place + "Condition")) {
        leave(
            frame,
            choice,
            scope,
            new Way(Optional.of(rule.next()), rule.assign(), rule.output(), place),
            frame.input);
        return;
      }
    }
    State.Common common = choice.common();
    if (choice.otherwise().isEmpty()) {
      throw new StateFailure(
          new ErrorOutput(
              ErrorNames.NO_CHOICE_MATCHED,
              """
              An error occurred while executing the state '%s' (entered at the event id #%d). \
              Failed to transition out of the state. The state does not point to a next state."""
                  .formatted(frame.state, frame.entered)));
    }
    leave(
        frame,
        choice,
        scope,
        new Way(choice.otherwise(), common.assign(), common.output(), ""),
        frame.input);
  }

  private boolean holds(Frame frame, Template condition, Scope scope, String field)
      throws StateFailure {
    return typed(frame, condition, scope, field, JsonNodeType.BOOLEAN).booleanValue();
  }

  private void beginWaiting(Frame frame, State.Wait wait) throws StateFailure {
    Scope scope = scope(frame);
    Instant until;
    if (wait.seconds().isPresent()) {
      until = now.plusSeconds(seconds(frame, wait.seconds().get(), scope, "Seconds", 0));
    } else {
      Template timestamp = wait.timestamp().orElseThrow();
      String text = typed(frame, timestamp, scope, "Timestamp", JsonNodeType.STRING).stringValue();
      until =
          Timestamps.parse(text)
              .orElseThrow(
                  () ->
                      new StateFailure(
                          frame,
                          "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                              + text,
                          new StateFailure.Evaluation(Optional.of("Timestamp"), true)));
    }
    if (until.isAfter(now)) {
      frame.phase = new Phase.Waiting(until);
    } else {
      waited(frame);
    }
  }

  private void waited(Frame frame) throws StateFailure {
    leave(frame, state(frame), scope(frame), frame.input);
  }

  private void failByDesign(Frame frame, State.Fail fail) throws StateFailure {
    Scope scope = scope(frame);
    ErrorOutput error =
        new ErrorOutput(
            text(frame, fail.error(), scope, "Error"), text(frame, fail.cause(), scope, "Cause"));
    frameFailed(frame, error);
  }

  private @Nullable String text(Frame frame, Optional<Template> template, Scope scope, String field)
      throws StateFailure {
    return template.isEmpty()
        ? null
        : typed(frame, template.get(), scope, field, JsonNodeType.STRING).stringValue();
  }

  // Tasks

  private void call(Frame frame, State.Task task) throws StateFailure {
    String id = UUID.randomUUID().toString();
    Token token = new Token(execution.id(), id);
    TaskResource resource = task.resource();
    Scope scope =
        resource.pattern() == Pattern.WAIT_FOR_TASK_TOKEN
            ? scope(frame, context -> context.putObject("Task").put("Token", token.text()))
            : scope(frame);
    JsonNode arguments = evaluate(frame, task.arguments(), scope, "Arguments", frame.input);
    if (Json.size(Json.text(arguments)) > Quotas.PAYLOAD) {
      throw StateFailure.tooLarge(frame.state);
    }
    int timeout = optionalSeconds(frame, task.timeoutSeconds(), scope, "TimeoutSeconds");
    int beat = optionalSeconds(frame, task.heartbeatSeconds(), scope, "HeartbeatSeconds");
    journal.taskScheduled(frame, resource, arguments, arns.region(), timeout, beat);
    journal.taskStarted(frame, resource);
    JsonNode request =
        Shapes.request(resource, arguments, arns.machine(execution.machine()), arn());
    Instant deadline = timeout == 0 ? null : now.plusSeconds(timeout);
    frame.phase = new Phase.Calling(id, request, false, deadline, beat, null).heardAt(now);
    calls.add(callOf(token, resource, request));
  }

  private Call callOf(Token token, TaskResource resource, JsonNode request) {
    return new Call(token, resource, request, arn(), execution.trace());
  }

  private String arn() {
    return arns.execution(execution.kind(), execution.machine(), execution.name());
  }

  private int optionalSeconds(Frame frame, Optional<Template> template, Scope scope, String field)
      throws StateFailure {
    return template.isEmpty() ? 0 : seconds(frame, template.get(), scope, field, 1);
  }

  private void taskSucceeded(Frame frame, TaskResource resource, JsonNode result) {
    String text = Json.text(result);
    if (Json.size(text) > Quotas.PAYLOAD) {
      taskFailed(frame, resource, StateFailure.tooLargeError(resource.historyType()));
      return;
    }
    journal.taskSucceeded(frame, resource, text);
    attempt(frame, () -> leave(frame, state(frame), scope(frame).result(result), result));
  }

  private void taskFailed(Frame frame, TaskResource resource, ErrorOutput error) {
    journal.taskFailed(frame, resource, error);
    fail(frame, error);
  }

  // Branches and iterations

  private void fork(Frame frame, State.Parallel parallel) throws StateFailure {
    JsonNode input = evaluate(frame, parallel.arguments(), scope(frame), "Arguments", frame.input);
    int branches = parallel.branches().size();
    ArrayNode places = Json.MAPPER.createArrayNode();
    for (int i = 0; i < branches; i++) {
      places.addNull();
    }
    Phase.Forked forked = new Phase.Forked(places, branches, -1);
    frame.phase = forked;
    journal.forked(frame, parallel, branches);
    for (Graph branch : parallel.branches()) {
      Frame child = new Frame(frame, branch.pointer(), forked.next++, branch.startAt(), input);
      child.last = frame.last;
      forked.children.add(child);
      ready.add(child);
    }
  }

  private void fork(Frame frame, State.ForEach forEach) throws StateFailure {
    Scope scope = scope(frame);
    ArrayNode items = items(frame, forEach, scope);
    int most =
        forEach.concurrency().isEmpty()
            ? 0
            : seconds(frame, forEach.concurrency().get(), scope, "MaxConcurrency", 0);
    double tolerated = tolerated(frame, forEach, scope, items.size());
    int concurrency = most == 0 ? Quotas.MAP_CONCURRENCY : Math.min(most, Quotas.MAP_CONCURRENCY);
    Phase.Forked forked = new Phase.Forked(items, concurrency, tolerated);
    frame.phase = forked;
    journal.forked(frame, forEach, items.size());
    startIterations(frame, forEach, forked);
    joinIfDone(frame, forked);
  }

  private ArrayNode items(Frame frame, State.ForEach forEach, Scope scope) throws StateFailure {
    if (forEach.items().isPresent()) {
      return (ArrayNode) typed(frame, forEach.items().get(), scope, "Items", JsonNodeType.ARRAY);
    }
    if (frame.input instanceof ArrayNode items) {
      return items;
    }
    throw new StateFailure(
        frame,
        "Map state input must be an array but was: " + Json.text(frame.input),
        new StateFailure.Evaluation(Optional.empty(), false));
  }

  /** The smaller one when both are given. */
  private double tolerated(Frame frame, State.ForEach forEach, Scope scope, int items)
      throws StateFailure {
    double tolerated = -1;
    if (forEach.toleratedCount().isPresent()) {
      tolerated = seconds(frame, forEach.toleratedCount().get(), scope, "ToleratedFailureCount", 0);
    }
    if (forEach.toleratedPercentage().isPresent()) {
      String field = "ToleratedFailurePercentage";
      double percentage =
          typed(frame, forEach.toleratedPercentage().get(), scope, field, JsonNodeType.NUMBER)
              .doubleValue();
      if (percentage < 0 || percentage > 100) {
        throw fault(frame, field, field + " must be between 0 and 100.");
      }
      double count = items * percentage / 100;
      tolerated = tolerated < 0 ? count : Math.min(tolerated, count);
    }
    return tolerated;
  }

  private void startIterations(Frame frame, State.ForEach forEach, Phase.Forked forked)
      throws StateFailure {
    Graph graph = forEach.processor();
    while (forked.next < forked.items.size() && forked.children.size() < forked.concurrency) {
      int index = forked.next;
      JsonNode item = forked.items.get(index);
      Scope scope = scope(frame, context -> mapItem(context, index, item));
      JsonNode input = evaluate(frame, forEach.selector(), scope, "ItemSelector", item);
      forked.next++;
      Frame child = new Frame(frame, graph.pointer(), index, graph.startAt(), input);
      forked.children.add(child);
      journal.iterationStarted(frame, child);
      ready.add(child);
    }
  }

  private void childSucceeded(Frame child, JsonNode output) {
    Frame frame = Objects.requireNonNull(child.parent);
    Phase.Forked forked = (Phase.Forked) frame.phase;
    forked.results[child.index] = output;
    childEnded(frame, forked, child, true);
  }

  /** Goes on with the next iterations, or with the state when this was the last. */
  private void childEnded(Frame frame, Phase.Forked forked, Frame child, boolean succeeded) {
    forked.children.remove(child);
    frame.last = child.last;
    if (state(frame) instanceof State.ForEach forEach) {
      int ended = succeeded ? journal.iterationSucceeded(frame, child) : child.last;
      attempt(
          frame,
          () -> {
            startIterations(frame, forEach, forked);
            if (forked.isDone()) {
              frame.last = ended;
            }
            joinIfDone(frame, forked);
          });
    } else {
      attempt(frame, () -> joinIfDone(frame, forked));
    }
  }

  private void joinIfDone(Frame frame, Phase.Forked forked) throws StateFailure {
    if (forked.isDone()) {
      State state = state(frame);
      JsonNode result = forked.outputs();
      journal.joined(frame, state);
      leave(frame, state, scope(frame).result(result), result);
    }
  }

  private void childFailed(Frame child, ErrorOutput error) {
    Frame frame = Objects.requireNonNull(child.parent);
    Phase.Forked forked = (Phase.Forked) frame.phase;
    boolean map = state(frame) instanceof State.ForEach;
    if (map) {
      journal.iterationFailed(frame, child);
      forked.failures++;
    }
    aborted(child.last, child);
    if (map && forked.failures <= forked.tolerated) {
      childEnded(frame, forked, child, false);
      return;
    }
    for (Frame other : forked.children) {
      if (!other.equals(child)) {
        if (map) {
          journal.iterationAborted(child.last, frame, other);
        }
        aborted(child.last, other);
      }
    }
    forked.children.clear();
    frame.last = child.last;
    fail(
        frame,
        map && forked.tolerated >= 0
            ? new ErrorOutput(
                ErrorNames.TOLERATED_FAILURES_EXCEEDED,
                "The specified tolerated failure threshold was exceeded")
            : error);
  }

  /** What was under way in a branch will not end any more. */
  private void aborted(int previous, Frame frame) {
    if (frame.phase instanceof Phase.Forked forked) {
      forked.children.forEach(child -> aborted(previous, child));
    }
    abandon(frame);
    if (frame.entered == 0) {
      return;
    }
    State state = state(frame);
    switch (state) {
      case State.Task _, State.Wait _, State.Parallel _, State.ForEach _ ->
          journal.stateAborted(previous, state);
      case State.Pass _, State.Choice _, State.Succeed _, State.Fail _ -> {}
    }
  }

  private void abandonAll() {
    Frame running = root;
    if (running != null) {
      running.each(this::abandon);
    }
  }

  private void abandon(Frame frame) {
    if (frame.phase instanceof Phase.Calling calling
        && task(frame).resource().pattern() == Pattern.SYNC) {
      abandoned.add(new Token(execution.id(), calling.id()));
    }
  }

  // Ways out of a state

  /** Where a state leads to, and what it sets and passes on there. */
  private record Way(
      Optional<String> next,
      Map<String, Template> assign,
      Optional<Template> output,
      String place) {}

  private void leave(Frame frame, State state, Scope scope, JsonNode otherwise)
      throws StateFailure {
    State.Common common = state.common();
    leave(
        frame,
        state,
        scope,
        new Way(common.next(), common.assign(), common.output(), ""),
        otherwise);
  }

  /** Output and variables are computed from what was before either. */
  private void leave(Frame frame, State state, Scope scope, Way way, JsonNode otherwise)
      throws StateFailure {
    JsonNode output = evaluate(frame, way.output(), scope, way.place() + "Output", otherwise);
    String text = Json.text(output);
    if (Json.size(text) > Quotas.PAYLOAD) {
      throw StateFailure.tooLarge(frame.state);
    }
    Map<String, JsonNode> assigned = new LinkedHashMap<>();
    for (Map.Entry<String, Template> variable : way.assign().entrySet()) {
      String field = way.place() + "Assign/" + variable.getKey();
      Template template = variable.getValue();
      assigned.put(variable.getKey(), evaluate(frame, Optional.of(template), scope, field, output));
    }
    checkVariables(frame, assigned);
    journal.exited(frame, state, text, assigned);
    frame.variables.putAll(assigned);
    frame.phase = new Phase.Ready();
    frame.attempts = new int[0];
    frame.entered = 0;
    if (way.next().isPresent()) {
      frame.state = way.next().get();
      frame.input = output;
      ready.add(frame);
    } else {
      frameSucceeded(frame, output);
    }
  }

  private void checkVariables(Frame frame, Map<String, JsonNode> assigned) throws StateFailure {
    int together = 0;
    for (JsonNode value : assigned.values()) {
      together += Json.size(Json.text(value));
    }
    if (together > Quotas.PAYLOAD) {
      throw StateFailure.tooLarge(frame.state);
    }
    if (!assigned.isEmpty()) {
      long all = together;
      for (JsonNode value : frame.visible().values()) {
        all += Json.size(Json.text(value));
      }
      if (all > Quotas.VARIABLES) {
        throw StateFailure.tooLarge(frame.state);
      }
    }
  }

  /** Tries again, or goes where a catcher says, or gives the failure to what is around it. */
  private void fail(Frame frame, ErrorOutput error) {
    State state = state(frame);
    if (frame.phase instanceof Phase.Forked forked) {
      forked.children.forEach(child -> aborted(frame.last, child));
      forked.children.clear();
    }
    Optional<Duration> wait = retry(frame, state.handling().retriers(), error);
    if (wait.isPresent()) {
      frame.phase = new Phase.Backoff(now.plus(wait.get()));
      return;
    }
    if (state instanceof State.Parallel || state instanceof State.ForEach) {
      journal.forkFailed(frame, state);
    }
    List<State.Catcher> catchers = state.handling().catchers();
    for (int i = 0; i < catchers.size(); i++) {
      State.Catcher catcher = catchers.get(i);
      if (ErrorNames.match(catcher.errors(), error.matched())) {
        goOn(frame, state, catcher, "Catch/" + i + "/", error);
        return;
      }
    }
    frameFailed(frame, error);
  }

  private Optional<Duration> retry(Frame frame, List<State.Retrier> retriers, ErrorOutput error) {
    for (int i = 0; i < retriers.size(); i++) {
      State.Retrier retrier = retriers.get(i);
      if (ErrorNames.match(retrier.errors(), error.matched())) {
        if (frame.attempts[i] >= retrier.maxAttempts()) {
          return Optional.empty();
        }
        double delay = retrier.delay(frame.attempts[i]++);
        double seconds = retrier.jitter() ? random.nextDouble() * delay : delay;
        return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
      }
    }
    return Optional.empty();
  }

  /** A catcher that fails itself is caught by none. */
  private void goOn(
      Frame frame, State state, State.Catcher catcher, String place, ErrorOutput error) {
    JsonNode output = error.json();
    try {
      leave(
          frame,
          state,
          scope(frame).errorOutput(output),
          new Way(Optional.of(catcher.next()), catcher.assign(), catcher.output(), place),
          output);
    } catch (StateFailure e) {
      e.evaluation().ifPresent(what -> journal.evaluationFailed(frame, e.error(), what));
      frameFailed(frame, e.error());
    }
  }

  private void frameSucceeded(Frame frame, JsonNode output) {
    if (frame.parent == null) {
      String text = Json.text(output);
      journal.executionSucceeded(frame.last, text);
      finish(new Ending(Status.SUCCEEDED, Optional.of(text), new ErrorOutput(null, null)));
    } else {
      childSucceeded(frame, output);
    }
  }

  private void frameFailed(Frame frame, ErrorOutput error) {
    if (frame.parent == null) {
      end(Status.FAILED, frame.last, error);
    } else {
      childFailed(frame, error);
    }
  }

  private void end(Status status, int previous, ErrorOutput error) {
    String how =
        switch (status) {
          case FAILED -> "Failed";
          case TIMED_OUT -> "TimedOut";
          case ABORTED -> "Aborted";
          case RUNNING, SUCCEEDED -> throw new IllegalArgumentException(status.name());
        };
    if (status == Status.TIMED_OUT) {
      abandonAll();
    }
    journal.executionEnded(previous, how, error);
    finish(new Ending(status, Optional.empty(), error));
  }

  private void finish(Ending how) {
    ending = how;
    root = null;
    ready.clear();
  }

  // What expressions see

  private Scope scope(Frame frame) {
    return scope(frame, _ -> {});
  }

  private Scope scope(Frame frame, java.util.function.Consumer<ObjectNode> more) {
    return new Scope(
        frame.input,
        () -> {
          ObjectNode context = context(frame);
          more.accept(context);
          return context;
        },
        Collections.unmodifiableMap(frame.visible()),
        now);
  }

  private ObjectNode context(Frame frame) {
    ObjectNode context = Json.MAPPER.createObjectNode();
    context
        .putObject("Execution")
        .put("Id", arn())
        .put("Name", execution.plainName())
        .put("RoleArn", execution.role())
        .put("StartTime", iso(execution.startedAt()))
        .put("RedriveCount", 0)
        .set("Input", Json.parse(execution.input()));
    context
        .putObject("State")
        .put("Name", frame.state)
        .put("EnteredTime", iso(frame.enteredAt))
        .put("RetryCount", frame.retries());
    context
        .putObject("StateMachine")
        .put("Id", arns.machine(execution.machine()))
        .put("Name", execution.machine());
    for (Frame inner = frame; inner.parent != null; inner = inner.parent) {
      if (state(inner.parent) instanceof State.ForEach
          && inner.parent.phase instanceof Phase.Forked forked) {
        mapItem(context, inner.index, forked.items.get(inner.index));
        break;
      }
    }
    return context;
  }

  private static void mapItem(ObjectNode context, int index, JsonNode value) {
    context.putObject("Map").putObject("Item").put("Index", index).set("Value", value);
  }

  /** With milliseconds, also when they are 0. */
  private static String iso(Instant time) {
    String text = time.toString();
    return text.length() == "2026-01-01T00:00:00Z".length()
        ? text.substring(0, text.length() - 1) + ".000Z"
        : text;
  }

  private static JsonNode evaluate(
      Frame frame, Optional<Template> template, Scope scope, String field, JsonNode otherwise)
      throws StateFailure {
    try {
      return template.isEmpty() ? otherwise : template.get().evaluate(scope, field);
    } catch (EvaluationException e) {
      throw new StateFailure(frame, e);
    }
  }

  private static JsonNode typed(
      Frame frame, Template template, Scope scope, String field, JsonNodeType type)
      throws StateFailure {
    JsonNode value = evaluate(frame, Optional.of(template), scope, field, frame.input);
    if (value.getNodeType() != type) {
      String what =
          "returned an unexpected result type. Expected '%s', but was '%s' for value: %s"
              .formatted(name(type), name(value.getNodeType()), Json.text(value));
      throw template instanceof Template.Computed(var expression)
          ? new StateFailure(frame, expression.fault(field, what))
          : fault(frame, field, "The field '%s' %s".formatted(field, what));
    }
    return value;
  }

  private static String name(JsonNodeType type) {
    return type.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** A whole number from a least one to the largest that AWS takes. */
  private static int seconds(Frame frame, Template template, Scope scope, String field, int least)
      throws StateFailure {
    JsonNode value = typed(frame, template, scope, field, JsonNodeType.NUMBER);
    double number = value.doubleValue();
    if (number != Math.rint(number) || number < least || number > Quotas.SECONDS) {
      throw fault(
          frame,
          field,
          "The field '%s' must be a whole number from %d to %d but was: %s"
              .formatted(field, least, Quotas.SECONDS, Json.text(value)));
    }
    return (int) number;
  }

  private static StateFailure fault(Frame frame, String field, String message) {
    return new StateFailure(frame, new EvaluationException(field, message));
  }
}
