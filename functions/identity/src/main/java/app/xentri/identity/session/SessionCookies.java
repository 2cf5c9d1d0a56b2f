package app.xentri.identity.session;

import app.xentri.identity.session.SessionTokens.SessionToken;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.SessionCookie;
import java.time.Duration;

/**
 * What the shell's cookies hold. They outlive the tokens in them, because a token whose own life is
 * over still tells a refresh which session it belongs to. The one of signing in outlives every
 * session at the provider, which no refresh prolongs.
 */
final class SessionCookies {

  private static final Duration LIFE = Duration.ofDays(90);
  private static final Duration UNTIL_THE_NEXT = Duration.ofDays(7);

  private SessionCookies() {}

  /** Of a session that begins. */
  static Response set(SessionCookie cookie, Response response, SessionToken token) {
    return cookie.set(response, token.jwt(), LIFE);
  }

  /** Of a session that goes on. */
  static Response renew(SessionCookie cookie, Response response, SessionToken token) {
    return cookie.renew(response, token.jwt(), UNTIL_THE_NEXT);
  }
}
