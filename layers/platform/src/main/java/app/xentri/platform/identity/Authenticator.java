package app.xentri.platform.identity;

import app.xentri.platform.Ids;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.http.Request;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token in a request: a bearer token of an API client, or the shell's cookie, which needs
 * our own exact origin on everything that changes something.
 */
public final class Authenticator {

  private final TokenVerifier verifier;
  private final String origin;
  private final SessionCookie cookie;

  public Authenticator(TokenVerifier verifier, String origin) {
    this.verifier = verifier;
    this.origin = origin;
    this.cookie = SessionCookie.of(URI.create(origin));
  }

  /** The cookie that this looks for. */
  public SessionCookie cookie() {
    return cookie;
  }

  /**
   * The caller of this request.
   *
   * @throws Refused 400 for a malformed {@code x-xentri-shows}, 401 without a valid token, 403 for
   *     a cookie from a foreign origin or a malformed {@code x-org-id}, 409 for cookies of two
   *     people, 503 while nobody can say whether the token is valid
   */
  public Caller authenticate(Request request) {
    Optional<String> bearer = bearer(request);
    Claims claims =
        (bearer.isPresent() ? verifier.verify(bearer.get()) : ofBrowser(request))
            .orElseThrow(
                () ->
                    new Refused(
                        new Refusal.Unauthenticated(
                            "Sign in, then send the session cookie or a bearer token.")));
    if (bearer.isEmpty() && !isRead(request)) {
      requireOrigin(request);
    }
    return new Caller(
        claims.subject(),
        claims.sessionId(),
        claims.orgId(),
        requestedOrg(request),
        request.traceId(),
        Shown.in(request).orElse(null));
  }

  private Optional<Claims> ofBrowser(Request request) {
    return sessions(request).stream().filter(verifier::isCurrent).findFirst();
  }

  /**
   * The one person's sessions that the browser's cookies name, the life of whose tokens may be
   * over, the one that lasts longest first. Something stale or planted beside the good cookie does
   * not hide it. But what another host plants may be a good token of its own owner, and nothing
   * tells which of two people sits at the browser.
   *
   * @throws Refused 409 for cookies of two people, 503 while nobody can say whose they are
   */
  public List<Claims> sessions(Request request) {
    List<Claims> sessions = signedSessions(request);
    if (sessions.stream().map(Claims::subject).distinct().count() > 1) {
      throw new Refused(
          new Refusal.Conflict(
              "session_ambiguous",
              "This browser sends the sessions of two people. Sign out, then sign in again."));
    }
    return sessions;
  }

  /**
   * As {@link #sessions}, of however many people.
   *
   * @throws Refused 503 while nobody can say whose they are
   */
  public List<Claims> signedSessions(Request request) {
    return verifier.signed(cookie.values(request));
  }

  /**
   * Refuses a request that does not come from our own pages.
   *
   * @throws Refused 403 unless {@code Origin} is exactly ours
   */
  public void requireOrigin(Request request) {
    if (!request.header("origin").equals(Optional.of(origin))) {
      throw new Refused(
          new Refusal.Forbidden(
              "origin_refused",
              "Cookies work only from Xentri's own pages; API clients use a bearer token."));
    }
  }

  private static Optional<String> bearer(Request request) {
    return request
        .header("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip());
  }

  private static boolean isRead(Request request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }

  /** A malformed org id is one that the caller is no member of. */
  private static Refused notAMember() {
    return new Refused(
        new Refusal.Forbidden("not_a_member", "You are not a member of that organization."));
  }

  private static @Nullable UUID requestedOrg(Request request) {
    Optional<String> header = request.header("x-org-id");
    return header.isEmpty() ? null : Ids.read(header.get()).orElseThrow(Authenticator::notAMember);
  }
}
