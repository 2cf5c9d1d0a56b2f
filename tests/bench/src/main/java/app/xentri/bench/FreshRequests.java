package app.xentri.bench;

import app.xentri.bench.Stage.Conversation;
import app.xentri.bench.Stage.Person;
import app.xentri.platform.Json;
import app.xentri.platform.identity.SessionCookie;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * For each function a request that it answers with success, made of its own valid example. No two
 * are alike: the second of two equal ones would be answered from what the first has left.
 */
final class FreshRequests {

  private final Path examples;
  private final Deployment deployment;
  private final Backdrop backdrop;
  private final Stage stage;
  private final Clerk clerk;

  FreshRequests(Path root, Deployment deployment, Backdrop backdrop, Stage stage) {
    this.examples = root.resolve("events");
    this.deployment = deployment;
    this.backdrop = backdrop;
    this.stage = stage;
    this.clerk = backdrop.clerk();
  }

  /** The next event for this function, with everything in place that it is about. */
  String next(String function) {
    ObjectNode event =
        switch (function) {
          case "event-relay" -> relayed();
          case "cache-invalidation" -> consumed();
          default -> request(function);
        };
    return Json.write(event);
  }

  private ObjectNode relayed() {
    recorded();
    return Json.object();
  }

  private ObjectNode consumed() {
    ObjectNode event = Json.object().put("detail-type", "xentri.brief.updated.v1");
    event.set("detail", recorded());
    return event;
  }

  /** A change of the resident's Brief, the only event that the relay has yet to carry. */
  private ObjectNode recorded() {
    UUID org = stage.resident().org();
    stage.settle();
    ObjectNode envelope = example("xentri.brief.updated.v1/valid-manual.json");
    envelope.put("id", UUID.randomUUID().toString());
    backdrop.record(org, envelope);
    return envelope;
  }

  private ObjectNode request(String function) {
    ObjectNode request = prepared(function);
    stage.settle();
    return request;
  }

  private ObjectNode prepared(String function) {
    return switch (function) {
      case "auth-signup", "auth-login", "auth-exchange", "auth-refresh", "auth-logout" ->
          signIn(function);
      case "clerk-webhook" -> message(function);
      case "me-patch" -> {
        Person newcomer = stage.newcomer();
        String seen = stage.tag("me-get", Map.of(), newcomer);
        yield change(function, newcomer, Map.of(), seen, body(function));
      }
      case "orgs-create" -> ofPerson(function, stage.newcomer(), body(function));
      case "events-post" ->
          ofPerson(function, stage.resident(), body(function).put("dedupe_key", unique()));
      default ->
          function.startsWith("brief-")
              ? brief(function)
              : ofPerson(function, stage.resident(), Json.object());
    };
  }

  private ObjectNode signIn(String function) {
    return switch (function) {
      case "auth-signup" -> ofShell(function, body(function).put("email", Stage.freshEmail()));
      case "auth-login" ->
          ofShell(
              function,
              Json.object().put("email", stage.resident().email()).put("password", Stage.PASSWORD));
      case "auth-exchange" -> ofShell(function, Json.object().put("token", newToken()));
      default -> withCookie(ofShell(function, Json.object()));
    };
  }

  private ObjectNode brief(String function) {
    return switch (function) {
      case "brief-get" -> {
        stage.forgetBrief();
        yield ofPerson(function, stage.resident(), Json.object());
      }
      case "brief-patch-section" ->
          change(
              function,
              stage.resident(),
              Map.of("section", "identity"),
              stage.tag("brief-get", Map.of(), stage.resident()),
              newSection());
      case "brief-session-start" -> ofPerson(function, stage.newcomer(), Json.object());
      case "brief-session-message" ->
          within(function, stage.started(stage.newcomer()), body(function));
      case "brief-session-ready" -> within(function, stage.told(stage.newcomer()), Json.object());
      case "brief-session-draft-section" -> draft(function, stage.told(stage.newcomer()));
      case "brief-session-approve" ->
          within(function, stage.drafted(stage.newcomer()), Json.object());
      default -> within(function, stage.approved(), Json.object());
    };
  }

  private ObjectNode newSection() {
    ObjectNode body = example("http/brief-patch-section/valid-identity-ready.json");
    ObjectNode statement = (ObjectNode) body.path("content").path("statements").path(1);
    statement.put("text", "We also fit bathrooms, " + unique() + ".");
    return body;
  }

  private ObjectNode draft(String function, Conversation conversation) {
    return change(
        function,
        conversation.owner(),
        Map.of("id", conversation.id(), "section", "identity"),
        stage.tag("brief-session-get", Map.of("id", conversation.id()), conversation.owner()),
        example("http/brief-session-draft-section/valid-content.json"));
  }

  private ObjectNode message(String function) {
    Clerk.Message message = clerk.rename(stage.resident().clerkUser(), "Ann " + unique());
    return deployment.request(function, Map.of(), message.headers(), message.body());
  }

  private ObjectNode ofPerson(String function, Person person, ObjectNode body) {
    return deployment.request(function, Map.of(), stage.bearer(person), body);
  }

  private ObjectNode within(String function, Conversation conversation, ObjectNode body) {
    return deployment.request(
        function, Map.of("id", conversation.id()), stage.bearer(conversation.owner()), body);
  }

  private ObjectNode change(
      String function, Person person, Map<String, String> path, String seen, ObjectNode body) {
    var headers = new HashMap<>(stage.bearer(person));
    headers.put("if-match", seen);
    return deployment.request(function, path, headers, body);
  }

  private ObjectNode ofShell(String function, ObjectNode body) {
    return deployment.request(function, Map.of(), Map.of("origin", backdrop.origin()), body);
  }

  /** With a session of its own: one that is logged out of is over. */
  private ObjectNode withCookie(ObjectNode request) {
    String cookie = SessionCookie.of(URI.create(backdrop.origin())).name();
    request.putArray("cookies").add(cookie + "=" + newToken());
    return request;
  }

  private String newToken() {
    return clerk.token(clerk.session(stage.resident().clerkUser()));
  }

  private static String unique() {
    return UUID.randomUUID().toString();
  }

  /** The function's first valid example. */
  private ObjectNode body(String function) {
    try (Stream<Path> files = Files.list(examples.resolve("http").resolve(function))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("valid-"))
          .sorted()
          .findFirst()
          .map(file -> example(examples.relativize(file).toString()))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode example(String file) {
    try {
      return (ObjectNode) Json.read(Files.readString(examples.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
