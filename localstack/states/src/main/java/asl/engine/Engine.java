package asl.engine;

import asl.Json;
import asl.Quotas;
import asl.definition.DefinitionException;
import asl.definition.ErrorNames;
import asl.definition.Machine;
import asl.definition.Machine.Kind;
import asl.definition.State;
import asl.definition.TaskResource;
import asl.definition.TaskResource.Pattern;
import asl.engine.Execution.Status;
import asl.task.ErrorOutput;
import asl.task.ServiceCall;
import asl.task.ServiceException;
import asl.task.Services;
import asl.task.Shapes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs executions. It has no thread: {@link #step} moves what the clock has made due, {@link
 * #perform} makes a call, and whatever is told from outside moves its execution at once. Each of
 * them is one transaction, so that a process may die at any moment; what it was calling is then
 * called again with the same token. One engine at a time works on a database.
 */
public final class Engine {

  private final DataSource database;
  private final Arns arns;
  private final InstantSource clock;
  private final Services services;
  private final RandomGenerator random;
  private final Listener listener;
  private final Map<String, Declared> machines = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, Machine> definitions = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Execution>> waiting = new ConcurrentHashMap<>();

  /** Calls that this process makes or is about to make. */
  private final Set<Token> handedOut = ConcurrentHashMap.newKeySet();

  /** Whether a transaction may have been committed without its follower having heard of it. */
  private volatile boolean inDoubt;

  /** Hears what is to be done once a transaction is committed. */
  public interface Listener {
    /** A service is to be called: {@link Engine#perform}. */
    void call(Call call);

    /** Something will be due then: {@link Engine#step}. */
    void wake(Instant at);
  }

  /** A call that must be made. */
  public static final class Call {
    private final Run.Call call;

    private Call(Run.Call call) {
      this.call = call;
    }

    @Override
    public String toString() {
      return call.resource().arn();
    }
  }

  /**
   * A machine that may be started.
   *
   * @param key of its definition
   * @param createdAt when it was declared for the first time
   */
  public record Declared(
      MachineSettings settings, Machine machine, String key, Instant createdAt) {}

  /**
   * Prepares the database.
   *
   * @param clock by which executions live
   * @param random for the jitter of retries
   * @throws SQLException when the database cannot be reached
   */
  public Engine(
      DataSource database,
      Arns arns,
      InstantSource clock,
      Services services,
      RandomGenerator random,
      Listener listener)
      throws SQLException {
    this.database = database;
    this.arns = arns;
    this.clock = clock;
    this.services = services;
    this.random = random;
    this.listener = listener;
    inTransaction(
        store -> {
          store.prepare();
          store.deleteOld(now().minus(Quotas.NAME_KEPT));
          return true;
        });
  }

  // Machines

  /**
   * Makes a machine known, in the place of an earlier one of its name. What was started with that
   * goes on with it.
   *
   * @throws DefinitionException when it cannot be run
   */
  public void declare(MachineSettings settings) throws SQLException {
    Machine machine = Machine.read(settings.definition(), settings.kind());
    checkResources(machine);
    String key = key(settings);
    definitions.put(key, machine);
    Instant createdAt =
        inTransaction(
            store -> {
              store.keepDefinition(key, settings.definition());
              return store.declare(settings.name(), now());
            });
    machines.put(settings.name(), new Declared(settings, machine, key, createdAt));
  }

  private void checkResources(Machine machine) {
    List<DefinitionException.Problem> problems = new ArrayList<>();
    for (State.Task task : machine.tasks()) {
      TaskResource resource = task.resource();
      boolean offered =
          startsExecution(resource)
              || (resource.pattern() != Pattern.SYNC
                  && services.offers(resource.service(), resource.action()));
      if (!offered) {
        problems.add(
            new DefinitionException.Problem(
                task.common().pointer() + "/Resource",
                "The resource '" + resource.arn() + "' is not offered"));
      }
    }
    if (!problems.isEmpty()) {
      throw new DefinitionException(problems);
    }
  }

  private static boolean startsExecution(TaskResource resource) {
    return !resource.sdk()
        && resource.service().equals("states")
        && resource.action().equals("startExecution");
  }

  private static String key(MachineSettings settings) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(settings.definition().getBytes(StandardCharsets.UTF_8));
      return settings.kind() + "-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The machines that may be started, in the order in which they were declared. */
  public Collection<Declared> machines() {
    synchronized (machines) {
      return List.copyOf(machines.values());
    }
  }

  /** A machine that may be started. */
  public Optional<Declared> machine(String name) {
    return Optional.ofNullable(machines.get(name));
  }

  public Arns arns() {
    return arns;
  }

  private Machine definition(Store store, Execution execution) throws SQLException {
    String key = execution.definition();
    Machine known = definitions.get(key);
    if (known == null) {
      known = Machine.read(store.definition(key), execution.kind());
      definitions.put(key, known);
    }
    return known;
  }

  // Executions from outside

  /**
   * What a start needs.
   *
   * @param name unique among the machine's executions
   * @param input JSON
   */
  public record Start(String machine, String name, String input, Optional<String> trace) {}

  /**
   * Starts an execution, or finds the one that the same start has made already.
   *
   * @throws Refusal when there is no such machine, or the name is taken by another execution
   */
  public Execution start(Start start) throws Refusal, SQLException {
    return start(start, Optional.empty(), false);
  }

  private Execution start(Start start, Optional<Token> parent, boolean waited)
      throws Refusal, SQLException {
    Declared machine = machines.get(start.machine());
    if (machine == null) {
      throw noMachine(arns.machine(start.machine()));
    }
    Instant now = now();
    Execution fresh =
        new Execution(
            0,
            start.machine(),
            start.name(),
            machine.settings().kind(),
            machine.key(),
            machine.settings().role(),
            Status.RUNNING,
            start.input(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            now,
            Optional.empty(),
            0,
            null,
            parent.map(Token::text),
            start.trace());
    Run run = new Run(fresh, machine.machine(), arns, now, random);
    run.start(Json.parse(start.input()));
    Optional<Execution> started = inTransaction(store -> keep(store, fresh, run, waited));
    Execution execution =
        started.orElseThrow(
            () ->
                new Refusal(
                    "ExecutionAlreadyExists",
                    "Execution Already Exists: '"
                        + arns.execution(fresh.kind(), fresh.machine(), fresh.name())
                        + "'"));
    listener.wake(now);
    return execution;
  }

  /** None when the name is taken. */
  private Optional<Execution> keep(Store store, Execution fresh, Run run, boolean waited)
      throws SQLException {
    HistoryEvent first = run.events().getFirst();
    String frames = run.frames().orElseThrow();
    Optional<Long> id = store.insert(fresh, first, frames, waited);
    if (id.isEmpty()) {
      Execution other = store.find(fresh.machine(), fresh.name()).orElseThrow();
      if (isSame(other, fresh)) {
        return Optional.of(other);
      }
      if (other.stoppedAt().filter(now().minus(Quotas.NAME_KEPT)::isAfter).isPresent()) {
        store.delete(other.id());
        id = store.insert(fresh, first, frames, waited);
      }
    }
    return id.isEmpty() ? Optional.empty() : store.lock(id.get());
  }

  /** Made by the same call before a kill, or running with the same input. */
  private static boolean isSame(Execution other, Execution fresh) {
    boolean sameCall = fresh.parent().isPresent() && fresh.parent().equals(other.parent());
    return sameCall
        || (other.status() == Status.RUNNING
            && other.kind() == Kind.STANDARD
            && Json.parse(other.input()).equals(Json.parse(fresh.input())));
  }

  /** The refusal of a machine that is not there. */
  public static Refusal noMachine(String arn) {
    return new Refusal("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
  }

  /** The end of an execution, for whoever waits for it in this process. */
  public CompletableFuture<Execution> end(Execution execution) throws SQLException {
    CompletableFuture<Execution> end =
        waiting.computeIfAbsent(execution.id(), _ -> new CompletableFuture<>());
    Optional<Execution> now = find(execution.machine(), execution.name());
    now.filter(found -> found.status() != Status.RUNNING)
        .ifPresent(
            found -> {
              waiting.remove(found.id());
              end.complete(found);
            });
    return end;
  }

  /** An execution by machine and name. */
  public Optional<Execution> find(String machine, String name) throws SQLException {
    return read(store -> store.find(machine, name));
  }

  /**
   * Executions of a machine, the newest first.
   *
   * @param below only those with a smaller id
   */
  public List<Execution> list(String machine, Optional<Status> status, long below, int most)
      throws SQLException {
    return read(store -> store.list(machine, status, below, most));
  }

  /**
   * Events of an execution.
   *
   * @param after only those behind this one, in the order asked for
   */
  public List<HistoryEvent> history(long id, int after, int most, boolean newestFirst)
      throws SQLException {
    return read(store -> store.history(id, after, most, newestFirst));
  }

  /** The definition with which an execution was started. */
  public String definitionOf(Execution execution) throws SQLException {
    return read(store -> store.definition(execution.definition()));
  }

  /**
   * Ends an execution; one that has ended stays as it is.
   *
   * @return as it is then
   */
  public Execution stop(Execution execution, ErrorOutput error) throws SQLException {
    inExecution(
        execution.id(),
        run -> {
          run.stop(error);
          return true;
        });
    return read(store -> store.get(execution.id())).orElse(execution);
  }

  /**
   * Ends a task by its token.
   *
   * @throws Refusal when the token is none, or its task has ended
   */
  public void finish(String token, Shapes.Result result) throws Refusal, SQLException {
    byToken(token, (run, call) -> run.finished(call, result));
  }

  /**
   * Says that a task is still being worked on.
   *
   * @throws Refusal when the token is none, or its task has ended
   */
  public void heartbeat(String token) throws Refusal, SQLException {
    byToken(token, Run::heard);
  }

  @FunctionalInterface
  private interface OnCall {
    boolean on(Run run, String call);
  }

  private void byToken(String text, OnCall action) throws Refusal, SQLException {
    Token token =
        Token.parse(text)
            .orElseThrow(() -> new Refusal("InvalidToken", "Invalid Token: 'Invalid token'"));
    if (!inExecution(token.execution(), run -> action.on(run, token.call()))) {
      throw new Refusal("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
  }

  // Executions from inside

  /**
   * Moves the execution whose time has come first.
   *
   * @return whether there was one
   */
  public boolean step() throws SQLException {
    if (inDoubt) {
      inDoubt = false;
      settleDoubt();
    }
    Instant now = now();
    return moving(
        now,
        (store, effects) -> {
          Optional<Execution> due = store.claimDue(now);
          if (due.isPresent()) {
            effects.moving = due.get();
            Run run = run(store, due.get(), now);
            run.wake();
            save(store, due.get(), run, now, effects);
          }
          return due.isPresent();
        });
  }

  /** When {@link #step} will have something to do; none when only others can move anything. */
  public Optional<Instant> nextWake() throws SQLException {
    return read(Store::nextWake);
  }

  /**
   * Hands out the calls that are outstanding and that nobody in this process makes: those of a
   * process that died, and of transactions whose end was not heard.
   */
  public void resume() throws SQLException {
    for (long id : read(Store::calling)) {
      Instant now = now();
      List<Run.Call> open =
          read(
              store -> {
                Optional<Execution> execution = store.get(id);
                return execution.isPresent()
                    ? run(store, execution.get(), now).outstanding()
                    : List.<Run.Call>of();
              });
      open.forEach(this::handOut);
    }
  }

  private void settleDoubt() throws SQLException {
    try {
      resume();
    } catch (SQLException e) {
      inDoubt = true;
      throw e;
    }
  }

  private void handOut(Run.Call call) {
    if (handedOut.add(call.token())) {
      listener.call(new Call(call));
    }
  }

  /**
   * Makes a call and keeps what came of it.
   *
   * @throws SQLException when that could not be kept: the call is still outstanding
   */
  public void perform(Call call) throws SQLException {
    Token token = call.call.token();
    Shapes.Result result = result(call.call);
    // An interrupted call says nothing about its service; the next run makes it again.
    if (!Thread.currentThread().isInterrupted()) {
      inExecution(token.execution(), run -> run.answered(token.call(), result));
      handedOut.remove(token);
    }
  }

  private Shapes.Result result(Run.Call call) throws SQLException {
    TaskResource resource = call.resource();
    try {
      return startsExecution(resource)
          ? new Shapes.Result.Value(startChild(call))
          : Shapes.result(
              resource,
              services.call(
                  new ServiceCall(
                      resource.service(),
                      resource.action(),
                      call.request(),
                      call.token().text(),
                      call.executionArn(),
                      call.trace())));
    } catch (ServiceException e) {
      return new Shapes.Result.Failure(Shapes.refusal(resource, e));
    } catch (Refusal e) {
      return new Shapes.Result.Failure(
          Shapes.refusal(resource, new ServiceException(400, e.code() + "Exception", e.text())));
    } catch (RuntimeException e) {
      return new Shapes.Result.Failure(
          Shapes.refusal(resource, new ServiceException(500, "InternalFailure", e.toString())));
    }
  }

  /** Without a name it is called after the call, so that a repetition finds it. */
  private JsonNode startChild(Run.Call call) throws Refusal, SQLException {
    JsonNode request = call.request();
    String arn = request.path("StateMachineArn").asString("");
    String name = request.path("Name").asString(call.token().call());
    JsonNode input = request.path("Input");
    String text =
        input.isMissingNode() ? "{}" : input.isString() ? input.stringValue() : Json.text(input);
    checkInput(text);
    Execution child =
        start(
            new Start(arn.substring(arn.lastIndexOf(':') + 1), name, text, Optional.empty()),
            Optional.of(call.token()),
            call.resource().pattern() == Pattern.SYNC);
    return Json.MAPPER
        .createObjectNode()
        .put("ExecutionArn", arns.execution(child.kind(), child.machine(), child.name()))
        .put("StartDate", child.startedAt().toEpochMilli());
  }

  /**
   * Whether a text may be an execution's input.
   *
   * @throws Refusal when it is not JSON or too large
   */
  public static void checkInput(String text) throws Refusal {
    if (Json.size(text) > Quotas.PAYLOAD) {
      throw new Refusal(
          "InvalidExecutionInput",
          "Invalid State Machine Execution Input: 'The input is larger than 262144 bytes.'");
    }
    try {
      if (text.isBlank() || Json.parse(text).isMissingNode()) {
        throw new Refusal(
            "InvalidExecutionInput",
            "Invalid State Machine Execution Input: 'Invalid execution input.'");
      }
    } catch (JacksonException e) {
      throw new Refusal(
          "InvalidExecutionInput",
          "Invalid State Machine Execution Input: '" + e.getOriginalMessage() + "'");
    }
  }

  @FunctionalInterface
  private interface Move {
    /** Whether there was anything to do. */
    boolean of(Run run);
  }

  /** Whether it runs and there was anything to do. */
  private boolean inExecution(long id, Move move) throws SQLException {
    Instant now = now();
    return moving(
        now,
        (store, effects) -> {
          Optional<Execution> execution =
              store.lock(id).filter(found -> found.status() == Status.RUNNING);
          if (execution.isEmpty()) {
            return false;
          }
          effects.moving = execution.get();
          Run run = run(store, execution.get(), now);
          if (!move.of(run)) {
            return false;
          }
          save(store, execution.get(), run, now, effects);
          return true;
        });
  }

  @FunctionalInterface
  private interface Moving {
    boolean in(Store store, Effects effects) throws SQLException;
  }

  /**
   * An execution that cannot be moved would be tried for ever, and before all that are due after
   * it: it ends as AWS ends what its interpreter cannot handle.
   */
  private boolean moving(Instant now, Moving moving) throws SQLException {
    Effects effects = new Effects();
    boolean moved;
    try {
      moved = inTransaction(store -> moving.in(store, effects));
    } catch (SQLException e) {
      if (isAboutData(e) && effects.moving != null) {
        return breakDown(effects.moving, now);
      }
      inDoubt = true;
      listener.wake(now);
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      if (effects.moving == null) {
        throw e;
      }
      return breakDown(effects.moving, now);
    }
    effects.happen();
    return moved;
  }

  /** Not about the connection, which comes back: the same data would be refused again. */
  private static boolean isAboutData(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.startsWith("22") || state.startsWith("54");
  }

  private boolean breakDown(Execution execution, Instant now) throws SQLException {
    Effects effects = new Effects();
    inTransaction(
        store -> {
          Optional<Execution> broken =
              store.lock(execution.id()).filter(found -> found.status() == Status.RUNNING);
          if (broken.isPresent()) {
            Run run = Run.broken(broken.get(), definition(store, broken.get()), arns, now, random);
            save(store, broken.get(), run, now, effects);
          }
          return true;
        });
    effects.happen();
    return true;
  }

  private Run run(Store store, Execution execution, Instant now) throws SQLException {
    return new Run(execution, definition(store, execution), arns, now, random);
  }

  private void save(Store store, Execution execution, Run run, Instant now, Effects effects)
      throws SQLException {
    store.save(execution.id(), run, now, execution.kind() == Kind.STANDARD);
    effects.of(run);
    if (run.ending().isPresent()) {
      Execution ended = execution.ended(run.ending().get(), run.eventCount(), now);
      effects.ended.add(ended);
      tellParent(store, ended, now, effects);
    }
  }

  /** In the transaction of the child's end, or a kill in between would leave the parent waiting. */
  private void tellParent(Store store, Execution child, Instant now, Effects effects)
      throws SQLException {
    Optional<Token> parent = child.parent().flatMap(Token::parse);
    if (parent.isEmpty() || !store.isWaitedFor(child.id())) {
      return;
    }
    Optional<Execution> waiter = store.lock(parent.get().execution());
    if (waiter.filter(found -> found.status() == Status.RUNNING).isPresent()) {
      Run run = run(store, waiter.get(), now);
      if (run.finished(parent.get().call(), childResult(child))) {
        save(store, waiter.get(), run, now, effects);
      }
    }
  }

  private Shapes.Result childResult(Execution child) {
    boolean succeeded = child.status() == Status.SUCCEEDED;
    ObjectNode description = Json.MAPPER.createObjectNode();
    child.cause().ifPresent(cause -> description.put("Cause", cause));
    child.error().ifPresent(error -> description.put("Error", error));
    description.put("ExecutionArn", arns.execution(child.kind(), child.machine(), child.name()));
    if (succeeded) {
      description.set("Input", Json.parse(child.input()));
    } else {
      description.put("Input", child.input());
    }
    description.putObject("InputDetails").put("Included", true);
    description.put("Name", child.plainName());
    child
        .output()
        .ifPresent(
            output -> {
              description.set("Output", Json.parse(output));
              description.putObject("OutputDetails").put("Included", true);
            });
    description.put("StartDate", child.startedAt().toEpochMilli());
    description.put("StateMachineArn", arns.machine(child.machine()));
    description.put("Status", child.status().name());
    child.stoppedAt().ifPresent(time -> description.put("StopDate", time.toEpochMilli()));
    return succeeded
        ? new Shapes.Result.Value(description)
        : new Shapes.Result.Failure(
            new ErrorOutput(ErrorNames.TASK_FAILED, Json.text(description)));
  }

  /** What follows from a transaction once it is committed. */
  private final class Effects {
    private final List<Run.Call> calls = new ArrayList<>();
    private final List<Token> abandoned = new ArrayList<>();
    private final List<Execution> ended = new ArrayList<>();
    private @Nullable Instant wake;

    /** What is being moved, for when that fails. */
    private @Nullable Execution moving;

    void of(Run run) {
      calls.addAll(run.calls());
      abandoned.addAll(run.abandoned());
      run.wakeAt()
          .filter(time -> wake == null || time.isBefore(wake))
          .ifPresent(time -> wake = time);
    }

    void happen() throws SQLException {
      calls.forEach(Engine.this::handOut);
      if (wake != null) {
        listener.wake(wake);
      }
      for (Execution execution : ended) {
        CompletableFuture<Execution> end = waiting.remove(execution.id());
        if (end != null) {
          end.complete(execution);
        }
      }
      for (Token token : abandoned) {
        for (long child : read(store -> store.childrenOf(token.text()))) {
          inExecution(child, Engine::stopWithParent);
        }
      }
    }
  }

  private static boolean stopWithParent(Run run) {
    run.stop(new ErrorOutput(null, "What waited for this execution waits no more"));
    return true;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @FunctionalInterface
  private interface Transaction<T> {
    T in(Store store) throws SQLException;
  }

  /** One statement, which needs no transaction around it. */
  private <T> T read(Transaction<T> statement) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return statement.in(new Store(connection));
    }
  }

  private <T> T inTransaction(Transaction<T> transaction) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = transaction.in(new Store(connection));
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
