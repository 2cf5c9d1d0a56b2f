package app.xentri.contract;

import app.xentri.local.template.Template;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A route and all that is said about it: by the template, and by its function's schemas, which say
 * more than shapes ({@code schema/README.md}).
 *
 * @param name of the function, kebab-case
 */
record Endpoint(
    Template.Route route,
    Template.Function function,
    String name,
    @Nullable JsonNode request,
    @Nullable JsonNode query,
    @Nullable JsonNode response) {

  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([A-Za-z_]+)}");

  /** The same with another request schema. */
  Endpoint with(JsonNode other) {
    return new Endpoint(route, function, name, other, query, response);
  }

  /** For example {@code POST /api/v1/orgs (orgs-create)}. */
  String title() {
    return route.key() + " (" + name + ")";
  }

  /** Anything but a read may take a body, and has to say whether it does. */
  boolean changesSomething() {
    return !route.method().equals("GET");
  }

  boolean takesBody() {
    return request != null && request.path("x-body").asBoolean(true);
  }

  /** POSTs create or trigger something; those that do not say so. */
  boolean needsKey() {
    return route.method().equals("POST")
        && (request == null || request.path("x-idempotency-key").asBoolean(true));
  }

  boolean needsIfMatch() {
    return List.of("PUT", "PATCH").contains(route.method());
  }

  /** A state may be meant, but need not be. */
  boolean mayIfMatch() {
    return request != null && request.has("x-if-match");
  }

  boolean isPublic() {
    return function.access() == Template.Access.PUBLIC;
  }

  /** The statuses of success. */
  List<Integer> statuses() {
    JsonNode statuses = response == null ? null : response.get("x-status");
    return statuses == null ? List.of(200) : statuses.valueStream().map(JsonNode::asInt).toList();
  }

  boolean hasContent() {
    return !statuses().contains(204);
  }

  /** The names in the path's braces. */
  List<String> pathParameters() {
    return PATH_PARAMETER.matcher(route.path()).results().map(match -> match.group(1)).toList();
  }
}
