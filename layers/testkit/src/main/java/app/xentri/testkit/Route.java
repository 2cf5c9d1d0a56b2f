package app.xentri.testkit;

import app.xentri.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One route of the API and all that is said about it: by the template, by its function's schemas
 * and by its examples. What is added to the API is found here without anybody having to think of
 * it.
 *
 * @param name of its function, of its schemas and of its folder of examples, for example {@code
 *     brief-get}
 * @param method upper case
 * @param path for example {@code /api/v1/brief/sections/{section}}
 * @param isPublic whether it takes no token
 * @param request the schema of its body, and what it says beside shapes ({@code schema/README.md})
 */
public record Route(
    String name,
    String method,
    String path,
    boolean isPublic,
    @Nullable JsonNode request,
    @Nullable JsonNode query,
    @Nullable JsonNode response) {

  /** A body, or query parameters, of {@code events/http}. */
  public record Example(String name, String text) {}

  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([A-Za-z_]+)}");

  /** The routes that a running cloud serves, in the template's order. */
  public static List<Route> of(RunningCloud cloud) {
    return cloud
        .runFile()
        .path("routes")
        .valueStream()
        .map(
            declared ->
                of(
                    declared.path("function").asString(),
                    declared.path("method").asString(),
                    declared.path("path").asString(),
                    declared.path("public").asBoolean()))
        .toList();
  }

  /** A route with what the schemas say of its function. */
  public static Route of(String name, String method, String path, boolean isPublic) {
    return new Route(
        name,
        method,
        path,
        isPublic,
        schema("api/" + name + ".request.json"),
        schema("api/" + name + ".query.json"),
        schema("api/" + name + ".response.json"));
  }

  private static @Nullable JsonNode schema(String path) {
    Path file = Repository.root().resolve("schema").resolve(path);
    return Files.exists(file) ? Json.read(Repository.text(file)) : null;
  }

  /** As API Gateway writes it, for example {@code GET /api/v1/me}. */
  public String key() {
    return method + " " + path;
  }

  /** For example {@code POST /api/v1/orgs (orgs-create)}. */
  public String title() {
    return key() + " (" + name + ")";
  }

  public boolean isRead() {
    return method.equals("GET");
  }

  public boolean takesBody() {
    return request != null && request.path("x-body").asBoolean(true);
  }

  /** POSTs create or trigger something; those that do not say so. */
  public boolean needsKey() {
    return method.equals("POST")
        && (request == null || request.path("x-idempotency-key").asBoolean(true));
  }

  public boolean needsIfMatch() {
    return List.of("PUT", "PATCH").contains(method);
  }

  /** The statuses of success. */
  public List<Integer> statuses() {
    JsonNode statuses = response == null ? null : response.get("x-status");
    return statuses == null ? List.of(200) : statuses.valueStream().map(JsonNode::asInt).toList();
  }

  /** The names in the path's braces. */
  public List<String> pathParameters() {
    return PATH_PARAMETER.matcher(path).results().map(match -> match.group(1)).toList();
  }

  /** What may stand for a parameter of a path, where that is a list, or stands there as example. */
  public static Optional<List<String>> listed(String parameter) {
    JsonNode schema = schema("parameters/" + parameter + ".json");
    JsonNode values = schema == null ? null : schema.get(schema.has("enum") ? "enum" : "examples");
    return values == null
        ? Optional.empty()
        : Optional.of(values.valueStream().map(JsonNode::asString).toList());
  }

  public List<Example> valid() {
    return examples("valid-");
  }

  public List<Example> invalid() {
    return examples("invalid-");
  }

  private List<Example> examples(String kind) {
    Path folder = Repository.root().resolve("events/http").resolve(name);
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(kind))
          .sorted()
          .map(file -> new Example(name + "/" + file.getFileName(), Repository.text(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first valid example; empty if there is none. */
  ObjectNode firstValid() {
    return valid().stream()
        .findFirst()
        .map(example -> (ObjectNode) Json.read(example.text()))
        .orElseGet(Json::object);
  }

  /** The same at another path. */
  Route at(String other) {
    return new Route(name, method, other, isPublic, request, query, response);
  }

  /** The same with another request schema. */
  public Route with(JsonNode other) {
    return new Route(name, method, path, isPublic, other, query, response);
  }

  @Override
  public String toString() {
    return key();
  }
}
