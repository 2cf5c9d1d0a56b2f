package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.http.LoopbackServer;
import app.xentri.local.http.Routes;

/** Clerk's Backend API on a loopback port of its own, for whoever holds the secret key. */
final class BackendApi implements AutoCloseable {

  /** One call in one transaction. */
  @FunctionalInterface
  interface Action {
    Answer answer(Tx tx, Call call, Input in);
  }

  private static final String JWKS = "/.well-known/jwks.json";

  private final Instance instance;
  private final Database database;
  private final Routes<Action> routes = new Routes<>();
  private final LoopbackServer server;

  /** Listens on a free port. */
  BackendApi(Instance instance, Database database) {
    this.instance = instance;
    this.database = database;
    new BackendUsers(instance).on(routes);
    new BackendOrganizations(instance).on(routes);
    new BackendSessions(instance).on(routes);
    routes.on("GET", "/v1/jwks", (_, _, _) -> Answer.ok(instance.key().jwks()));
    server =
        new LoopbackServer("clerk-backend", exchange -> Replies.answer(exchange, this::answer));
  }

  int port() {
    return server.port();
  }

  private Answer answer(Call call) {
    if (call.path().equals(JWKS)) {
      return Answer.ok(instance.key().jwks());
    }
    if (!allowed(call)) {
      return Answer.refused("secret_key_invalid");
    }
    return Answer.found(routes.find(call.method(), call.path()), match -> run(match, call));
  }

  private Answer run(Routes.Match<Action> match, Call call) {
    var here = call.with(match.parameters());
    return Json.parseObject(call.body())
        .map(Input::new)
        .map(in -> database.tx(tx -> match.handler().answer(tx, here, in)))
        .orElseGet(() -> Answer.refused("request_body_invalid"));
  }

  private boolean allowed(Call call) {
    String authorization = call.header("Authorization");
    return authorization != null
        && Ids.same("Bearer " + instance.apiKeys().secretKey(), authorization);
  }

  @Override
  public void close() {
    server.close();
  }
}
