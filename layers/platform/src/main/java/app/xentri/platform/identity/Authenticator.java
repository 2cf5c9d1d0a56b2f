package app.xentri.platform.identity;

import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.http.Request;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token in a request: a bearer token of an API client, or the shell's cookie, which needs
 * our own exact origin on everything that changes something.
 */
public final class Authenticator {

  /** The shell's cookie. JavaScript never sees it. */
  public static final String COOKIE = "xentri_session";

  private final TokenVerifier verifier;
  private final String origin;

  public Authenticator(TokenVerifier verifier, String origin) {
    this.verifier = verifier;
    this.origin = origin;
  }

  /**
   * The caller of this request.
   *
   * @throws Refused 401 without a valid token, 403 for a cookie from a foreign origin or a
   *     malformed {@code x-org-id}
   */
  public Caller authenticate(Request request) {
    Optional<String> bearer = bearer(request);
    Optional<String> token = bearer.or(() -> request.cookie(COOKIE));
    Claims claims =
        token
            .flatMap(verifier::verify)
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
        request.traceId());
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

  private static @Nullable UUID requestedOrg(Request request) {
    Optional<String> header = request.header("x-org-id");
    if (header.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(header.get());
    } catch (IllegalArgumentException _) {
      // A malformed org id is one that the caller is no member of.
      throw new Refused(
          new Refusal.Forbidden("not_a_member", "You are not a member of that organization."));
    }
  }
}
