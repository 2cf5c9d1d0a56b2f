package app.xentri.local.http;

import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's headers say about whom it asks for and who sends it. A browser sets them itself
 * and lets no page change them; a program sends none of them but {@code Host}.
 */
public final class Provenance {

  // Any port: what forwards to this one, as a tunnel or a test's faulty link does, keeps its own.
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?:127\\.0\\.0\\.1|localhost)(?::\\d{1,5})?");

  private static final Set<String> OWN_SITE = Set.of("", "none", "same-origin");

  private final Function<String, @Nullable String> headers;

  /**
   * Looks at one request.
   *
   * @param headers the first value of a header by its name
   */
  public Provenance(Function<String, @Nullable String> headers) {
    this.headers = headers;
  }

  /**
   * Whether this machine is asked for by name: a web page whose own name was pointed here (DNS
   * rebinding) still sends that name.
   */
  public boolean isForThisMachine() {
    return THIS_MACHINE.matcher(header("Host")).matches();
  }

  /** Whether a page of another site sends it; other ports of this machine are other sites too. */
  public boolean isOfAnotherSite() {
    String origin = header("Origin");
    return !OWN_SITE.contains(header("Sec-Fetch-Site"))
        || !(origin.isEmpty() || origin.equals("http://" + header("Host")));
  }

  /** Whether a person followed a link, and what comes will fill a tab of its own. */
  public boolean isFollowedLink() {
    return header("Sec-Fetch-Mode").equals("navigate")
        && header("Sec-Fetch-Dest").equals("document")
        && header("Origin").isEmpty();
  }

  private String header(String name) {
    String value = headers.apply(name);
    return value == null ? "" : value;
  }
}
