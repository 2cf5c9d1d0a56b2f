package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The browser behind one Frontend API call, with what it has under way. */
final class Browser {

  static final String COOKIE = "__client";

  private final Instance instance;
  private final Tx tx;
  private final Call call;
  private final Sessions sessions;
  private @Nullable Client client;
  private @Nullable String newToken;

  Browser(Instance instance, Tx tx, Call call) {
    this.instance = instance;
    this.tx = tx;
    this.call = call;
    this.sessions = new Sessions(tx);
    this.client = call.cookie(COOKIE).flatMap(sessions::lockClient).orElse(null);
  }

  Call call() {
    return call;
  }

  Tx tx() {
    return tx;
  }

  Optional<Client> client() {
    return Optional.ofNullable(client);
  }

  /** The known browser, or a new one that gets its cookie with the answer. */
  Client orNew() {
    var known = client;
    if (known != null) {
      return known;
    }
    String token = Ids.letters(48);
    var made = sessions.newClient(token, instance.now());
    newToken = token;
    client = made;
    return made;
  }

  /** The cookie to set, when this call made the browser known. */
  @Nullable String newToken() {
    return newToken;
  }

  void keep(Client changed) {
    client = changed.touched(instance.now());
    sessions.update(client);
  }

  /** Opens a session for whoever has just proved who they are. */
  Session openSession(User user) {
    String origin = call.header("Origin");
    return new SessionLife(instance, tx)
        .open(orNew().id(), user, origin == null ? instance.origin().toString() : origin, null);
  }

  /** A fresh token of the session for the page that asks. */
  String token(Session session) {
    return new Tokens(instance, tx).of(session, call.header("Origin"), Tokens.LIFE);
  }

  List<Session> activeSessions() {
    return client == null
        ? List.of()
        : sessions.ofClient(client.id()).stream()
            .filter(session -> session.activeAt(instance.now()))
            .toList();
  }

  /** The active session of this browser with that id. */
  Optional<Session> activeSession(@Nullable String id) {
    return activeSessions().stream().filter(session -> session.id().equals(id)).findFirst();
  }

  Optional<SignIn> signIn(@Nullable String id) {
    return state(id).map(json -> Json.MAPPER.readValue(json, SignIn.class));
  }

  Optional<SignUp> signUp(@Nullable String id) {
    return state(id).map(json -> Json.MAPPER.readValue(json, SignUp.class));
  }

  private Optional<String> state(@Nullable String id) {
    return client == null || id == null
        ? Optional.empty()
        : tx.sql(Browser.class, "findAttempt", id, client.id()).query(String.class).optional();
  }

  /** Keeps the sign-in as the one under way. */
  void keep(SignIn signIn) {
    save(signIn.id(), signIn);
    keep(orNew().withSignIn(signIn.id()));
  }

  /** Keeps the sign-up as the one under way. */
  void keep(SignUp signUp) {
    save(signUp.id(), signUp);
    keep(orNew().withSignUp(signUp.id()));
  }

  /** Keeps a completed attempt: nothing is under way any more. */
  void completed(String attemptId, Object attempt, String sessionId) {
    save(attemptId, attempt);
    keep(orNew().entered(sessionId));
  }

  private void save(String id, Object attempt) {
    String state = Json.MAPPER.writeValueAsString(attempt);
    tx.sql(Browser.class, "saveAttempt", id, orNew().id(), state, instance.now()).update();
  }

  /** The answer with the whole browser state beside it, as clerk-js expects after every change. */
  Answer answer(@Nullable JsonNode response) {
    var root = Json.object();
    root.set("response", response);
    root.set("client", json());
    return Answer.ok(root);
  }

  /** The browser state; null while the browser is unknown. */
  @Nullable ObjectNode json() {
    var known = client;
    if (known == null) {
      return null;
    }
    var open = activeSessions();
    var node =
        Render.document("client", known).put("last_active_session_id", lastActive(known, open));
    node.set("sessions", Render.array(open, this::json));
    var attempts = new AttemptJson(instance);
    node.set("sign_in", signIn(known.signInId()).map(attempts::of).orElse(null));
    node.set("sign_up", signUp(known.signUpId()).map(attempts::of).orElse(null));
    return node;
  }

  /** The session as this browser sees it. */
  ObjectNode json(Session session) {
    return new Render(instance, tx, false).ownSession(session, token(session));
  }

  private static @Nullable String lastActive(Client known, List<Session> open) {
    Predicate<Session> last = session -> session.id().equals(known.lastActiveSessionId());
    return open.stream()
        .filter(last)
        .findFirst()
        .or(() -> open.stream().findFirst())
        .map(Session::id)
        .orElse(null);
  }
}
