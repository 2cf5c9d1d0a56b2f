package app.xentri.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it came over the wire.
 *
 * @param path decoded
 * @param query as written, empty without one
 * @param headers names in lower case, values in order
 * @param source address of the caller
 * @param port that the caller asked
 */
record Incoming(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    String protocol,
    String source,
    int port) {

  Incoming {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /**
   * Reads everything but the body.
   *
   * @throws IllegalArgumentException when a percent sign in the path encodes nothing
   */
  static Incoming of(HttpExchange exchange) {
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    String raw = rawPath(exchange.getRequestURI());
    return new Incoming(
        exchange.getRequestMethod(),
        decodePath(raw),
        Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
        headers,
        exchange.getProtocol(),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        exchange.getLocalAddress().getPort());
  }

  /** As written: what looks like another host after two slashes is only part of the path. */
  private static String rawPath(URI target) {
    String path = Objects.requireNonNullElse(target.getRawPath(), "");
    if (target.getScheme() == null && target.getRawAuthority() != null) {
      return "//" + target.getRawAuthority() + path;
    }
    return path.isEmpty() ? "/" : path;
  }

  /** Percent encoding only: in a path a plus sign is a plus sign. */
  static String decodePath(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }
}
