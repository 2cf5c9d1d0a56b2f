package app.xentri.local.clerk;

import app.xentri.local.http.Answers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Base64;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Answers calls. */
final class Replies {

  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  // The page posts to its own origin and is led on within it.
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private Replies() {}

  /** Lets a call be answered; a fault of ours is told without its cause, which is in the log. */
  static void answer(HttpExchange exchange, Function<Call, Answer> how) throws IOException {
    try {
      var answer = Call.read(exchange).map(how);
      write(exchange, answer.orElseGet(() -> Answer.refused("request_body_too_large")));
    } catch (RuntimeException e) {
      LOG.error("the Clerk stand-in failed at {}", exchange.getRequestURI().getPath(), e);
      write(exchange, Answer.refused("internal_clerk_error"));
    }
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("X-Content-Type-Options", "nosniff");
    if (!headers.containsKey("Cache-Control")) {
      headers.set("Cache-Control", "no-store");
    }
    switch (answer) {
      case Answer.Ok ok -> json(exchange, ok.status(), ok.body());
      case Answer.Refused refused -> refuse(exchange, refused.refusal());
      case Answer.Redirect redirect -> redirect(exchange, redirect.to());
      case Answer.Page page -> page(exchange, page);
      case Answer.Image image -> image(exchange, image);
    }
  }

  private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
    if (refusal.status() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "30");
    }
    json(exchange, refusal.status(), refusal.json());
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(303, -1);
    exchange.close();
  }

  private static void page(HttpExchange exchange, Answer.Page page) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", PAGE_POLICY);
    // Not no-referrer: the form would then be posted with "Origin: null" and be refused.
    headers.set("Referrer-Policy", "same-origin");
    Answers.send(exchange, page.status(), page.contentType(), page.content());
  }

  private static void image(HttpExchange exchange, Answer.Image image) throws IOException {
    exchange.getResponseHeaders().set("Cache-Control", "private, max-age=86400, immutable");
    Answers.send(exchange, 200, image.contentType(), Base64.getDecoder().decode(image.content()));
  }

  private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    Answers.send(exchange, status, "application/json", body.toString());
  }
}
