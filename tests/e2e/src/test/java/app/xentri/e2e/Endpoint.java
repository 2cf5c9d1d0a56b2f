package app.xentri.e2e;

import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Route;
import app.xentri.local.template.TemplateReader;
import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One route of the template with its examples, so that what is added to the API is tested without
 * anybody having to think of it.
 *
 * @param function the name of its function and of its folder of examples
 * @param path with a real session and section in it
 * @param isPublic whether it takes no token
 */
record Endpoint(String function, String method, String path, boolean isPublic) {

  /** A request body of {@code events/http}. */
  record Example(String name, String body) {}

  private static final Path EXAMPLES = RunningCloud.root().resolve("events/http");

  private static Stream<Endpoint> all(String session) {
    Template template = TemplateReader.outline(RunningCloud.root().resolve("template.yaml"));
    return template.routes().stream().map(route -> of(template, route, session));
  }

  private static Endpoint of(Template template, Route route, String session) {
    Template.Function function = template.function(route.function()).orElseThrow();
    return new Endpoint(
        function.definition(),
        route.method(),
        route.path().replace("{id}", session).replace("{section}", "identity"),
        function.access() == Template.Access.PUBLIC);
  }

  /** Those that take a body; a webhook is judged by its signature first. */
  static List<Endpoint> withBody(String session) {
    return all(session)
        .filter(endpoint -> endpoint.says("x-body"))
        .filter(endpoint -> !endpoint.function.equals("clerk-webhook"))
        .toList();
  }

  static List<Endpoint> thatNeedAKey(String session) {
    return all(session)
        .filter(endpoint -> endpoint.method.equals("POST"))
        .filter(endpoint -> endpoint.says("x-idempotency-key"))
        .toList();
  }

  /** Whether there is a request schema that does not say no to this. */
  private boolean says(String note) {
    Path schema = RunningCloud.root().resolve("schema/api/" + function + ".request.json");
    return Files.exists(schema) && Json.read(read(schema)).path(note).asBoolean(true);
  }

  List<Example> invalid() {
    return examples("invalid-");
  }

  /** A body that would be taken; empty where the route takes none. */
  String valid() {
    return examples("valid-").stream().map(Example::body).findFirst().orElse("");
  }

  private List<Example> examples(String kind) {
    Path folder = EXAMPLES.resolve(function);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(kind))
          .sorted()
          .map(file -> new Example(function + "/" + file.getFileName(), read(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends it with all the headers that it needs. */
  HttpResponse<String> send(Person person, String body) {
    return send(person, body, Map.of());
  }

  HttpResponse<String> send(Person person, String body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>();
    headers.put("idempotency-key", UUID.randomUUID().toString());
    headers.put("if-match", "\"1\"");
    headers.putAll(more);
    return sendBare(person, body, headers);
  }

  /** Sends it with these headers alone. */
  HttpResponse<String> sendBare(Person person, String body, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("origin", person.cloud().origin());
    return person.cloud().send(isPublic ? "" : person.token(), method, path, body, all);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
