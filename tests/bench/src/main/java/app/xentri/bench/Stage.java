package app.xentri.bench;

import app.xentri.platform.Json;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * People and conversations for requests to be about, made by the functions themselves. The
 * processes that make them stay, idle, for the next time.
 */
final class Stage implements AutoCloseable {

  static final String PASSWORD = "correct horse battery";

  /** Somebody with an org, signed in. */
  record Person(String email, String clerkUser, String session, UUID org) {}

  /** A conversation on its way to a Brief, as it stood after the last answer. */
  record Conversation(Person owner, String id) {}

  private final Deployment deployment;
  private final Backdrop backdrop;
  private final Path log;
  private final Clerk clerk;
  private final Map<String, FunctionProcess> processes = new HashMap<>();
  private @Nullable Conversation approved;

  Stage(Path root, Backdrop backdrop, Path log) {
    this.deployment = new Deployment(root, backdrop.parameters(), backdrop.sdkVariables());
    this.backdrop = backdrop;
    this.log = log;
    this.clerk = backdrop.clerk();
  }

  static String freshEmail() {
    return UUID.randomUUID() + "@example.com";
  }

  /** Somebody who has just signed up and is in, so that their next session is one of many. */
  Person newcomer() {
    String email = freshEmail();
    var body = Json.object().put("email", email).put("password", PASSWORD);
    JsonNode signedUp = call("auth-signup", Map.of(), Map.of(), body).data();
    String user = clerk.user(email);
    UUID org = UUID.fromString(signedUp.path("org_id").asString());
    var person = new Person(email, user, clerk.session(user), org);
    enter(person);
    return person;
  }

  private void enter(Person person) {
    var body = Json.object().put("token", clerk.token(person.session()));
    call("auth-exchange", Map.of(), Map.of("origin", backdrop.origin()), body).data();
  }

  /** Somebody who has been here before, always the same one, with a Brief. */
  Person resident() {
    return approved().owner();
  }

  /** The conversation that led to the resident's Brief. */
  Conversation approved() {
    Conversation found = approved;
    if (found == null) {
      found = next("brief-session-approve", drafted(newcomer()), Json.object());
      approved = found;
    }
    return found;
  }

  Conversation started(Person owner) {
    return conversation(owner, call("brief-session-start", Map.of(), bearer(owner), Json.object()));
  }

  /** One in which the owner has said everything. */
  Conversation told(Person owner) {
    Conversation conversation = started(owner);
    for (String answer : OwnersAnswers.ALL) {
      conversation = next("brief-session-message", conversation, Json.object().put("text", answer));
    }
    return conversation;
  }

  /** One whose draft waits for the owner's approval. */
  Conversation drafted(Person owner) {
    return next("brief-session-ready", told(owner), Json.object());
  }

  private Conversation next(String function, Conversation conversation, ObjectNode body) {
    Person owner = conversation.owner();
    return conversation(
        owner, call(function, Map.of("id", conversation.id()), bearer(owner), body));
  }

  private static Conversation conversation(Person owner, Answer answer) {
    return new Conversation(owner, answer.data().path("id").asString());
  }

  /** The tag of what this function reads for a person. */
  String tag(String function, Map<String, String> path, Person person) {
    return call(function, path, bearer(person), Json.object())
        .body()
        .path("headers")
        .path("etag")
        .asString();
  }

  /** Leaves no copy of the resident's Brief in Redis: who comes rarely finds none. */
  void forgetBrief() {
    backdrop.redis("DEL", "brief:" + resident().org());
  }

  /** The header by which a person is known, with a token that is good for a while. */
  Map<String, String> bearer(Person person) {
    return Map.of("authorization", "Bearer " + clerk.token(person.session()));
  }

  /**
   * Carries every event to its sinks, so that the next commit wakes the relay as it would on a
   * quiet day, and gives everybody back what they may do again.
   */
  void settle() {
    Answer relayed = answer("event-relay", Json.object());
    if (relayed.body().path("sinks").valueStream().anyMatch(s -> s.path("failures").asInt() > 0)) {
      throw new IllegalStateException("not relayed: " + relayed.body());
    }
    List<String> limits =
        backdrop.redis("KEYS", "limit:*").valueStream().map(JsonNode::asString).toList();
    limits.forEach(limit -> backdrop.redis("DEL", limit));
  }

  private Answer call(
      String function, Map<String, String> path, Map<String, String> headers, ObjectNode body) {
    return answer(function, deployment.request(function, path, headers, body));
  }

  private Answer answer(String function, ObjectNode event) {
    return processes
        .computeIfAbsent(function, name -> deployment.launch(name, log).start(List.of()))
        .answer(Json.write(event));
  }

  @Override
  public void close() {
    processes.values().forEach(FunctionProcess::close);
  }
}
