package app.xentri.local.gateway;

import app.xentri.local.http.Routes;
import app.xentri.local.http.Routes.Match;
import app.xentri.local.lambda.Lambda;
import app.xentri.local.lambda.Outcome;
import app.xentri.local.template.Place;
import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Function;
import app.xentri.local.template.Template.Route;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** API Gateway's HTTP API: finds the route, calls its function, and words failures as AWS does. */
final class HttpApi {
  /** The largest request that an HTTP API takes. */
  static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  /** The largest event and answer that Lambda takes in a synchronous call. */
  static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

  /** The largest sum of request line and headers that an HTTP API takes. */
  static final int MAX_HEADER_BYTES = 10_240;

  /** How long an HTTP API waits for a function at most. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Template template;
  private final Lambda lambda;
  private final Duration patience;
  private final Clock clock;
  private final Routes<Route> routes = new Routes<>();
  private final ProxyEvent events;
  private final Optional<CorsAnswers> cors;

  HttpApi(Template template, Place place, Lambda lambda, Duration patience, Clock clock) {
    this.template = template;
    this.lambda = lambda;
    this.patience = patience;
    this.clock = clock;
    template.routes().forEach(route -> routes.on(route.method(), route.path(), route));
    this.events = new ProxyEvent(place.account(), place.stack() + "-api");
    this.cors = template.cors().map(CorsAnswers::new);
  }

  Reply answer(HttpExchange exchange, Incoming incoming) throws IOException {
    String requestId = UUID.randomUUID().toString();
    return respond(exchange, incoming, requestId).with("Apigw-Requestid", requestId);
  }

  private Reply respond(HttpExchange exchange, Incoming incoming, String requestId)
      throws IOException {
    if (headerBytes(incoming) > MAX_HEADER_BYTES) {
      return Reply.message(431, "Request Header Fields Too Large");
    }
    if (cors.isPresent() && incoming.method().equals("OPTIONS")) {
      return cors.get().preflight(incoming);
    }
    Reply reply =
        routes
            .find(incoming.method(), incoming.path())
            .map(match -> call(exchange, incoming, match, requestId))
            .orElseGet(() -> Reply.message(404, "Not Found"));
    return cors.isPresent() ? cors.get().decorate(incoming, reply) : reply;
  }

  private Reply call(
      HttpExchange exchange, Incoming incoming, Match<Route> match, String requestId) {
    Function function =
        template
            .function(match.handler().function())
            .orElseThrow(
                () -> new IllegalStateException("no function " + match.handler().function()));
    byte[] body;
    try {
      body = body(exchange.getRequestBody());
    } catch (IOException _) {
      // It ended early, or is no body at all: whoever sent it is told, if they still listen.
      return Reply.message(400, "Bad Request");
    }
    if (body.length > MAX_BODY_BYTES) {
      return Reply.message(413, "Request Entity Too Large");
    }
    String event = events.of(incoming, match, body, requestId, clock.instant());
    if (exceedsLambda(event)) {
      return Reply.message(413, "Request Entity Too Large");
    }
    return await(() -> lambda.invoke(function, match.handler().key(), event))
        .map(HttpApi::reply)
        .orElseGet(() -> Reply.message(504, "Endpoint request timed out"));
  }

  /**
   * What the function made of it, or nothing when that took longer than the API waits. The function
   * goes on then, as in AWS, where the CDN in front gives up after the same time with the same 504.
   */
  private Optional<Outcome> await(Callable<Outcome> call) {
    FutureTask<Outcome> task = new FutureTask<>(call);
    Thread thread = Thread.ofVirtual().name("api call").start(task);
    try {
      return Optional.of(task.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return Optional.of(new Outcome.Throttled()); // The local cloud is stopping.
    } catch (ExecutionException e) {
      throw new IllegalStateException("a function could not be called", e.getCause());
    }
  }

  /** A function that Lambda ended at its own timeout has failed, like any other. */
  private static Reply reply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(String payload) ->
          exceedsLambda(payload) ? failed() : ProxyReply.of(payload).orElseGet(HttpApi::failed);
      case Outcome.Failed failed -> failed();
      case Outcome.TimedOut timedOut -> failed();
      case Outcome.Throttled throttled -> Reply.message(503, "Service Unavailable");
    };
  }

  /** Counts bytes; a third of the limit in characters cannot exceed it, so that is not measured. */
  private static boolean exceedsLambda(String payload) {
    return payload.length() > MAX_PAYLOAD_BYTES / 3
        && payload.getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD_BYTES;
  }

  private static Reply failed() {
    return Reply.message(500, "Internal Server Error");
  }

  /** At most one byte more than allowed, so that too much can be told from just enough. */
  private static byte[] body(InputStream in) throws IOException {
    byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      drain(in);
    }
    return body;
  }

  /** Lets a client that sends far too much finish, within reason, so that it reads the answer. */
  private static void drain(InputStream in) throws IOException {
    long left = 8L * MAX_BODY_BYTES;
    byte[] buffer = new byte[64 * 1024];
    int read = in.read(buffer);
    while (read >= 0 && left > 0) {
      left -= read;
      read = in.read(buffer);
    }
  }

  private static int headerBytes(Incoming incoming) {
    int bytes = incoming.method().length() + incoming.path().length() + incoming.query().length();
    for (var header : incoming.headers().entrySet()) {
      for (String value : header.getValue()) {
        bytes += header.getKey().length() + value.length();
      }
    }
    return bytes;
  }
}
