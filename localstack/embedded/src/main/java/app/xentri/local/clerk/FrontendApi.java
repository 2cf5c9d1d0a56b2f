package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.http.Provenance;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What clerk-js calls, below {@code /__clerk} on the app's own origin, and the provider's page. */
final class FrontendApi implements HttpHandler {

  private static final Duration COOKIE_LIFE = Duration.ofDays(365);

  private final Instance instance;
  private final Database database;
  private final Routes<Function<Browser, Answer>> routes = new Routes<>();

  FrontendApi(Instance instance, Database database) {
    this.instance = instance;
    this.database = database;
    publicRoutes();
    attemptRoutes();
    sessionRoutes();
  }

  private void publicRoutes() {
    var provider = new ProviderFlow(instance);
    routes
        .on("GET", "/.well-known/jwks.json", _ -> Answer.ok(instance.keys().jwks()))
        .on("GET", "/.well-known/openid-configuration", _ -> Answer.ok(discovery()))
        .on("GET", "/v1/environment", _ -> environment())
        .on("PATCH", "/v1/environment", _ -> environment())
        .on("POST", "/v1/dev_browser", _ -> devBrowser())
        .on("GET", "/fake-provider", provider::page)
        .on("POST", "/fake-provider", provider::comeBack)
        .on("GET", "/fake-provider.css", _ -> FakeProviderPage.style());
  }

  private void attemptRoutes() {
    var signIn = new SignInFlow(instance);
    var signUp = new SignUpFlow(instance);
    routes
        .on("POST", "/v1/client/sign_ins", signIn::create)
        .on("GET", "/v1/client/sign_ins/{id}", signIn::get)
        .on("POST", "/v1/client/sign_ins/{id}/prepare_first_factor", signIn::prepare)
        .on("POST", "/v1/client/sign_ins/{id}/attempt_first_factor", signIn::attempt)
        .on("POST", "/v1/client/sign_ins/{id}/reset_password", signIn::resetPassword)
        .on("POST", "/v1/client/sign_ups", signUp::create)
        .on("GET", "/v1/client/sign_ups/{id}", signUp::get)
        .on("PATCH", "/v1/client/sign_ups/{id}", signUp::update)
        .on("POST", "/v1/client/sign_ups/{id}/prepare_verification", signUp::prepare)
        .on("POST", "/v1/client/sign_ups/{id}/attempt_verification", signUp::attempt);
  }

  private void sessionRoutes() {
    var own = new OwnSessions(instance);
    routes
        .on("GET", "/v1/client", browser -> browser.answer(browser.json()))
        .on("PUT", "/v1/client", this::knownClient)
        .on("DELETE", "/v1/client", own::removeAll)
        .on("DELETE", "/v1/client/sessions", own::removeAll)
        .on("POST", "/v1/client/sessions/{id}/touch", own::touch)
        .on("POST", "/v1/client/sessions/{id}/end", own::end)
        .on("POST", "/v1/client/sessions/{id}/remove", own::remove)
        .on("POST", "/v1/client/sessions/{id}/tokens", own::token)
        .on("POST", "/v1/client/sessions/{id}/tokens/{template}", own::templateToken)
        .on("GET", "/v1/me", own::me)
        .on("PATCH", "/v1/me", own::changeMe)
        .on("POST", "/v1/me/change_password", own::changePassword)
        .on("GET", "/v1/me/organization_memberships", own::memberships)
        .on("POST", "/v1/organizations", own::createOrganization);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      var call = Call.read(exchange);
      if (call.isEmpty()) {
        Replies.write(exchange, Answer.refused(Refusal.tooLarge()));
      } else {
        answer(exchange, call.get());
      }
    } catch (RuntimeException e) {
      Replies.fault(exchange, e);
    }
  }

  private void answer(HttpExchange exchange, Call call) throws IOException {
    var match = routes.find(call);
    if (foreign(call)) {
      Replies.write(exchange, Answer.refused(Refusal.originInvalid()));
    } else if (match.isEmpty()) {
      Replies.write(exchange, Answer.refused(Refusal.notFound("The URL was not found.")));
    } else {
      var outcome = database.tx(tx -> run(tx, match.get()));
      setCookie(exchange, outcome.cookie());
      Replies.write(exchange, outcome.answer());
    }
  }

  private record Outcome(Answer answer, @Nullable String cookie) {}

  private Outcome run(Tx tx, Routes.Match<Function<Browser, Answer>> match) {
    var browser = new Browser(instance, tx, match.call());
    var answer = match.handler().apply(browser);
    return new Outcome(answer, browser.newToken());
  }

  /**
   * A page of another origin may not act for this browser. What only reads may follow a link, as
   * one in a mail does.
   */
  private boolean foreign(Call call) {
    String origin = call.header("Origin");
    return (origin != null && !origin.equals(instance.origin().toString()))
        || (!call.method().equals("GET") && new Provenance(call::header).isOfAnotherSite());
  }

  private void setCookie(HttpExchange exchange, @Nullable String token) {
    if (token == null) {
      return;
    }
    boolean secure = instance.origin().getScheme().equals("https");
    String cookie =
        "%s=%s; Path=/__clerk; Max-Age=%d; HttpOnly; SameSite=Lax%s"
            .formatted(Browser.COOKIE, token, COOKIE_LIFE.toSeconds(), secure ? "; Secure" : "");
    exchange.getResponseHeaders().add("Set-Cookie", cookie);
  }

  private Answer knownClient(Browser browser) {
    browser.orNew();
    return browser.answer(browser.json());
  }

  private Answer environment() {
    return Answer.ok(new EnvironmentJson(instance).json());
  }

  private static Answer devBrowser() {
    String id = Ids.next("dvb");
    return Answer.ok(Json.object().put("object", "dev_browser").put("id", id).put("token", id));
  }

  private tools.jackson.databind.node.ObjectNode discovery() {
    var node =
        Json.object()
            .put("issuer", instance.issuer())
            .put("jwks_uri", instance.issuer() + "/.well-known/jwks.json");
    node.putArray("id_token_signing_alg_values_supported").add("RS256");
    node.putArray("subject_types_supported").add("public");
    return node;
  }
}
