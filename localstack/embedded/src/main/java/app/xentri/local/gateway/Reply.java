package app.xentri.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer before it goes over the wire. Headers keep their order and may repeat. */
final class Reply {
  private final int status;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private final byte[] body;

  Reply(int status, byte[] body) {
    this.status = status;
    this.body = body.clone();
  }

  static Reply empty(int status) {
    return new Reply(status, new byte[0]);
  }

  /** What API Gateway itself says, for example {@code {"message":"Not Found"}}. */
  static Reply message(int status, String message) {
    return new Reply(status, ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "application/json");
  }

  Reply with(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  int status() {
    return status;
  }

  boolean has(String name) {
    return headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
  }

  /** Takes away headers that something else decides. */
  Reply without(String prefix) {
    headers.removeIf(header -> header.getKey().regionMatches(true, 0, prefix, 0, prefix.length()));
    return this;
  }

  void send(HttpExchange exchange) throws IOException {
    headers.forEach(
        header -> exchange.getResponseHeaders().add(header.getKey(), header.getValue()));
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
    if (bodiless) {
      if (exchange.getRequestMethod().equals("HEAD") && status != 204 && status != 304) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      }
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
    exchange.close();
  }
}
