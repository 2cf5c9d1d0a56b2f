package app.xentri.bench;

import app.xentri.local.template.Place;
import app.xentri.local.template.Template;
import app.xentri.local.template.TemplateReader;
import app.xentri.platform.Json;
import app.xentri.testkit.Requests;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The template's functions beside a backdrop, by the names that their own code has for them. */
final class Deployment {

  private final Packages packages;
  private final Template template;
  private final Map<String, String> sdkVariables;

  /**
   * Reads the template.
   *
   * @param parameters the template's
   * @param sdkVariables what AWS's SDK in the functions looks for
   */
  Deployment(Path root, Map<String, String> parameters, Map<String, String> sdkVariables) {
    this.packages = new Packages(root);
    this.sdkVariables = Map.copyOf(sdkVariables);
    this.template =
        TemplateReader.read(
            root.resolve("template.yaml"),
            parameters,
            new Place(
                "eu-central-1", "000000000000", "xentri", queue -> "https://sqs.example/" + queue));
  }

  Packages packages() {
    return packages;
  }

  /** All of them, in the order of the template. */
  List<String> names() {
    return template.functions().stream().map(Deployment::name).toList();
  }

  private static String name(Template.Function function) {
    return function.definition();
  }

  private Template.Function function(String name) {
    return template.functions().stream()
        .filter(function -> name(function).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no function " + name));
  }

  /** How the function is started. */
  Launch launch(String name, Path log) {
    Template.Function function = function(name);
    var environment = new HashMap<>(function.environment());
    environment.putAll(sdkVariables);
    environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMb()));
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    return new Launch(function.handler(), packages.classPath(function), environment, log);
  }

  /** As {@link #request(String, Map, Map, String)}, with a JSON body or, if it is empty, none. */
  ObjectNode request(
      String name, Map<String, String> path, Map<String, String> headers, ObjectNode body) {
    return request(name, path, headers, body.isEmpty() ? "" : Json.write(body));
  }

  /**
   * A request to the function's route as API Gateway hands it over; a POST gets a key of its own.
   *
   * @param path values for the route's parameters
   * @param body empty for none
   */
  ObjectNode request(
      String name, Map<String, String> path, Map<String, String> headers, String body) {
    Template.Route route = route(name).orElseThrow();
    var all = new HashMap<>(headers);
    if (route.method().equals("POST")) {
      all.put("idempotency-key", UUID.randomUUID().toString());
    }
    ObjectNode event = Requests.event(route.key(), all, body);
    ObjectNode parameters = event.putObject("pathParameters");
    String filled = route.path();
    for (var parameter : path.entrySet()) {
      filled = filled.replace("{" + parameter.getKey() + "}", parameter.getValue());
      parameters.put(parameter.getKey(), parameter.getValue());
    }
    ((ObjectNode) event.path("requestContext").path("http")).put("path", filled);
    return event.put("rawPath", filled);
  }

  private Optional<Template.Route> route(String name) {
    String physical = function(name).name();
    return template.routes().stream()
        .filter(route -> route.function().equals(physical))
        .findFirst();
  }
}
