package app.xentri.local.clerk;

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
        .on("GET", "/v1/sessions", this::list)
        .on("GET", "/v1/sessions/{id}", (tx, call, in) -> found(tx, call, s -> show(tx, s)))
        .on("POST", "/v1/sessions/{id}/revoke", this::revoke)
        .on("POST", "/v1/sessions/{id}/tokens", this::token)
        .on("POST", "/v1/sessions/{id}/tokens/{template}", this::templateToken);
  }

  /** Test instances only, at Clerk too: a session without anyone having signed in. */
  private Answer create(Tx tx, Call call, Input in) {
    return Answer.found(
        new Users(tx).byId(in.text("user_id")),
        "No user was found with id user_id.",
        user -> create(tx, user, in.text("active_organization_id")));
  }

  private Answer create(Tx tx, User user, @Nullable String organization) {
    if (organization != null
        && new Organizations(tx).membership(organization, user.id()).isEmpty()) {
      return Answer.refused(Refusal.notFound("No membership was found."));
    }
    var client = new Sessions(tx).newClient(null, instance.now());
    String origin = instance.origin().toString();
    var life = new SessionLife(instance, tx);
    return show(tx, life.open(client.id(), user, origin, organization, false));
  }

  private Answer list(Tx tx, Call call, Input in) {
    var page =
        new Sessions(tx)
            .list(
                call.query("client_id"),
                call.query("user_id"),
                call.query("status"),
                instance.now(),
                call.limit(),
                call.offset());
    boolean paginated = "true".equals(call.query("paginated"));
    return Answer.ok(paginated ? page.json(render(tx)::session) : page.array(render(tx)::session));
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
                ? Answer.token(mint.token(session, life))
                : Answer.refused(Refusal.notFound("The session is not active any more.")));
  }

  private Answer found(Tx tx, Call call, Function<Session, Answer> action) {
    return Answer.found(
        new Sessions(tx).lock(call.param("id")), "No session was found with this id.", action);
  }

  private Answer show(Tx tx, Session session) {
    return Answer.ok(render(tx).session(session));
  }

  private Render render(Tx tx) {
    return new Render(instance, tx, true);
  }
}
