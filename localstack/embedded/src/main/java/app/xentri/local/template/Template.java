package app.xentri.local.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the template declares that the local cloud has to run.
 *
 * @param functions in the order of the template
 * @param machines state machines
 * @param layers folders of jars, by logical id
 * @param routes of the HTTP API
 * @param cors the HTTP API's answer to other origins, when it has one
 * @param headers what the CDN adds to every response, in order
 * @param elsewhere resources that are understood and need nothing here, as {@code Id (Type)}
 */
public record Template(
    List<Function> functions,
    List<StateMachine> machines,
    Map<String, Path> layers,
    List<Route> routes,
    Optional<Cors> cors,
    List<Schedule> schedules,
    List<Rule> rules,
    List<EventBus> buses,
    List<Queue> queues,
    List<Bucket> buckets,
    Map<String, String> headers,
    List<String> elsewhere) {

  public Template {
    functions = List.copyOf(functions);
    machines = List.copyOf(machines);
    layers = Map.copyOf(layers);
    routes = List.copyOf(routes);
    schedules = List.copyOf(schedules);
    rules = List.copyOf(rules);
    buses = List.copyOf(buses);
    queues = List.copyOf(queues);
    buckets = List.copyOf(buckets);
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    elsewhere = List.copyOf(elsewhere);
  }

  /**
   * A Lambda function.
   *
   * @param logicalId for example {@code MeGetFunction}
   * @param name physical name, for example {@code xentri-me-get}
   * @param handler class, or {@code class::method}
   * @param code the folder that {@code CodeUri} names
   * @param layers logical ids
   * @param policies names of the managed policies that its role carries beside AWS's own
   * @param environment exactly the variables that the template gives it
   * @param timeout when Lambda would end it
   * @param memoryMb the size Lambda would give it
   * @param access who may call its routes
   * @param retries how often a failed asynchronous invocation is tried again
   * @param onFailure the ARN of the queue for what still failed then
   */
  public record Function(
      String logicalId,
      String name,
      String handler,
      Path code,
      List<String> layers,
      List<String> policies,
      Map<String, String> environment,
      Duration timeout,
      int memoryMb,
      Access access,
      int retries,
      Optional<String> onFailure) {
    public Function {
      layers = List.copyOf(layers);
      policies = List.copyOf(policies);
      environment = Map.copyOf(environment);
    }

    /** Its name without the stack's, by which its context knows it: for example {@code me-get}. */
    public String definition() {
      String stack = environment.get("STACK_NAME");
      return stack != null && name.startsWith(stack + "-")
          ? name.substring(stack.length() + 1)
          : name;
    }
  }

  /** Who may call a function's routes. */
  public enum Access {
    /** A caller with a session or a bearer token. */
    MEMBER,
    /** Anyone; the function itself checks what it needs. */
    PUBLIC
  }

  /**
   * A state machine.
   *
   * @param name physical name
   * @param arn by which rules and schedules call it
   * @param express whether it is an express one
   * @param definition in Amazon States Language, with its substitutions made
   * @param role ARN
   * @param logging as Step Functions describes it, JSON
   * @param tracing whether its traces are kept
   */
  public record StateMachine(
      String logicalId,
      String name,
      String arn,
      boolean express,
      String definition,
      String role,
      String logging,
      boolean tracing) {}

  /**
   * A route of the HTTP API.
   *
   * @param method upper case, or {@code ANY}
   * @param path for example {@code /api/v1/brief/sections/{section}}
   * @param function physical name
   */
  public record Route(String method, String path, String function) {
    /** As API Gateway writes it, for example {@code GET /api/v1/me}. */
    public String key() {
      return path.equals("$default") ? path : method + " " + path;
    }
  }

  /**
   * How the HTTP API answers other origins.
   *
   * @param maxAge how long a browser may keep a preflight's answer, if declared
   */
  public record Cors(
      List<String> origins,
      List<String> methods,
      List<String> headers,
      List<String> exposed,
      boolean credentials,
      Optional<Duration> maxAge) {
    public Cors {
      origins = List.copyOf(origins);
      methods = List.copyOf(methods);
      headers = List.copyOf(headers);
      exposed = List.copyOf(exposed);
    }
  }

  /**
   * A schedule that invokes a function asynchronously, or starts an execution.
   *
   * @param expression {@code rate(…)}, {@code cron(…)} or {@code at(…)}
   * @param function physical name, or the ARN of a state machine
   * @param input the event, as JSON, when the template gives one
   */
  public record Schedule(String name, String expression, String function, Optional<String> input) {}

  /**
   * A rule of an event bus with one function or state machine as its target.
   *
   * @param bus physical name of the bus
   * @param pattern event pattern, as JSON
   * @param function physical name, or the ARN of a state machine
   * @param retries how often handing an event to the function is tried again
   * @param maximumAge after which that is given up
   * @param deadLetters ARN of the queue for what was given up
   */
  public record Rule(
      String name,
      String bus,
      String pattern,
      String function,
      int retries,
      Duration maximumAge,
      Optional<String> deadLetters) {}

  /** An event bus by its physical name. */
  public record EventBus(String logicalId, String name) {}

  /**
   * A queue.
   *
   * @param redrive ARN of the queue that takes over what was received too often
   * @param maxReceives after how many receives, 0 without {@code redrive}
   */
  public record Queue(
      String logicalId, String name, boolean fifo, Optional<String> redrive, int maxReceives) {}

  /** A bucket by its physical name. */
  public record Bucket(String logicalId, String name) {}

  /**
   * A nested stack.
   *
   * @param parameters what its template is given, and whether that is a secret ({@code NoEcho})
   */
  public record Nested(String logicalId, Path file, Map<String, Boolean> parameters) {
    public Nested {
      parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /** The function with this physical name. */
  public Optional<Function> function(String name) {
    return functions.stream().filter(function -> function.name().equals(name)).findFirst();
  }
}
