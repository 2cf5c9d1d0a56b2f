package app.xentri.local.redis;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel's messages as server-sent events: {@code data: message,channel,text}. */
final class Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  private Subscription() {}

  /** Passes on messages until either side closes its connection. */
  static void follow(HttpExchange exchange, RespPool pool) throws IOException {
    String[] parts = exchange.getRequestURI().getRawPath().substring(1).split("/", 2);
    String channel = URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8);
    try (RespConnection connection = pool.open()) {
      connection.listen(List.of(bytes(parts[0]), bytes(channel)));
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        pass(connection, out);
      }
    } catch (IOException e) {
      LOG.debug("a subscription ended: {}", e.getMessage());
    }
  }

  private static void pass(RespConnection connection, OutputStream out) throws IOException {
    while (connection.read() instanceof Reply.Many(List<Reply> items)) {
      String message = items.stream().map(Subscription::text).collect(Collectors.joining(","));
      out.write(bytes("data: " + message.replace("\n", "\ndata: ") + "\n\n"));
      out.flush();
    }
  }

  private static String text(Reply reply) {
    return switch (reply) {
      case Reply.Bytes(byte[] value) -> new String(value, StandardCharsets.UTF_8);
      case Reply.Whole(long value) -> Long.toString(value);
      case Reply.Text(String value) -> value;
      case Reply.Refusal(String message) -> message;
      case Reply.Nothing(boolean _) -> "";
      case Reply.Many(List<Reply> items) ->
          items.stream().map(Subscription::text).collect(Collectors.joining(","));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
