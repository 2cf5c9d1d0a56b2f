package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.identity.Stage.Answer;
import java.util.List;

/** What a browser asks of the session functions. */
abstract class SessionCalls {

  static final String PASSWORD = "correct horse battery";

  /** A person who signed up and opened a session in a browser. */
  record SignedUp(String userId, String sessionId) {}

  static SignedUp signUp(Stage stage) {
    assertEquals(201, stage.signUp("k1", "ann@example.com", PASSWORD).status());
    String user = stage.clerkUserId("ann@example.com");
    return new SignedUp(user, stage.session(user));
  }

  static String cookies(Stage stage, Answer answer) {
    return cookie(stage, answer.cookie(stage.cookie()));
  }

  /** What a browser sends that signed in with this and got a refresh's answer since. */
  static String renewed(Stage stage, String cookies, Answer refreshed) {
    String name = stage.cookie() + "_renewed";
    return cookies + "; " + name + "=" + refreshed.cookie(name);
  }

  static String cookie(Stage stage, String token) {
    return stage.cookie() + "=" + token;
  }

  static Answer refresh(Stage stage, String cookies) {
    return stage.shell("auth-refresh", "POST /api/v1/auth/refresh", cookies);
  }

  /** A late answer must not take back the cookie of a newer session. */
  static void assertEnded(Answer answer) {
    assertEquals(401, answer.status(), answer.text());
    assertEquals("unauthenticated", answer.code());
    assertEquals(List.of(), answer.cookies());
  }

  static Answer logOut(Stage stage, String cookies) {
    return stage.shell("auth-logout", "POST /api/v1/auth/logout", cookies);
  }
}
