package app.xentri.platform.identity;

import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The shell's cookie, which no script can read. Its name follows from the app's origin. Over https
 * it carries the prefix that no other host can plant, and that browsers refuse over http. Browsers
 * share cookies between the ports of a host, so an unusual port is part of the name: two copies
 * side by side have one each.
 *
 * @param secure whether it goes over https only
 */
public record SessionCookie(String name, boolean secure) {

  private static final String BASE = "xentri_session";

  /** The cookie of the app that lives at this origin. */
  public static SessionCookie of(URI origin) {
    boolean secure = "https".equals(origin.getScheme());
    int usual = secure ? 443 : 80;
    String port = origin.getPort() == -1 || origin.getPort() == usual ? "" : "_" + origin.getPort();
    return new SessionCookie((secure ? "__Host-" : "") + BASE + port, secure);
  }

  /** The values that a browser sent under this name, each once: a cookie may be there twice. */
  public List<String> values(Request request) {
    return request.cookies(name).stream().filter(value -> !value.isEmpty()).distinct().toList();
  }

  /** The same response, setting the cookie for so long. */
  public Response set(Response response, String token, Duration life) {
    return response.cookie(header(token, life));
  }

  /**
   * The same response, taking the cookie back. Whoever answers so must know that it is over for the
   * cookie that the browser has by then, and not only for the one that came with the request.
   */
  public Response clear(Response response) {
    return response.cookie(header("", Duration.ZERO));
  }

  private String header(String value, Duration life) {
    return name
        + "="
        + value
        + "; Path=/; Max-Age="
        + life.toSeconds()
        + "; HttpOnly"
        + (secure ? "; Secure" : "")
        + "; SameSite=Lax";
  }
}
