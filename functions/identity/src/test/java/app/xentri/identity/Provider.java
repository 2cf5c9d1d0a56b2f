package app.xentri.identity;

import app.xentri.local.http.LoopbackServer;
import app.xentri.platform.Json;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The identity provider as far as a history of people, organizations and memberships goes: what it
 * has, what it answers about it, and the message that it sends about each change. Its clock goes a
 * second further with each.
 */
final class Provider implements AutoCloseable {

  /** A message that it has sent. */
  record Sent(String id, String body) {

    /** The same, sent as if it were another one. */
    Sent again() {
      return new Sent("msg_" + UUID.randomUUID(), body);
    }
  }

  private final Map<String, ObjectNode> people = new LinkedHashMap<>();
  private final Map<String, ObjectNode> organizations = new LinkedHashMap<>();
  private final Map<String, ObjectNode> memberships = new LinkedHashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Set<String> everybody = new TreeSet<>();
  private final LoopbackServer server = new LoopbackServer("provider", this::answer);
  private final ObjectNode templates = templates();
  private long now = 1_750_000_000_000L;
  private int number;

  private static ObjectNode templates() {
    try (InputStream in =
        Provider.class.getResourceAsStream("/app/xentri/identity/clerk/Rehearsal/answers.json")) {
      if (in == null) {
        throw new IllegalStateException("no answers.json");
      }
      return (ObjectNode) Json.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return server.url() + "/v1";
  }

  /** From now on nothing has happened there; its ids and its clock go on. */
  synchronized void forgetAll() {
    people.clear();
    organizations.clear();
    memberships.clear();
    sent.clear();
    everybody.clear();
  }

  /** Whoever was there since then, the deleted ones included. */
  synchronized Set<String> everybody() {
    return Set.copyOf(everybody);
  }

  /** What it has sent since the last time. */
  synchronized List<Sent> takeSent() {
    var taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  private ObjectNode copy(String template) {
    return ((ObjectNode) templates.path(template)).deepCopy();
  }

  private String id(String kind) {
    return kind + "_" + ++number;
  }

  private ObjectNode touched(ObjectNode thing) {
    now += 1000;
    return thing.put("updated_at", now);
  }

  private void tell(String type, JsonNode data) {
    ObjectNode message = Json.object().put("type", type).put("object", "event");
    message.set("data", data.deepCopy());
    sent.add(new Sent("msg_" + now + "_" + sent.size() + "_" + number, Json.write(message)));
  }

  // ---- what happens there

  synchronized String person(String name) {
    String id = id("user");
    ObjectNode person = touched(copy("user").put("id", id).put("first_name", name));
    person.put("last_name", "Lee").put("created_at", now).put("has_image", false);
    person.putArray("external_accounts");
    setEmail(person, name.toLowerCase(java.util.Locale.ROOT) + number + "@example.com");
    people.put(id, person);
    everybody.add(id);
    tell("user.created", person);
    return id;
  }

  private void setEmail(ObjectNode person, String email) {
    var address = (ObjectNode) copy("user").path("email_addresses").path(1);
    address.put("id", "idn_1").put("email_address", email);
    person.putArray("email_addresses").add(address);
    person.put("primary_email_address_id", "idn_1");
  }

  synchronized void rename(String person, String name) {
    ObjectNode found = people.get(person);
    if (found != null) {
      tell("user.updated", touched(found.put("first_name", name)));
    }
  }

  synchronized void readdress(String person, String email) {
    ObjectNode found = people.get(person);
    if (found != null) {
      setEmail(found, email);
      tell("user.updated", touched(found));
    }
  }

  synchronized void delete(String person) {
    if (people.remove(person) != null) {
      for (String membership : of(person)) {
        leave(membership);
      }
      now += 1000;
      tell("user.deleted", Json.object().put("id", person).put("deleted", true));
    }
  }

  synchronized String organization(String creator, String name) {
    String id = id("org");
    ObjectNode made =
        touched(copy("organization").put("id", id).put("name", name).put("created_by", creator));
    organizations.put(id, made);
    tell("organization.created", made);
    join(id, creator, "org:admin");
    return id;
  }

  synchronized void renameOrganization(String organization, String name) {
    ObjectNode found = organizations.get(organization);
    if (found != null) {
      tell("organization.updated", touched(found.put("name", name)));
    }
  }

  synchronized void deleteOrganization(String organization) {
    if (organizations.remove(organization) != null) {
      for (String membership : List.copyOf(memberships.keySet())) {
        if (place(the(memberships, membership)).equals(organization)) {
          leave(membership);
        }
      }
      now += 1000;
      tell("organization.deleted", Json.object().put("id", organization).put("deleted", true));
    }
  }

  synchronized void join(String organization, String person, String role) {
    if (organizations.containsKey(organization)
        && people.containsKey(person)
        && membership(organization, person) == null) {
      String id = id("orgmem");
      ObjectNode made = copy("memberships").withArray("data").get(0).deepCopy().asObject();
      touched(made.put("id", id).put("role", role));
      made.put("created_at", now);
      ((ObjectNode) made.path("public_user_data")).put("user_id", person);
      made.set("organization", the(organizations, organization).deepCopy());
      memberships.put(id, made);
      tell("organizationMembership.created", made);
    }
  }

  synchronized void leave(String organization, String person) {
    String membership = membership(organization, person);
    if (membership != null) {
      leave(membership);
    }
  }

  private void leave(String membership) {
    ObjectNode over = the(memberships, membership);
    memberships.remove(membership);
    now += 1000;
    tell("organizationMembership.deleted", over);
  }

  synchronized void changeRole(String organization, String person, String role) {
    String membership = membership(organization, person);
    if (membership != null) {
      ObjectNode found = touched(the(memberships, membership).put("role", role));
      tell("organizationMembership.updated", found);
    }
  }

  private @Nullable String membership(String organization, String person) {
    return of(person).stream()
        .filter(id -> place(the(memberships, id)).equals(organization))
        .findFirst()
        .orElse(null);
  }

  private List<String> of(String person) {
    return memberships.entrySet().stream()
        .filter(entry -> who(entry.getValue()).equals(person))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static ObjectNode the(Map<String, ObjectNode> all, String id) {
    return Objects.requireNonNull(all.get(id));
  }

  private static String who(JsonNode membership) {
    return membership.at("/public_user_data/user_id").asString();
  }

  private static String place(JsonNode membership) {
    return membership.at("/organization/id").asString();
  }

  // ---- what is there

  /** Each living person of these with name and address. */
  synchronized Set<String> people() {
    var all = new TreeSet<String>();
    people.forEach(
        (id, person) ->
            all.add(
                id
                    + " "
                    + person.path("first_name").asString()
                    + " Lee "
                    + person.at("/email_addresses/0/email_address").asString()));
    return all;
  }

  /** Each membership with the organization's name, and the role as ours are called. */
  synchronized Set<String> memberships() {
    var all = new TreeSet<String>();
    memberships.forEach(
        (id, membership) -> {
          ObjectNode organization = the(organizations, place(membership));
          boolean admin = membership.path("role").asString().equals("org:admin");
          boolean creator = organization.path("created_by").asString().equals(who(membership));
          String role = admin ? (creator ? "owner" : "admin") : "member";
          all.add(
              String.join(
                  " ",
                  id,
                  who(membership),
                  place(membership),
                  role,
                  organization.path("name").asString()));
        });
    return all;
  }

  // ---- what it answers

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/v1/", "");
      JsonNode body = answerTo(exchange.getRequestMethod(), path.split("/"), exchange);
      byte[] bytes = Json.writeBytes(body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(body.has("errors") ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private JsonNode answerTo(String method, String[] path, HttpExchange exchange)
      throws IOException {
    if (method.equals("POST") && path[0].equals("organizations")) {
      JsonNode wanted = Json.read(exchange.getRequestBody().readAllBytes());
      String made =
          organization(wanted.path("created_by").asString(), wanted.path("name").asString());
      return the(organizations, made);
    }
    ObjectNode person = people.get(path[1]);
    if (person == null) {
      var missing = Json.object();
      missing
          .putArray("errors")
          .addObject()
          .put("message", "not found")
          .put("long_message", "not found")
          .put("code", "resource_not_found");
      return missing;
    }
    return path.length == 2 ? person : list(path[1]);
  }

  private JsonNode list(String person) {
    var list = Json.object().put("total_count", of(person).size());
    var data = list.putArray("data");
    for (String id : of(person)) {
      ObjectNode membership = the(memberships, id).deepCopy();
      membership.set("organization", the(organizations, place(membership)).deepCopy());
      data.add(membership);
    }
    return list;
  }

  @Override
  public void close() {
    server.close();
  }
}
