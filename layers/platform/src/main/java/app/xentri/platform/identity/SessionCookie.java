package app.xentri.platform.identity;

import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shell's cookie, which no script can read. It is set by signing in and by nothing else. A
 * refresh sets another one beside it, which counts only while it belongs to the session that the
 * first one names: however late its answer comes, a browser in which somebody has signed in since
 * stays theirs (docs/decisions/0031). Its name follows from the app's origin. Over https it carries
 * the prefix that no other host can plant, and that browsers refuse over http. Browsers share
 * cookies between the ports of a host, so an unusual port is part of the name: two copies side by
 * side have one each.
 *
 * @param secure whether it goes over https only
 */
public record SessionCookie(String name, boolean secure) {

  private static final String BASE = "xentri_session";
  private static final String RENEWED = "_renewed";

  /** The cookie of the app that lives at this origin. */
  public static SessionCookie of(URI origin) {
    boolean secure = "https".equals(origin.getScheme());
    int usual = secure ? 443 : 80;
    String port = origin.getPort() == -1 || origin.getPort() == usual ? "" : "_" + origin.getPort();
    return new SessionCookie((secure ? "__Host-" : "") + BASE + port, secure);
  }

  /** The name of what a refresh sets. */
  public String renewed() {
    return name + RENEWED;
  }

  /**
   * The tokens that a browser sent, each once, for a cookie may be there twice: those of signing in
   * and those of a refresh of one of these sessions.
   */
  public List<String> values(Request request) {
    List<String> first = sent(request, name);
    List<String> renewed = sent(request, renewed());
    if (renewed.isEmpty()) {
      return first;
    }
    Set<String> sessions =
        first.stream().flatMap(SessionCookie::session).collect(Collectors.toSet());
    // Of two that last equally long the later one counts.
    return Stream.concat(
            renewed.stream().filter(token -> session(token).anyMatch(sessions::contains)),
            first.stream())
        .distinct()
        .toList();
  }

  private static List<String> sent(Request request, String name) {
    return request.cookies(name).stream().filter(value -> !value.isEmpty()).distinct().toList();
  }

  /** The session that a token says it is of, whether or not that is true. */
  private static Stream<String> session(String token) {
    try {
      String session = SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("sid");
      return Stream.ofNullable(session);
    } catch (ParseException _) {
      return Stream.of();
    }
  }

  /** The same response to signing in, setting the cookie for so long. */
  public Response set(Response response, String token, Duration life) {
    return response.cookie(header(name, token, "/", life));
  }

  /** The same response to a refresh, setting what counts beside the cookie for so long. */
  public Response renew(Response response, String token, Duration life) {
    return response.cookie(header(renewed(), token, "/", life));
  }

  /**
   * The same response, taking the cookies back. Whoever answers so must know that it is over for
   * the cookie that the browser has by then, and not only for the one that came with the request.
   */
  public Response clear(Request request, Response response) {
    Response cleared = response;
    for (String cookie : List.of(name, renewed())) {
      for (String path : paths(request, cookie)) {
        cleared = cleared.cookie(header(cookie, "", path, Duration.ZERO));
      }
    }
    return cleared;
  }

  /**
   * Where a cookie may lie that came with a request. We set it for all paths. Over http somebody
   * else on this host can have planted another of the same name for one of the paths above.
   */
  private List<String> paths(Request request, String cookie) {
    boolean several = request.cookies(cookie).size() > 1;
    return several && !secure ? above(request.path()) : List.of("/");
  }

  /** The paths of which cookies are sent for this one. */
  private static List<String> above(String path) {
    List<String> paths = new ArrayList<>(List.of("/"));
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      paths.add(path.substring(0, slash));
      paths.add(path.substring(0, slash + 1));
    }
    paths.add(path);
    return paths;
  }

  private String header(String cookie, String value, String path, Duration life) {
    return cookie
        + "="
        + value
        + "; Path="
        + path
        + "; Max-Age="
        + life.toSeconds()
        + "; HttpOnly"
        + (secure ? "; Secure" : "")
        + "; SameSite=Lax";
  }
}
