package app.xentri.local.clerk;

import java.time.Duration;
import java.util.function.Function;

/** Sessions and their tokens in the Backend API. */
record BackendSessions(Instance instance) {

  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(365);

  void on(Routes<BackendApi.Action> routes) {
    routes
        .on("POST", "/v1/sessions", this::create)
        .on("GET", "/v1/sessions", this::list)
        .on("GET", "/v1/sessions/{id}", (tx, call, in) -> found(tx, call, s -> show(tx, s)))
        .on("POST", "/v1/sessions/{id}/revoke", this::revoke)
        .on("POST", "/v1/sessions/{id}/tokens", this::token)
        .on("POST", "/v1/sessions/{id}/tokens/{template}", this::templateToken);
  }

  /** Test instances only, at Clerk too: a session without anyone having signed in. */
  private Answer create(Tx tx, Call call, Input in) {
    var user = new Users(tx).byId(in.text("user_id"));
    if (user.isEmpty()) {
      return Answer.refused(Refusal.notFound("No user was found with id user_id."));
    }
    String organization = in.text("active_organization_id");
    if (organization != null
        && new Organizations(tx).membership(organization, user.get().id()).isEmpty()) {
      return Answer.refused(Refusal.notFound("No membership was found."));
    }
    var client = new Sessions(tx).newClient(null, instance.now());
    String origin = instance.origin().toString();
    var life = new SessionLife(instance, tx);
    return show(tx, life.open(client.id(), user.get(), origin, organization, false));
  }

  private Answer list(Tx tx, Call call, Input in) {
    var page =
        new Sessions(tx)
            .list(
                call.query("client_id"),
                call.query("user_id"),
                call.query("status"),
                instance.now(),
                call.number("limit", 10, 500),
                call.number("offset", 0, 1_000_000));
    var data = Json.array();
    page.items().forEach(session -> data.add(render(tx).session(session)));
    if (!"true".equals(call.query("paginated"))) {
      return Answer.ok(data);
    }
    var node = Json.object().put("total_count", page.total());
    node.set("data", data);
    return Answer.ok(node);
  }

  private Answer revoke(Tx tx, Call call, Input in) {
    return found(
        tx, call, session -> show(tx, new SessionLife(instance, tx).end(session, "revoked")));
  }

  private Answer token(Tx tx, Call call, Input in) {
    return minted(
        tx,
        call,
        in,
        Tokens.SESSION_TOKEN_LIFE,
        (session, life) -> new Tokens(instance).session(tx, session, null, life));
  }

  private Answer templateToken(Tx tx, Call call, Input in) {
    if (!call.param("template").equals(Tokens.TEMPLATE)) {
      return Answer.refused(Refusal.notFound("No JWT template exists with that name."));
    }
    return minted(
        tx,
        call,
        in,
        Tokens.TEMPLATE_TOKEN_LIFE,
        (session, life) -> new Tokens(instance).template(tx, session, null, life));
  }

  private interface Mint {
    String token(Session session, Duration life);
  }

  private Answer minted(Tx tx, Call call, Input in, Duration standard, Mint mint) {
    var life = in.number("expires_in_seconds").map(Duration::ofSeconds).orElse(standard);
    if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
      return Answer.refused(Refusal.invalid("expires_in_seconds"));
    }
    return found(
        tx,
        call,
        session ->
            session.activeAt(instance.now())
                ? Answer.ok(
                    Json.object().put("object", "token").put("jwt", mint.token(session, life)))
                : Answer.refused(Refusal.notFound("The session is not active any more.")));
  }

  private Answer found(Tx tx, Call call, Function<Session, Answer> action) {
    return new Sessions(tx)
        .lock(call.param("id"))
        .map(action)
        .orElseGet(() -> Answer.refused(Refusal.notFound("No session was found with this id.")));
  }

  private Answer show(Tx tx, Session session) {
    return Answer.ok(render(tx).session(session));
  }

  private Render render(Tx tx) {
    return new Render(instance, tx, true);
  }
}
