package app.xentri.e2e;

import app.xentri.e2e.FuzzRoute.Place;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.e2e.RawHttp.Header;
import app.xentri.platform.Json;
import app.xentri.testkit.Route;
import app.xentri.testkit.Svix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request in the making, which would be answered as it is. */
final class FuzzDraft {

  private static final String MARK = "here-goes-what-is-put";

  private final Fuzz.Site site;
  private final FuzzRoute route;
  private final Fuzz.Caller caller;
  private final List<Header> headers = new ArrayList<>();
  private final List<String> query = new ArrayList<>();
  private String path;
  private byte[] body = new byte[0];
  private boolean signed;

  FuzzDraft(Fuzz.Site site, FuzzRoute route, Fuzz.Caller caller, Random random) {
    this.site = site;
    this.route = route;
    this.caller = caller;
    this.signed = route.isWebhook();
    JsonNode example = route.examples().get(random.nextInt(route.examples().size()));
    if (route.request() != null) {
      body = Json.writeBytes(example);
    } else if (route.query() != null) {
      example
          .properties()
          .forEach(it -> query.add(it.getKey() + "=" + Fuzz.encoded(it.getValue().asString())));
    }
    path = plainPath("identity");
    addHeaders(random);
  }

  private String plainPath(String section) {
    return filled(route.path().replace("{section}", section));
  }

  private String filled(String template) {
    String path = template.replace("{id}", caller.session());
    for (String name : route.pathParameters()) {
      path = path.replace("{" + name + "}", Route.listed(name).map(List::getFirst).orElse(name));
    }
    return path;
  }

  private void addHeaders(Random random) {
    headers.add(Header.of("content-type", "application/json"));
    headers.add(Header.of("origin", site.origin()));
    if (!route.isPublic()) {
      headers.add(Header.of("authorization", "Bearer " + caller.token()));
    }
    if (route.method().equals("POST")) {
      headers.add(
          Header.of("idempotency-key", new UUID(random.nextLong(), System.nanoTime()).toString()));
    }
    if (List.of("PUT", "PATCH").contains(route.method())) {
      headers.add(Header.of("if-match", caller.tag(path)));
    }
  }

  Call call() {
    String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    List<Header> all = new ArrayList<>(headers);
    if (signed) {
      all.addAll(signature());
    }
    return new Call(route.method(), target, all, body);
  }

  /** As Svix signs for the identity provider. */
  private List<Header> signature() {
    String id = "msg_" + UUID.randomUUID();
    return Svix.headers(site.webhookSecret(), id, Instant.now().getEpochSecond(), body)
        .entrySet()
        .stream()
        .map(header -> Header.of(header.getKey(), header.getValue()))
        .toList();
  }

  /** Puts raw JSON at a place, making what is above it. */
  void put(Place place, String value) {
    JsonNode changed = with(route.exampleFor(place), place.names());
    body = Fuzz.bytes(Json.write(changed).replace("\"" + MARK + "\"", value));
    path = plainPath(place.section());
  }

  private static JsonNode with(JsonNode node, List<String> names) {
    if (names.isEmpty()) {
      return Json.tree(MARK);
    }
    String name = names.getFirst();
    List<String> rest = names.subList(1, names.size());
    if (name.equals("0")) {
      ArrayNode array = Json.array();
      array.add(with(node.path(0), rest));
      return array;
    }
    ObjectNode object = node instanceof ObjectNode there ? there.deepCopy() : Json.object();
    // The fields of an example may be those of another section.
    JsonNode below = name.equals("fields") ? Json.object() : object.path(name);
    object.set(name, with(below, rest));
    return object;
  }

  /** Gives a query parameter this value, encoded already, and no other. */
  void parameter(String name, String value) {
    query.removeIf(pair -> pair.startsWith(name + "="));
    query.add(name + "=" + value);
  }

  /** Gives a parameter of the path this value, encoded already. */
  void pathParameter(String name, String value) {
    path = filled(route.path().replace("{" + name + "}", value));
  }

  void body(byte[] bytes) {
    body = bytes;
  }

  byte[] body() {
    return body;
  }

  /** From now on nobody signs it as the identity provider would. */
  void unsigned() {
    signed = false;
  }

  List<Header> headers() {
    return headers;
  }

  List<String> query() {
    return query;
  }

  String token() {
    return caller.token();
  }
}
