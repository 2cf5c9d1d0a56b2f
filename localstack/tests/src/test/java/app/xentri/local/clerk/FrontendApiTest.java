package app.xentri.local.clerk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FrontendApiTest {

  private static StandIn standIn;

  @BeforeAll
  static void start() {
    standIn = new StandIn(false);
  }

  @AfterAll
  static void stop() {
    standIn.close();
  }

  private static JsonNode claims(String jwt) {
    String payload = jwt.split("\\.", -1)[1];
    return Json.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
  }

  @Test
  void anUnknownBrowserHasNoClientAndGetsNoCookieForLooking() {
    var browser = standIn.browser();
    var reply = browser.get("/v1/client");
    assertEquals(200, reply.status());
    assertTrue(reply.json().path("response").isNull());
    assertFalse(reply.headers().containsKey("set-cookie"));
  }

  @Test
  void signUpOpensASessionWithAnHttpOnlyCookieAndAV2Token() {
    var browser = standIn.browser();
    var reply =
        browser.post(
            "/v1/client/sign_ups",
            "email_address",
            "Ann@Example.com",
            "password",
            "correct horse battery");
    var signUp = reply.json().path("response");
    assertEquals("complete", signUp.path("status").asString());
    var cookie = reply.headers().getOrDefault("set-cookie", List.of()).getFirst();
    assertTrue(cookie.contains("; HttpOnly; SameSite=Lax"), cookie);
    assertTrue(cookie.contains("Path=/__clerk;"), cookie);
    var session = reply.json().path("client").path("sessions").path(0);
    assertEquals(signUp.path("created_session_id"), session.path("id"));
    assertEquals(
        "ann@example.com",
        session.path("user").path("email_addresses").path(0).path("email_address").asString());
    var claims = claims(session.path("last_active_token").path("jwt").asString());
    assertEquals(2, claims.path("v").asInt());
    assertEquals(standIn.clerk().issuer(), claims.path("iss").asString());
    assertEquals(standIn.origin.toString(), claims.path("azp").asString());
    assertEquals(60, claims.path("exp").asLong() - claims.path("iat").asLong());
    assertEquals("active", claims.path("sts").asString());
    assertEquals("u:free", claims.path("pla").asString());
    assertFalse(claims.has("o"));
  }

  @Test
  void aTakenAddressInAnyCaseIsRefusedForTheField() {
    standIn.browser().signUp("taken@example.com");
    var reply =
        standIn
            .browser()
            .post(
                "/v1/client/sign_ups",
                "email_address",
                "TAKEN@example.com",
                "password",
                "correct horse battery");
    assertEquals(422, reply.status());
    assertEquals("form_identifier_exists", reply.code());
    assertEquals("email_address", reply.param());
  }

  @Test
  void aShortPasswordIsRefusedForTheField() {
    var reply =
        standIn
            .browser()
            .post("/v1/client/sign_ups", "email_address", "s@example.com", "password", "short");
    assertEquals("form_password_length_too_short", reply.code());
    assertEquals("password", reply.param());
  }

  @Test
  void signInChecksAddressAndPassword() {
    standIn.browser().signUp("signin@example.com");
    var browser = standIn.browser();
    var unknown = browser.post("/v1/client/sign_ins", "identifier", "nobody@example.com");
    assertEquals("form_identifier_not_found", unknown.code());
    assertEquals("identifier", unknown.param());
    var wrong =
        browser.post(
            "/v1/client/sign_ins",
            "strategy",
            "password",
            "identifier",
            "signin@example.com",
            "password",
            "wrong one 1");
    assertEquals("form_password_incorrect", wrong.code());
    var right =
        browser.post(
            "/v1/client/sign_ins",
            "strategy",
            "password",
            "identifier",
            "SignIn@example.com",
            "password",
            "correct horse battery");
    assertEquals("complete", right.json().path("response").path("status").asString());
    var again = browser.post("/v1/client/sign_ins", "identifier", "signin@example.com");
    assertEquals("session_exists", again.code());
  }

  @Test
  void aForgottenPasswordIsResetByTheCodeFromTheMail() {
    standIn.browser().signUp("forgot@example.com");
    var browser = standIn.browser();
    String path = startReset(browser, "forgot@example.com");
    String code = code("forgot@example.com");
    assertEquals("action_not_allowed", choose(browser, path, "long enough").code());
    var wrong = attempt(browser, path, code.equals("000000") ? "000001" : "000000");
    assertEquals("form_code_incorrect", wrong.code());
    assertEquals("needs_new_password", status(attempt(browser, path, code)));
    assertEquals("action_not_allowed", attempt(browser, path, code).code());
    assertEquals("form_password_length_too_short", choose(browser, path, "short").code());
    // Another password can be tried; the code has been shown.
    assertEquals("complete", status(choose(browser, path, "a brand new one")));
    assertEquals("complete", status(signIn("forgot@example.com", "a brand new one")));
  }

  @Test
  void aResetEndsOtherSessionsIfItIsToAndOnlyThoseOfThatPerson() {
    String email = "elsewhere@example.com";
    String elsewhere = standIn.browser().signUp(email);
    String somebodyElses = standIn.browser().signUp("unconcerned@example.com");
    String kept = reset(email, "sign_out_of_other_sessions", "false");
    assertEquals("active", sessionStatus(elsewhere));
    String last = reset(email, "sign_out_of_other_sessions", "true");
    assertEquals("revoked", sessionStatus(elsewhere));
    assertEquals("revoked", sessionStatus(kept));
    assertEquals("active", sessionStatus(last));
    assertEquals("active", sessionStatus(somebodyElses));
  }

  /** The id of the session that it opens. */
  private static String reset(String email, String... more) {
    var browser = standIn.browser();
    String path = startReset(browser, email);
    attempt(browser, path, code(email));
    var done = choose(browser, path, "a brand new one", more);
    return done.json().path("response").path("created_session_id").asString();
  }

  private static String sessionStatus(String id) {
    return standIn.backend("GET", "/sessions/" + id, "").json().path("status").asString();
  }

  private static StandIn.Reply signIn(String email, String password) {
    return standIn
        .browser()
        .post(
            "/v1/client/sign_ins",
            "strategy",
            "password",
            "identifier",
            email,
            "password",
            password);
  }

  private static String status(StandIn.Reply reply) {
    return reply.json().path("response").path("status").asString();
  }

  private static String startReset(FakeBrowser browser, String email) {
    var started =
        browser.post(
            "/v1/client/sign_ins", "strategy", "reset_password_email_code", "identifier", email);
    return "/v1/client/sign_ins/" + started.json().path("response").path("id").asString();
  }

  private static String code(String email) {
    var mail =
        standIn.mails.reversed().stream().filter(m -> m.to().equals(List.of(email))).findFirst();
    return mail.orElseThrow().subject().substring(0, 6);
  }

  @Test
  void aCodeIsGoodForTenMinutesAndFiveTries() {
    standIn.browser().signUp("codes@example.com");
    var browser = standIn.browser();
    String path = startReset(browser, "codes@example.com");
    for (int i = 0; i < 5; i++) {
      assertEquals("form_code_incorrect", attempt(browser, path, "x").code());
    }
    var tooOften = attempt(browser, path, code("codes@example.com"));
    assertEquals("verification_failed", tooOften.code());
    String next = startReset(browser, "codes@example.com");
    standIn.forward(Duration.ofMinutes(11));
    var late = attempt(browser, next, code("codes@example.com"));
    assertEquals("verification_expired", late.code());
  }

  @Test
  void anotherAddressCountsOnceItIsProvedAndTheOldOneCanGo() {
    var browser = standIn.browser();
    browser.signUp("old@example.com");
    standIn.browser().signUp("taken@example.com");
    String path = "/v1/me/email_addresses";
    assertEquals(
        "form_identifier_exists", browser.post(path, "email_address", "Taken@example.com").code());
    var added = browser.post(path, "email_address", "New@example.com").json().path("response");
    assertEquals("new@example.com", added.path("email_address").asString());
    String id = added.path("id").asString();
    assertEquals("resource_not_found", makePrimary(browser, id).code(), "not before it is proved");
    browser.post(path + "/" + id + "/prepare_verification", "strategy", "email_code");
    assertEquals("form_code_incorrect", proveAddress(browser, id, "x").code());
    assertEquals(200, proveAddress(browser, id, code("new@example.com")).status());
    var changed = makePrimary(browser, id).json().path("response");
    assertEquals(id, changed.path("primary_email_address_id").asString());
    assertEquals(2, changed.path("email_addresses").size());
    String old = changed.path("email_addresses").path(1).path("id").asString();
    assertEquals(200, browser.call("DELETE", path + "/" + old).status());
    assertEquals(
        0, standIn.backend("GET", "/users?email_address=old@example.com", "").json().size());
    var there = standIn.backend("GET", "/users?email_address=new@example.com", "").json().path(0);
    assertEquals(1, there.path("email_addresses").size());
    assertEquals("signed_out", standIn.browser().post(path, "email_address", "x@y.example").code());
    assertEquals(
        "resource_not_found",
        proveAddress(signedIn("other@example.com"), id, "000000").code(),
        "somebody else's is nobody's");
  }

  private static FakeBrowser signedIn(String email) {
    var browser = standIn.browser();
    browser.signUp(email);
    return browser;
  }

  private static StandIn.Reply makePrimary(FakeBrowser browser, String id) {
    return browser.call("PATCH", "/v1/me", "primary_email_address_id", id);
  }

  private static StandIn.Reply proveAddress(FakeBrowser browser, String id, String code) {
    return browser.post("/v1/me/email_addresses/" + id + "/attempt_verification", "code", code);
  }

  @Test
  void anotherCodeTakesThePlaceOfTheOneBeforeAndThereAreFiveAtMost() {
    String email = "again@example.com";
    standIn.browser().signUp(email);
    var browser = standIn.browser();
    String path = startReset(browser, email);
    String first = code(email);
    var again = prepare(browser, path, emailIdIn(browser));
    assertEquals(200, again.status());
    assertEquals("form_code_incorrect", attempt(browser, path, first).code());
    assertEquals("form_param_value_invalid", prepare(browser, path, "idn_somebody_elses").code());
    for (int i = 2; i < 5; i++) {
      assertEquals(200, prepare(browser, path, emailIdIn(browser)).status());
    }
    assertEquals("too_many_requests", prepare(browser, path, emailIdIn(browser)).code());
    var proved = attempt(browser, path, code(email));
    assertEquals("needs_new_password", proved.json().path("response").path("status").asString());
  }

  private static StandIn.Reply prepare(FakeBrowser browser, String path, String emailId) {
    return browser.post(
        path + "/prepare_first_factor",
        "strategy",
        "reset_password_email_code",
        "email_address_id",
        emailId);
  }

  private static String emailIdIn(FakeBrowser browser) {
    return browser
        .get("/v1/client")
        .json()
        .at("/response/sign_in/supported_first_factors/0/email_address_id")
        .asString();
  }

  private static StandIn.Reply attempt(FakeBrowser browser, String path, String code) {
    return browser.post(
        path + "/attempt_first_factor", "strategy", "reset_password_email_code", "code", code);
  }

  /** Gives the new password, and more fields of the form. */
  private static StandIn.Reply choose(
      FakeBrowser browser, String path, String password, String... more) {
    var form = Stream.concat(Stream.of("password", password), Stream.of(more));
    return browser.post(path + "/reset_password", form.toArray(String[]::new));
  }

  @Test
  void aTicketSignsInOnce() {
    String sessionId = standIn.browser().signUp("ticket@example.com");
    String userId =
        standIn.backend("GET", "/sessions/" + sessionId, "").json().path("user_id").asString();
    String ticket =
        standIn
            .backend("POST", "/sign_in_tokens", "{\"user_id\":\"%s\"}".formatted(userId))
            .json()
            .path("token")
            .asString();
    var first =
        standIn.browser().post("/v1/client/sign_ins", "strategy", "ticket", "ticket", ticket);
    assertEquals("complete", first.json().path("response").path("status").asString());
    var second =
        standIn.browser().post("/v1/client/sign_ins", "strategy", "ticket", "ticket", ticket);
    assertEquals("sign_in_token_already_used_code", second.code());
    String late =
        standIn
            .backend(
                "POST",
                "/sign_in_tokens",
                "{\"user_id\":\"%s\",\"expires_in_seconds\":60}".formatted(userId))
            .json()
            .path("token")
            .asString();
    standIn.forward(Duration.ofSeconds(61));
    var expired =
        standIn.browser().post("/v1/client/sign_ins", "strategy", "ticket", "ticket", late);
    assertEquals("sign_in_token_expired_code", expired.code());
  }

  @Test
  void touchMakesAnOrganizationActiveForMembersOnly() {
    var browser = standIn.browser();
    String sessionId = browser.signUp("member@example.com");
    String user =
        standIn.backend("GET", "/sessions/" + sessionId, "").json().path("user_id").asString();
    var wanted = Json.object().put("name", "Häuser & Söhne").put("created_by", user);
    var organization = standIn.backend("POST", "/organizations", wanted.toString()).json();
    assertEquals("hauser-sohne", organization.path("slug").asString());
    String path = "/v1/client/sessions/" + sessionId;
    var touched =
        browser.post(path + "/touch", "active_organization_id", organization.path("id").asString());
    var token = touched.json().path("response").path("last_active_token").path("jwt").asString();
    var o = claims(token).path("o");
    assertEquals(organization.path("id"), o.path("id"));
    assertEquals("admin", o.path("rol").asString());
    assertEquals("hauser-sohne", o.path("slg").asString());
    var stranger = standIn.browser();
    String other = stranger.signUp("stranger@example.com");
    var refused =
        stranger.post(
            "/v1/client/sessions/" + other + "/touch",
            "active_organization_id",
            organization.path("id").asString());
    assertEquals(403, refused.status());
    var personal = browser.post(path + "/tokens", "organization_id", "");
    assertFalse(claims(personal.json().path("jwt").asString()).has("o"));
  }

  @Test
  void oneBrowserCannotUseTheSessionOfAnother() {
    String foreign = standIn.browser().signUp("foreign@example.com");
    var reply = standIn.browser().post("/v1/client/sessions/" + foreign + "/tokens");
    assertEquals(401, reply.status());
    assertEquals("signed_out", reply.code());
  }

  @Test
  void signingOutEndsTheSessionsAndKeepsTheBrowser() {
    var browser = standIn.browser();
    String sessionId = browser.signUp("leave@example.com");
    String cookie = browser.cookie();
    var left = browser.call("DELETE", "/v1/client/sessions");
    assertEquals(0, left.json().path("client").path("sessions").size());
    assertEquals(cookie, browser.cookie());
    assertEquals(
        "removed",
        standIn.backend("GET", "/sessions/" + sessionId, "").json().path("status").asString());
    assertEquals(401, browser.post("/v1/client/sessions/" + sessionId + "/tokens").status());
  }

  @Test
  void aSessionEndsByItselfAfterSevenDays() {
    var browser = standIn.browser();
    String sessionId = browser.signUp("week@example.com");
    standIn.forward(Duration.ofDays(7).plusMinutes(1));
    assertEquals(401, browser.post("/v1/client/sessions/" + sessionId + "/tokens").status());
    assertEquals(
        "expired",
        standIn.backend("GET", "/sessions/" + sessionId, "").json().path("status").asString());
  }

  @Test
  void aPageOfAnotherOriginMayNotActForTheBrowser() {
    var request =
        HttpRequest.newBuilder(URI.create(standIn.origin + "/__clerk/v1/client/sign_ins"))
            .header("Origin", "https://evil.example")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertEquals("origin_invalid", standIn.send(request).code());
  }

  @Test
  void theProviderPageEscapesAndRefusesForeignRedirects() {
    var evil =
        standIn
            .browser()
            .post(
                "/v1/client/sign_ins",
                "strategy",
                "oauth_google",
                "redirect_url",
                "https://evil.example/");
    assertEquals("redirect_url", evil.param());
    var browser = standIn.browser();
    var over = browser.get("/fake-provider?state=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    assertEquals(400, over.status());
    assertFalse(over.text().contains("<script>"));
    assertTrue(over.header("content-security-policy").contains("default-src 'none'"));
  }

  @Test
  void aProviderIdentityBecomesAUserByTransferAndSignsInNextTime() {
    var browser = standIn.browser();
    String state = leave(browser);
    var back =
        browser.post("/fake-provider", "state", state, "email", "Gil@example.com", "name", "Gil B");
    assertEquals(303, back.status());
    assertTrue(back.header("location").endsWith("/sso-callback"));
    var signIn = browser.get("/v1/client").json().path("response").path("sign_in");
    var verification = signIn.path("first_factor_verification");
    assertEquals("transferable", verification.path("status").asString());
    assertEquals("external_account_not_found", verification.path("error").path("code").asString());
    var made = browser.post("/v1/client/sign_ups", "transfer", "true");
    assertEquals("complete", made.json().path("response").path("status").asString());
    var user = made.json().path("client").path("sessions").path(0).path("user");
    assertEquals("Gil", user.path("first_name").asString());
    assertEquals(
        "verified",
        user.path("email_addresses").path(0).path("verification").path("status").asString());
    var second = standIn.browser();
    var again = second.post("/fake-provider", "state", leave(second), "email", "gil@example.com");
    assertTrue(again.header("location").endsWith("/done"));
    var session = second.get("/v1/client").json().path("response").path("sessions").path(0);
    assertEquals(user.path("id"), session.path("user").path("id"));
  }

  private static String leave(FakeBrowser browser) {
    var started =
        browser.post(
            "/v1/client/sign_ins",
            "strategy",
            "oauth_google",
            "redirect_url",
            standIn.origin + "/sso-callback",
            "action_complete_redirect_url",
            "/done");
    var verification = started.json().path("response").path("first_factor_verification");
    String url = verification.path("external_verification_redirect_url").asString();
    assertEquals(200, browser.get(url.substring((standIn.origin + "/__clerk").length())).status());
    return url.substring(url.indexOf("state=") + "state=".length());
  }

  @Test
  void aStolenProviderStateIsUselessInAnotherBrowser() {
    String state = leave(standIn.browser());
    var thief = standIn.browser();
    thief.post("/v1/client/sign_ins");
    assertEquals(
        400, thief.post("/fake-provider", "state", state, "email", "v@example.com").status());
  }

  @Test
  void withVerificationTheAddressMustBeProvedBeforeTheUserExists() {
    try (var strict = new StandIn(true)) {
      var browser = strict.browser();
      var started =
          browser.post(
              "/v1/client/sign_ups",
              "email_address",
              "v@example.com",
              "password",
              "correct horse battery");
      var signUp = started.json().path("response");
      assertEquals("missing_requirements", signUp.path("status").asString());
      assertEquals("email_address", signUp.path("unverified_fields").path(0).asString());
      String path = "/v1/client/sign_ups/" + signUp.path("id").asString();
      for (int i = 0; i < 5; i++) {
        browser.post(path + "/prepare_verification", "strategy", "email_code");
      }
      var tooMany = browser.post(path + "/prepare_verification", "strategy", "email_code");
      assertEquals("too_many_requests", tooMany.code());
      assertNotNull(tooMany.headers().get("retry-after"));
      assertEquals(0, strict.backend("GET", "/users", "").json().size());
      String code = strict.mails.getLast().subject().substring(0, 6);
      var done =
          browser.post(path + "/attempt_verification", "strategy", "email_code", "code", code);
      assertEquals("complete", done.json().path("response").path("status").asString());
      assertNotEquals("", done.json().path("response").path("created_user_id").asString());
    }
  }

  @Test
  void neitherALinkNorAPageOfAnotherSiteCanEndASession() {
    var browser = standIn.browser();
    String session = browser.signUp("stays@example.com");
    for (String path :
        List.of("/v1/client", "/v1/client/sessions", "/v1/client/sessions/" + session + "/touch")) {
      for (String override : List.of("DELETE", "POST", "PUT", "PATCH")) {
        bare(browser, "GET", path + "?_method=" + override);
        bare(browser, "HEAD", path + "?_method=" + override);
        for (var headers :
            List.of(
                List.of("Origin", "http://evil.example"),
                List.of("Origin", "null"),
                List.of("Sec-Fetch-Site", "cross-site"),
                List.of("Sec-Fetch-Site", "same-site"))) {
          String[] pair = headers.toArray(String[]::new);
          assertEquals(400, bare(browser, "POST", path + "?_method=" + override, pair), path);
          assertEquals(400, bare(browser, "POST", path, pair), path);
        }
      }
    }
    var sessions = browser.get("/v1/client").json().path("response").path("sessions");
    assertEquals(session, sessions.path(0).path("id").asString());
  }

  /** Sends the browser's cookie with these headers and no others; returns the status. */
  private static int bare(FakeBrowser browser, String method, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(standIn.origin + "/__clerk" + path))
            .header("Cookie", "__client=" + browser.cookie())
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return standIn.send(request.build()).status();
  }
}
