package app.xentri.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who answers: {@code /api/*} goes to the HTTP API, the prefixes that other parts brought
 * go to them, everything else to the static shell.
 */
final class FrontDoor implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
  private static final String API = "/api/";

  private final int port;
  private final Set<String> hosts;
  private final HttpApi api;
  private final StaticSite site;
  private final Map<String, HttpHandler> parts;
  private final Map<String, String> headers;

  /**
   * Opens the door.
   *
   * @param parts handlers by path prefix
   * @param headers what the CDN adds to its answers
   */
  FrontDoor(
      int port,
      HttpApi api,
      StaticSite site,
      Map<String, HttpHandler> parts,
      Map<String, String> headers) {
    this.port = port;
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    this.api = api;
    this.site = site;
    this.parts = new LinkedHashMap<>(parts);
    this.headers = new LinkedHashMap<>(headers);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Incoming incoming;
    try {
      incoming = Incoming.of(exchange);
    } catch (IllegalArgumentException e) {
      Reply.message(400, "Bad Request").send(exchange);
      return;
    }
    String host = incoming.header("host").orElse("");
    if (!hosts.contains(host)) {
      // A foreign name that resolves to this machine must not reach it (DNS rebinding).
      Reply.message(421, "Misdirected Request").send(exchange);
    } else if (host.startsWith("localhost") && isNavigation(incoming)) {
      redirect(exchange);
    } else {
      route(exchange, incoming);
    }
  }

  private void route(HttpExchange exchange, Incoming incoming) throws IOException {
    for (Map.Entry<String, HttpHandler> part : parts.entrySet()) {
      if (incoming.path().startsWith(part.getKey())
          || (incoming.path() + "/").equals(part.getKey())) {
        part.getValue().handle(exchange);
        return;
      }
    }
    Reply reply = answer(exchange, incoming);
    headers.forEach((name, value) -> reply.without(name).with(name, value));
    reply.send(exchange);
  }

  private Reply answer(HttpExchange exchange, Incoming incoming) throws IOException {
    try {
      return incoming.path().startsWith(API)
          ? api.answer(exchange, incoming)
          : site.answer(incoming);
    } catch (RuntimeException e) {
      LOG.error("the gateway itself failed", e);
      return Reply.message(500, "Internal Server Error");
    }
  }

  /** One origin only: cookies of 127.0.0.1 are not those of localhost. */
  private void redirect(HttpExchange exchange) throws IOException {
    Reply.empty(307)
        .with(
            "Location",
            "http://127.0.0.1:"
                + port
                + exchange.getRequestURI().getRawSchemeSpecificPart().replaceFirst("^/+", "/"))
        .send(exchange);
  }

  private static boolean isNavigation(Incoming incoming) {
    boolean reads = incoming.method().equals("GET") || incoming.method().equals("HEAD");
    return reads
        && (incoming.header("sec-fetch-mode").filter("navigate"::equals).isPresent()
            || incoming
                .header("accept")
                .filter(accept -> accept.contains("text/html"))
                .isPresent());
  }
}
