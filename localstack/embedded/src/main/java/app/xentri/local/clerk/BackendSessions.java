package app.xentri.local.clerk;

import app.xentri.local.http.Routes;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sessions and their tokens in the Backend API. */
record BackendSessions(Instance instance) {

  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(365);

  void on(Routes<BackendApi.Action> routes) {
    routes
        .on("POST", "/v1/sessions", this::create)
        .on("GET", "/v1/sessions/{id}", (tx, call, _) -> found(tx, call, s -> show(tx, s)))
        .on("POST", "/v1/sessions/{id}/revoke", this::revoke)
        .on("POST", "/v1/sessions/{id}/tokens", this::token);
  }

  /** Test instances only, at Clerk too: a session without anyone having signed in. */
  private Answer create(Tx tx, Call call, Input in) {
    return Answer.found(
        new Users(tx).byId(in.text("user_id")),
        user -> create(tx, user, in.text("active_organization_id")));
  }

  private Answer create(Tx tx, User user, @Nullable String organization) {
    if (organization != null
        && new Organizations(tx).membership(organization, user.id()).isEmpty()) {
      return Answer.refused("resource_not_found");
    }
    var client = new Sessions(tx).newClient(null, instance.now());
    String origin = instance.origin().toString();
    var life = new SessionLife(instance, tx);
    return show(tx, life.open(client.id(), user, origin, organization));
  }

  private Answer revoke(Tx tx, Call call, Input in) {
    return found(
        tx, call, session -> show(tx, new SessionLife(instance, tx).end(session, "revoked")));
  }

  private Answer token(Tx tx, Call call, Input in) {
    var life = in.life(Tokens.LIFE);
    if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
      return Answer.refused("form_param_value_invalid", "expires_in_seconds");
    }
    return found(
        tx,
        call,
        session ->
            session.activeAt(instance.now())
                ? Answer.token(new Tokens(instance, tx).of(session, null, life))
                : Answer.refused("resource_not_found"));
  }

  private static Answer found(Tx tx, Call call, Function<Session, Answer> action) {
    return Answer.found(new Sessions(tx).lock(call.param("id")), action);
  }

  private Answer show(Tx tx, Session session) {
    return Answer.ok(new Render(instance, tx, true).session(session));
  }
}
