package app.xentri.contract;

import app.xentri.local.template.Template;
import app.xentri.platform.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.NonPrintableStyle;
import tools.jackson.databind.JsonNode;

/**
 * The API document (OpenAPI 3.1), written from the template's routes and the schemas. Nobody edits
 * it: an endpoint that has its template block and its schemas is documented.
 */
final class OpenApiDocument {

  private final Contract contract;

  OpenApiDocument(Contract contract) {
    this.contract = contract;
  }

  String yaml() {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setNonPrintableStyle(NonPrintableStyle.ESCAPE)
            .setWidth(160)
            .setIndicatorIndent(2)
            .setIndent(4)
            .setIndentWithIndicator(true)
            .build();
    return "# Written from template.yaml and schema/ by `make generate`; do not edit.\n"
        + new Dump(settings).dumpToString(Json.mapper().convertValue(document(), Object.class));
  }

  private Map<String, Object> document() {
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        map(
            "title", "Xentri",
            "version", "1",
            "description",
                "The API of Xentri. Errors are problem details (RFC 9457); lists are paged with a cursor; times are ISO 8601 in UTC.",
            "license", map("name", "MIT", "identifier", "MIT")));
    document.put(
        "servers", List.of(map("url", "http://127.0.0.1:3000", "description", "The local cloud")));
    document.put("security", List.of(map("bearer", List.of()), map("cookie", List.of())));
    document.put(
        "tags",
        contract.contexts().entrySet().stream()
            .map(context -> map("name", context.getKey(), "description", context.getValue()))
            .toList());
    document.put("paths", paths());
    document.put("components", components());
    return document;
  }

  private Map<String, Object> paths() {
    var paths = new LinkedHashMap<String, Object>();
    contract.template().routes().stream()
        .sorted(Comparator.comparing(Template.Route::path).thenComparing(Template.Route::method))
        .forEach(
            route -> {
              @SuppressWarnings("unchecked")
              var item =
                  (Map<String, Object>)
                      paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<String, Object>());
              item.put(
                  route.method().toLowerCase(Locale.ROOT),
                  operation(contract.endpoint(route).orElseThrow()));
            });
    return paths;
  }

  private Map<String, Object> operation(Endpoint endpoint) {
    JsonNode describing = endpoint.request() != null ? endpoint.request() : endpoint.response();
    var operation = new LinkedHashMap<String, Object>();
    operation.put("operationId", camel(endpoint.name()));
    operation.put("tags", List.of(endpoint.function().code().getFileName().toString()));
    operation.put("summary", text(describing, "title"));
    operation.put("description", text(describing, "description"));
    if (endpoint.isPublic()) {
      operation.put("security", List.of());
    }
    List<Object> parameters = parameters(endpoint);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (endpoint.takesBody()) {
      operation.put(
          "requestBody",
          map(
              "required",
              true,
              "content",
              map(
                  "application/json",
                  map(
                      "schema",
                      reference(endpoint.name(), "request"),
                      "examples",
                      examples(endpoint)))));
    }
    operation.put("responses", responses(endpoint));
    return operation;
  }

  private Map<String, Object> examples(Endpoint endpoint) {
    var examples = new LinkedHashMap<String, Object>();
    for (Path file : contract.examplesOf(endpoint.name(), "valid-")) {
      String name = file.getFileName().toString().replaceAll("^valid-|\\.json$", "");
      examples.put(name, map("value", Contract.json(file)));
    }
    return examples;
  }

  private List<Object> parameters(Endpoint endpoint) {
    var parameters = new ArrayList<Object>();
    for (String name : endpoint.pathParameters()) {
      parameters.add(parameter(name, "path", true, contract.parameterSchema(name)));
    }
    if (endpoint.query() != null) {
      endpoint
          .query()
          .path("properties")
          .properties()
          .forEach(
              each -> parameters.add(parameter(each.getKey(), "query", false, each.getValue())));
    }
    if (endpoint.needsKey()) {
      parameters.add(map("$ref", "#/components/parameters/IdempotencyKey"));
    }
    if (endpoint.needsIfMatch()) {
      parameters.add(map("$ref", "#/components/parameters/IfMatch"));
    }
    if (endpoint.mayIfMatch()) {
      parameters.add(map("$ref", "#/components/parameters/IfMatchIfAny"));
    }
    return parameters;
  }

  /** A parameter whose schema stands in the document, with its description beside it. */
  private static Map<String, Object> parameter(
      String name, String in, boolean required, @Nullable JsonNode schema) {
    var own = new LinkedHashMap<String, Object>();
    if (schema != null) {
      schema.properties().stream()
          .filter(each -> !List.of("$schema", "title", "description").contains(each.getKey()))
          .forEach(each -> own.put(each.getKey(), each.getValue()));
    }
    return map(
        "name", name,
        "in", in,
        "required", required,
        "description", text(schema, "description"),
        "schema", own);
  }

  private static String text(@Nullable JsonNode schema, String property) {
    return schema == null ? "" : schema.path(property).asString("");
  }

  private Map<String, Object> responses(Endpoint endpoint) {
    var responses = new LinkedHashMap<String, Object>();
    for (int status : endpoint.statuses()) {
      responses.put(String.valueOf(status), success(endpoint));
    }
    responses.put("4XX", map("$ref", "#/components/responses/Problem"));
    responses.put("5XX", map("$ref", "#/components/responses/Problem"));
    return responses;
  }

  private static Map<String, Object> success(Endpoint endpoint) {
    String description = text(endpoint.response(), "title");
    if (!endpoint.hasContent()) {
      return map("description", description);
    }
    boolean list = text(endpoint.response(), "type").equals("array");
    return map(
        "description",
        description,
        "content",
        map(
            "application/json",
            map(
                "schema",
                map(
                    "type", "object",
                    "properties",
                        map(
                            "data",
                            reference(endpoint.name(), "response"),
                            "error",
                            map("type", "null"),
                            "meta",
                            list
                                ? map("$ref", "#/components/schemas/PageMeta")
                                : map("type", "object")),
                    "required", List.of("data", "error", "meta")))));
  }

  private static String camel(String kebab) {
    return kebab.substring(0, 1) + Contract.pascal(kebab).substring(1);
  }

  private static Map<String, Object> reference(String name, String kind) {
    return map("$ref", "./api/" + name + "." + kind + ".json");
  }

  private static Map<String, Object> components() {
    return map(
        "securitySchemes",
            map(
                "bearer", map("type", "http", "scheme", "bearer", "bearerFormat", "JWT"),
                "cookie", map("type", "apiKey", "in", "cookie", "name", "__Host-xentri_session")),
        "parameters",
            map(
                "IdempotencyKey",
                    map(
                        "name", "Idempotency-Key",
                        "in", "header",
                        "required", true,
                        "description",
                            "A new random value for each action, the same one for each retry of it, without a comma.",
                        "schema", map("type", "string", "minLength", 1, "maxLength", 255)),
                "IfMatchIfAny",
                    map(
                        "name", "If-Match",
                        "in", "header",
                        "required", false,
                        "description",
                            "The ETag that you have read; without one, what is there now is meant.",
                        "schema", map("type", "string")),
                "IfMatch",
                    map(
                        "name",
                        "If-Match",
                        "in",
                        "header",
                        "required",
                        true,
                        "description",
                        "The ETag that you have read.",
                        "schema",
                        map("type", "string"))),
        "responses",
            map(
                "Problem",
                map(
                    "description",
                    "A problem.",
                    "content",
                    map(
                        "application/problem+json",
                        map("schema", map("$ref", "#/components/schemas/Problem"))))),
        "schemas",
            map(
                "PageMeta",
                    map(
                        "type",
                        "object",
                        "properties",
                        map("next_cursor", map("type", List.of("string", "null"))),
                        "required",
                        List.of("next_cursor")),
                "Problem", problem()));
  }

  private static Map<String, Object> problem() {
    Map<String, Object> error =
        map(
            "type",
            "object",
            "properties",
            map("pointer", map("type", "string"), "message", map("type", "string")),
            "required",
            List.of("pointer", "message"));
    return map(
        "type", "object",
        "properties",
            map(
                "type", map("type", "string", "format", "uri"),
                "title", map("type", "string"),
                "status", map("type", "integer"),
                "detail", map("type", "string"),
                "trace_id", map("type", "string"),
                "errors", map("type", "array", "items", error),
                "allowed", map("type", "array", "items", map("type", "string")),
                "current", map("type", "object")),
        "required", List.of("type", "title", "status", "detail", "trace_id"));
  }

  private static Map<String, Object> map(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
