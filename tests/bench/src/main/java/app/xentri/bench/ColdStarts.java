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
   * Medians of one function.
   *
   * @param withoutCache milliseconds
   * @param withCache milliseconds
   * @param memory resident MB after the first answer, without a cache
   * @param roundTrips database round trips of its second request
   * @param status what the second request was answered, 0 for an event handler
   */
  record Result(
      String function,
      double withoutCache,
      double withCache,
      long memory,
      int roundTrips,
      int status) {}

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

  /** A plain request handler first, then every function of the template. */
  List<Result> measure() {
    var results = new ArrayList<Result>();
    results.add(plain());
    for (Template.Function function : template.functions()) {
      Result result = function(function);
      System.err.printf(
          "%-32s %6.0f ms %6.0f ms with cache%n",
          result.function(), result.withoutCache(), result.withCache());
      results.add(result);
    }
    return results;
  }

  private Result plain() {
    String classPath =
        Packages.jarOf(PlainHandler.class.getName())
            + ":"
            + packages.runtimeLayer().resolve("*")
            + ":"
            + runtimeClient();
    String handler = PlainHandler.class.getName();
    return measured("plain RequestHandler", handler, expand(classPath), Map.of(), "{}", "{}");
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

  private Result function(Template.Function function) {
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
    return measured(
        name,
        function.handler(),
        packages.classPath(function),
        environment,
        event(function, name),
        event(function, name));
  }

  private Result measured(
      String name,
      String handler,
      String classPath,
      Map<String, String> environment,
      String first,
      String second) {
    Path log = work.resolve(name.replace(' ', '-') + ".log");
    Path cache = work.resolve(name.replace(' ', '-') + ".aot");
    try (var training =
        new FunctionProcess(
            handler, classPath, environment, List.of("-XX:AOTCacheOutput=" + cache), log)) {
      training.firstAnswer(first);
      training.endInOrder();
    }
    if (!Files.exists(cache)) {
      throw new IllegalStateException("no cache was written for " + name + ", see " + log);
    }
    var without = new ArrayList<Double>();
    var with = new ArrayList<Double>();
    long memory = 0;
    int roundTrips = 0;
    int status = 0;
    for (int run = 0; run < RUNS; run++) {
      try (var process = new FunctionProcess(handler, classPath, environment, List.of(), log)) {
        without.add(process.firstAnswer(first));
        memory = process.residentMegabytes();
        backdrop.roundTrips().take();
        status = Json.read(process.answer(second)).path("statusCode").asInt(0);
        roundTrips = backdrop.roundTrips().take();
      }
      try (var process =
          new FunctionProcess(
              handler, classPath, environment, List.of("-XX:AOTCache=" + cache), log)) {
        with.add(process.firstAnswer(first));
      }
    }
    return new Result(
        name, Figures.median(without), Figures.median(with), memory, roundTrips, status);
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
      return consumed();
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

  /** An event that neither the relay nor a consumer has anything to do for. */
  private static String consumed() {
    return "{\"detail-type\":\"xentri.bench.nothing.v1\",\"detail\":{}}";
  }
}
