package app.xentri.contract;

import app.xentri.local.template.Template;
import app.xentri.platform.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Functions that answer 204. */
  static final Set<String> NO_CONTENT = Set.of("auth-logout");

  /** Functions that change something and take no body. */
  static final Set<String> NO_BODY =
      Set.of(
          "auth-refresh",
          "auth-logout",
          "brief-session-start",
          "brief-session-ready",
          "brief-session-approve");

  /**
   * POSTs that need no Idempotency-Key: they create nothing that lasts, or carry an id of their
   * own.
   */
  private static final Set<String> NO_KEY =
      Set.of("auth-login", "auth-exchange", "auth-refresh", "auth-logout", "clerk-webhook");

  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([A-Za-z]+)}");

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
        List.of(
            tag("identity", "Who you are and which org you are in."),
            tag("backbone", "The event log."),
            tag("copilot", "The conversation and the Brief.")));
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
              item.put(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
            });
    return paths;
  }

  private Map<String, Object> operation(Template.Route route) {
    Template.Function function = contract.template().function(route.function()).orElseThrow();
    String name = Contract.name(function);
    JsonNode request = contract.schemaOf(name, "request");
    JsonNode response = contract.schemaOf(name, "response");
    JsonNode describing = request != null ? request : response;
    var operation = new LinkedHashMap<String, Object>();
    operation.put("operationId", name.substring(0, 1) + Contract.pascal(name).substring(1));
    operation.put("tags", List.of(function.code().getFileName().toString()));
    operation.put("summary", describing == null ? name : describing.path("title").asString(name));
    operation.put(
        "description",
        describing == null ? "Answers 204." : describing.path("description").asString(""));
    if (function.access() == Template.Access.PUBLIC) {
      operation.put("security", List.of());
    }
    List<Object> parameters = parameters(route, name);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (request != null) {
      operation.put(
          "requestBody",
          map(
              "required",
              true,
              "content",
              map("application/json", map("schema", reference(name, "request")))));
    }
    operation.put("responses", responses(name, response));
    return operation;
  }

  private List<Object> parameters(Template.Route route, String name) {
    var parameters = new java.util.ArrayList<Object>();
    Matcher matcher = PATH_PARAMETER.matcher(route.path());
    while (matcher.find()) {
      Map<String, Object> schema =
          matcher.group(1).equals("id")
              ? map("type", "string", "format", "uuid")
              : map(
                  "enum",
                  List.of(
                      "identity",
                      "audience",
                      "offerings",
                      "positioning",
                      "operations",
                      "goals",
                      "proof"));
      parameters.add(
          map("name", matcher.group(1), "in", "path", "required", true, "schema", schema));
    }
    JsonNode query = contract.schemaOf(name, "query");
    if (query != null) {
      query
          .path("properties")
          .properties()
          .forEach(
              property -> parameters.add(queryParameter(property.getKey(), property.getValue())));
    }
    if (route.method().equals("POST") && !NO_KEY.contains(name)) {
      parameters.add(map("$ref", "#/components/parameters/IdempotencyKey"));
    }
    if (route.method().equals("PATCH") || route.method().equals("PUT")) {
      parameters.add(map("$ref", "#/components/parameters/IfMatch"));
    }
    return parameters;
  }

  private static Map<String, Object> queryParameter(String name, JsonNode schema) {
    return map(
        "name",
        name,
        "in",
        "query",
        "required",
        false,
        "description",
        schema.path("description").asString(""),
        "schema",
        Json.mapper().convertValue(schema, Object.class));
  }

  private Map<String, Object> responses(String name, @Nullable JsonNode response) {
    var responses = new LinkedHashMap<String, Object>();
    if (response == null) {
      responses.put("204", map("description", "Done."));
    } else {
      JsonNode statuses = response.path("x-status");
      List<Integer> codes =
          statuses.isArray() ? statuses.valueStream().map(JsonNode::asInt).toList() : List.of(200);
      codes.forEach(code -> responses.put(String.valueOf(code), success(name, response)));
    }
    responses.put("4XX", map("$ref", "#/components/responses/Problem"));
    responses.put("5XX", map("$ref", "#/components/responses/Problem"));
    return responses;
  }

  private Map<String, Object> success(String name, JsonNode response) {
    boolean list = response.path("type").asString("").equals("array");
    return map(
        "description", response.path("title").asString("Done."),
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
                                reference(name, "response"),
                                "error",
                                map("type", "null"),
                                "meta",
                                list
                                    ? map("$ref", "#/components/schemas/PageMeta")
                                    : map("type", "object")),
                        "required", List.of("data", "error", "meta")))));
  }

  private static Map<String, Object> reference(String name, String kind) {
    return map("$ref", "./api/" + name + "." + kind + ".json");
  }

  private static Map<String, Object> components() {
    return map(
        "securitySchemes",
            map(
                "bearer", map("type", "http", "scheme", "bearer", "bearerFormat", "JWT"),
                "cookie", map("type", "apiKey", "in", "cookie", "name", "xentri_session")),
        "parameters",
            map(
                "IdempotencyKey",
                    map(
                        "name", "Idempotency-Key",
                        "in", "header",
                        "required", true,
                        "description",
                            "A new random value for each action, the same one for each retry of it.",
                        "schema", map("type", "string", "minLength", 1, "maxLength", 255)),
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

  private static Map<String, Object> tag(String name, String description) {
    return map("name", name, "description", description);
  }

  private static Map<String, Object> map(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
