package app.xentri.local.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes answers whole. */
public final class Answers {

  private Answers() {}

  /** Sends a text in UTF-8, of which HEAD gets the headers only, and ends the exchange. */
  public static void send(HttpExchange exchange, int status, String type, String content)
      throws IOException {
    send(exchange, status, type, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with what is no text. */
  public static void send(HttpExchange exchange, int status, String type, byte[] bytes)
      throws IOException {
    boolean bare = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", type);
    try (exchange) {
      exchange.sendResponseHeaders(status, bare ? -1 : bytes.length);
      if (!bare) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
