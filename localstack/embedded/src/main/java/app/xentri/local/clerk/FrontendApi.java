package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.http.Provenance;
import app.xentri.local.http.Routes;
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
    profileRoutes();
  }

  private void publicRoutes() {
    var provider = new ProviderFlow(instance);
    routes
        .on("GET", "/.well-known/jwks.json", _ -> Answer.ok(instance.key().jwks()))
        .on("GET", "/v1/environment", _ -> environment())
        .on("PATCH", "/v1/environment", _ -> environment())
        .on("POST", "/v1/dev_browser", _ -> devBrowser())
        .on("GET", "/fake-provider", provider::page)
        .on("POST", "/fake-provider", provider::comeBack)
        .on("GET", "/fake-provider.css", _ -> Pages.style());
  }

  private void attemptRoutes() {
    var signIn = new SignInFlow(instance);
    var signUp = new SignUpFlow(instance);
    routes
        .on("POST", "/v1/client/sign_ins", signIn::create)
        .on("POST", "/v1/client/sign_ins/{id}/prepare_first_factor", signIn::prepare)
        .on("POST", "/v1/client/sign_ins/{id}/attempt_first_factor", signIn::attempt)
        .on("POST", "/v1/client/sign_ins/{id}/reset_password", signIn::resetPassword)
        .on("POST", "/v1/client/sign_ups", signUp::create)
        .on("POST", "/v1/client/sign_ups/{id}/prepare_verification", signUp::prepare)
        .on("POST", "/v1/client/sign_ups/{id}/attempt_verification", signUp::attempt);
  }

  private void profileRoutes() {
    var profile = new OwnProfile(instance);
    routes
        .on("GET", "/images/{id}", profile::showImage)
        .on("PATCH", "/v1/me", profile::change)
        .on("POST", "/v1/me/profile_image", profile::setImage)
        .on("DELETE", "/v1/me/profile_image", profile::deleteImage)
        .on("POST", "/v1/me/email_addresses", profile::addEmail)
        .on("POST", "/v1/me/email_addresses/{id}/prepare_verification", profile::prepareEmail)
        .on("POST", "/v1/me/email_addresses/{id}/attempt_verification", profile::attemptEmail)
        .on("DELETE", "/v1/me/email_addresses/{id}", profile::deleteEmail);
  }

  private void sessionRoutes() {
    var own = new OwnSessions(instance);
    routes
        .on("GET", "/v1/client", browser -> browser.answer(browser.json()))
        .on("DELETE", "/v1/client/sessions", own::removeAll)
        .on("POST", "/v1/client/sessions/{id}/touch", own::touch)
        .on("POST", "/v1/client/sessions/{id}/tokens", own::token);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Replies.answer(exchange, call -> answer(exchange, call));
  }

  private Answer answer(HttpExchange exchange, Call call) {
    return foreign(call)
        ? Answer.refused("origin_invalid")
        : Answer.found(
            routes.find(call.method(), call.path()),
            match -> run(exchange, match.handler(), call.with(match.parameters())));
  }

  private record Outcome(Answer answer, @Nullable String cookie) {}

  private Answer run(HttpExchange exchange, Function<Browser, Answer> action, Call call) {
    var outcome =
        database.tx(
            tx -> {
              var browser = new Browser(instance, tx, call);
              var answer = action.apply(browser);
              return new Outcome(answer, browser.newToken());
            });
    setCookie(exchange, outcome.cookie());
    return outcome.answer();
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

  private Answer environment() {
    return Answer.ok(new EnvironmentJson(instance).json());
  }

  private static Answer devBrowser() {
    String id = Ids.next("dvb");
    return Answer.ok(Json.object().put("object", "dev_browser").put("id", id).put("token", id));
  }
}
