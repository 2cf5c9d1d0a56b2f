package app.xentri.e2e;

import app.xentri.platform.Json;
import app.xentri.testkit.Repository;
import app.xentri.testkit.Route;
import app.xentri.testkit.RunningCloud;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One route of the running cloud with all that its schemas and examples say.
 *
 * @param request the schema of its body with all references resolved; null if it takes none
 * @param query the same of its query; null if it says nothing about one
 * @param examples valid bodies, or queries of a route that has one
 */
record FuzzRoute(
    Route route, @Nullable JsonNode request, @Nullable JsonNode query, List<JsonNode> examples) {

  /**
   * A place in a body.
   *
   * @param names of properties from the top; {@code 0} for the element of an array
   * @param section whose field it is; {@code identity} where it is none
   */
  record Place(List<String> names, JsonNode schema, String section) {

    String pointer() {
      return names.isEmpty() ? "" : "/" + String.join("/", names);
    }

    private Place then(String name, JsonNode below) {
      List<String> longer = new ArrayList<>(names);
      longer.add(name);
      return new Place(List.copyOf(longer), below, section);
    }

    boolean isText() {
      return types().contains("string") || schema.has("pattern") || schema.has("maxLength");
    }

    private List<String> types() {
      JsonNode type = schema.path("type");
      return type.isArray()
          ? type.valueStream().map(JsonNode::asString).toList()
          : List.of(type.asString(""));
    }
  }

  private static final Path SCHEMAS = Repository.root().resolve("schema");
  private static final Path OF_THE_API = SCHEMAS.resolve("api");

  static List<FuzzRoute> all(RunningCloud cloud) {
    return all(Route.of(cloud));
  }

  static List<FuzzRoute> all(List<Route> routes) {
    return routes.stream().map(FuzzRoute::of).toList();
  }

  private static FuzzRoute of(Route route) {
    return new FuzzRoute(
        route,
        route.takesBody() ? ofTheApi(route.request()) : null,
        ofTheApi(route.query()),
        route.valid().stream().map(example -> Json.read(example.text())).toList());
  }

  private static @Nullable JsonNode ofTheApi(@Nullable JsonNode schema) {
    return schema == null ? null : resolved(schema, OF_THE_API);
  }

  /** The schema with what it refers to in place. None of ours refers to itself. */
  private static JsonNode resolved(Path file) {
    return resolved(Json.read(Repository.text(file)), file.resolveSibling(""));
  }

  private static JsonNode resolved(JsonNode node, Path folder) {
    if (node.has("$ref")) {
      return resolved(folder.resolve(node.path("$ref").asString()).normalize());
    }
    if (node instanceof ObjectNode object) {
      ObjectNode all = Json.object();
      object.properties().forEach(it -> all.set(it.getKey(), resolved(it.getValue(), folder)));
      return all;
    }
    return node;
  }

  String key() {
    return route.key();
  }

  String method() {
    return route.method();
  }

  String path() {
    return route.path();
  }

  boolean isPublic() {
    return route.isPublic();
  }

  boolean isWebhook() {
    return request != null && request.path("x-foreign").asBoolean(false);
  }

  List<String> pathParameters() {
    return route.pathParameters();
  }

  List<String> queryParameters() {
    return query == null ? List.of() : List.copyOf(query.path("properties").propertyNames());
  }

  /**
   * All places of its body that the schemas know. A section's fields are those of all sections: the
   * path says which.
   */
  List<Place> places() {
    List<Place> found = new ArrayList<>();
    if (request != null) {
      addPlaces(found, new Place(List.of(), request, "identity"));
    }
    return found;
  }

  private static void addPlaces(List<Place> found, Place place) {
    found.add(place);
    for (var property : place.schema().path("properties").properties()) {
      if (property.getKey().equals("fields") && !property.getValue().has("properties")) {
        found.add(place.then("fields", property.getValue()));
        addFields(found, place.then("fields", property.getValue()));
      } else {
        addPlaces(found, place.then(property.getKey(), property.getValue()));
      }
    }
    if (place.schema().has("items")) {
      addPlaces(found, place.then("0", place.schema().path("items")));
    }
  }

  private static void addFields(List<Place> found, Place fields) {
    for (var section :
        resolved(SCHEMAS.resolve("brief/sections.json")).path("properties").properties()) {
      var ofSection = new Place(fields.names(), fields.schema(), section.getKey());
      section
          .getValue()
          .at("/properties/fields/properties")
          .properties()
          .forEach(it -> addPlaces(found, ofSection.then(it.getKey(), it.getValue())));
    }
  }

  /** The example that goes furthest towards a place. */
  JsonNode exampleFor(Place place) {
    return examples.stream()
        .max(Comparator.comparingInt(it -> depth(it, place.names())))
        .orElse(Json.object());
  }

  private static int depth(JsonNode node, List<String> names) {
    if (names.isEmpty()) {
      return 0;
    }
    JsonNode next = names.getFirst().equals("0") ? node.path(0) : node.path(names.getFirst());
    return next.isMissingNode() ? 0 : 1 + depth(next, names.subList(1, names.size()));
  }

  @Override
  public String toString() {
    return key();
  }
}
