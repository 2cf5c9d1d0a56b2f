package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.http.LoopbackServer;
import app.xentri.local.http.Routes;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

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
    new TestTokens(instance).on(routes);
    routes.on("GET", "/v1/jwks", (_, _, _) -> Answer.ok(instance.keys().jwks()));
    server = new LoopbackServer("clerk-backend", this::handle);
  }

  int port() {
    return server.port();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      var call = Call.read(exchange);
      Replies.write(
          exchange, call.isEmpty() ? Answer.refused("request_body_too_large") : answer(call.get()));
    } catch (RuntimeException e) {
      Replies.fault(exchange, e);
    }
  }

  private Answer answer(Call call) {
    if (call.path().equals(JWKS)) {
      return Answer.ok(instance.keys().jwks());
    }
    if (!allowed(call)) {
      return Answer.refused("secret_key_invalid");
    }
    var match = routes.find(call.method(), call.path());
    if (match.isEmpty()) {
      return Answer.refused("resource_not_found");
    }
    var body = Json.parseObject(call.body());
    return body.isEmpty()
        ? Answer.refused("request_body_invalid")
        : database.tx(
            tx ->
                match
                    .get()
                    .handler()
                    .answer(tx, call.with(match.get().parameters()), new Input(body.get())));
  }

  private boolean allowed(Call call) {
    String authorization = call.header("Authorization");
    return authorization != null
        && Ids.same("Bearer " + instance.secrets().secretKey(), authorization);
  }

  @Override
  public void close() {
    server.close();
  }
}
