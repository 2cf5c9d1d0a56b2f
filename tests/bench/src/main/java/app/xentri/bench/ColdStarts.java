package app.xentri.bench;

import app.xentri.local.template.Place;
import app.xentri.local.template.Template;
import app.xentri.local.template.TemplateReader;
import app.xentri.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cold start of every function: start of the process to its first answer, through AWS's runtime
 * client, with and without a JDK AOT cache.
 */
final class ColdStarts {

  private static final int RUNS = 7;

  /**
   * Medians of one function, in milliseconds, beside those of a plain handler that was started in
   * turn with it.
   *
   * @param database whether the first answer needed the database
   * @param memory resident MB after the first answer, without a cache
   * @param roundTrips database round trips of its second request
   * @param status what the second request was answered, 0 for an event handler
   */
  record Result(
      String function,
      boolean database,
      Start without,
      Start with,
      long memory,
      int roundTrips,
      int status) {}

  /** Medians of the same start, of the function and of a plain handler. */
  record Start(double function, double plain) {}

  /** What a process is started with, and its AOT cache. */
  private record Subject(
      String name,
      String handler,
      String classPath,
      Map<String, String> environment,
      String event,
      Path log,
      Path cache) {}

  private final Path root;
  private final Path work;
  private final Packages packages;
  private final Backdrop backdrop;
  private final Template template;

  ColdStarts(Path root, Path work, Backdrop backdrop) {
    this.root = root;
    this.work = work;
    this.packages = new Packages(root);
    this.backdrop = backdrop;
    this.template =
        TemplateReader.read(
            root.resolve("template.yaml"),
            backdrop.parameters(),
            new Place(
                "eu-central-1", "000000000000", "xentri", queue -> "https://sqs.example/" + queue));
  }

  /** Every function of the template. */
  List<Result> measure() {
    Subject plain = trained(plain());
    var results = new ArrayList<Result>();
    for (Template.Function function : template.functions()) {
      Result result = measured(trained(function(function)), plain);
      System.err.printf(
          "%-28s %6.0f ms, %.2f times a plain one; with cache %6.0f ms, %.2f times%n",
          result.function(),
          result.without().function(),
          result.without().function() / result.without().plain(),
          result.with().function(),
          result.with().function() / result.with().plain());
      results.add(result);
    }
    return results;
  }

  private Subject plain() {
    String classPath =
        Packages.jarOf(PlainHandler.class.getName())
            + ":"
            + packages.runtimeLayer().resolve("*")
            + ":"
            + runtimeClient();
    String handler = PlainHandler.class.getName();
    return subject("plain", handler, expand(classPath), Map.of(), "{}");
  }

  private Subject subject(
      String name,
      String handler,
      String classPath,
      Map<String, String> environment,
      String event) {
    return new Subject(
        name,
        handler,
        classPath,
        environment,
        event,
        work.resolve(name + ".log"),
        work.resolve(name + ".aot"));
  }

  private static String runtimeClient() {
    return Packages.jarOf("com.amazonaws.services.lambda.runtime.api.client.AWSLambda")
        + ":"
        + Packages.jarOf("com.amazonaws.services.lambda.runtime.serialization.PojoSerializer");
  }

  /**
   * A class path with a cache must name jars, not folders: classes in folders are copied to a jar
   * of their own by the build, so only wildcards are left to expand.
   */
  private String expand(String classPath) {
    String layer =
        String.join(
            ":", Packages.jars(packages.runtimeLayer()).stream().map(Path::toString).toList());
    return classPath.replace(packages.runtimeLayer().resolve("*").toString(), layer);
  }

  private Subject function(Template.Function function) {
    String name =
        function.environment().getOrDefault("SPRING_CLOUD_FUNCTION_DEFINITION", function.name());
    var environment = new HashMap<>(function.environment());
    environment.putAll(
        Map.of(
            "AWS_REGION",
            "eu-central-1",
            "AWS_ACCESS_KEY_ID",
            "bench",
            "AWS_SECRET_ACCESS_KEY",
            "bench",
            "AWS_LAMBDA_FUNCTION_NAME",
            function.name(),
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            String.valueOf(function.memoryMb()),
            "AWS_LAMBDA_FUNCTION_VERSION",
            "1",
            "AWS_ENDPOINT_URL",
            "http://127.0.0.1:9"));
    return subject(
        name, function.handler(), packages.classPath(function), environment, event(function, name));
  }

  /** Runs it once for its cache. */
  private static Subject trained(Subject subject) {
    try (var training = start(subject, List.of("-XX:AOTCacheOutput=" + subject.cache()))) {
      training.firstAnswer(subject.event());
      training.endInOrder();
    }
    if (!Files.exists(subject.cache())) {
      throw new IllegalStateException(
          "no cache was written for " + subject.name() + ", see " + subject.log());
    }
    return subject;
  }

  private static FunctionProcess start(Subject subject, List<String> options) {
    return new FunctionProcess(
        subject.handler(), subject.classPath(), subject.environment(), options, subject.log());
  }

  /** In turn, so that a machine that slows down slows both. */
  private Result measured(Subject subject, Subject plain) {
    var without = new ArrayList<Double>();
    var with = new ArrayList<Double>();
    var plainWithout = new ArrayList<Double>();
    var plainWith = new ArrayList<Double>();
    long memory = 0;
    int roundTrips = 0;
    int status = 0;
    boolean database = false;
    for (int run = 0; run < RUNS; run++) {
      plainWithout.add(started(plain, List.of()));
      backdrop.roundTrips().take();
      try (var process = start(subject, List.of())) {
        without.add(process.firstAnswer(subject.event()));
        database = backdrop.roundTrips().take() > 0;
        memory = process.residentMegabytes();
        status = Json.read(process.answer(subject.event())).path("statusCode").asInt(0);
        roundTrips = backdrop.roundTrips().take();
      }
      plainWith.add(started(plain, List.of("-XX:AOTCache=" + plain.cache())));
      with.add(started(subject, List.of("-XX:AOTCache=" + subject.cache())));
    }
    return new Result(
        subject.name(),
        database,
        new Start(Figures.median(without), Figures.median(plainWithout)),
        new Start(Figures.median(with), Figures.median(plainWith)),
        memory,
        roundTrips,
        status);
  }

  private static double started(Subject subject, List<String> options) {
    try (var process = start(subject, options)) {
      return process.firstAnswer(subject.event());
    }
  }

  /**
   * A request with a valid token and, where there is one, the function's own valid example as its
   * body.
   */
  private String event(Template.Function function, String name) {
    Template.Route route =
        template.routes().stream()
            .filter(r -> r.function().equals(function.name()))
            .findFirst()
            .orElse(null);
    if (route == null) {
      return name.equals("event-relay") ? "{}" : consumed();
    }
    String path =
        route.path().replace("{id}", UUID.randomUUID().toString()).replace("{section}", "identity");
    ObjectNode event =
        Json.object()
            .put("version", "2.0")
            .put("routeKey", route.key())
            .put("rawPath", path)
            .put("rawQueryString", "");
    ObjectNode headers =
        event
            .putObject("headers")
            .put("authorization", "Bearer " + backdrop.token())
            .put("idempotency-key", UUID.randomUUID().toString())
            .put("if-match", "\"1\"");
    event
        .putObject("requestContext")
        .putObject("http")
        .put("method", route.method())
        .put("path", path);
    ObjectNode parameters = event.putObject("pathParameters");
    parameters.put("id", path.replaceAll(".*/([0-9a-f-]{36}).*", "$1")).put("section", "identity");
    example(name)
        .ifPresent(
            body -> {
              headers.put("content-type", "application/json");
              event.put("body", body);
            });
    return Json.write(event.put("isBase64Encoded", false));
  }

  private java.util.Optional<String> example(String name) {
    Path folder = root.resolve("events/http").resolve(name);
    if (!Files.isDirectory(folder)) {
      return java.util.Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(f -> f.getFileName().toString().startsWith("valid"))
              .sorted()
              .findFirst()
              .orElseThrow();
      return java.util.Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recorded change of the Brief, as the bus brings it. */
  private String consumed() {
    Path example = root.resolve("events/xentri.brief.updated.v1/valid-manual.json");
    try {
      var envelope = (ObjectNode) Json.read(Files.readString(example));
      backdrop.record(envelope);
      ObjectNode event = Json.object().put("detail-type", "xentri.brief.updated.v1");
      event.set("detail", envelope);
      return Json.write(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
