package app.xentri.identity.session;

import app.xentri.identity.session.SessionTokens.SessionToken;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.SessionCookie;
import java.time.Duration;

/**
 * What the shell's cookie holds. It outlives the token in it, because a token whose own life is
 * over still tells a refresh which session it belongs to.
 */
final class SessionCookies {

  private static final Duration LIFE = Duration.ofDays(7);

  private SessionCookies() {}

  static Response set(SessionCookie cookie, Response response, SessionToken token) {
    return cookie.set(response, token.jwt(), LIFE);
  }
}
