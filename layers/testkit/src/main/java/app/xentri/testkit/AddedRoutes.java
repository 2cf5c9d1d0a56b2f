package app.xentri.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Routes that are there as long as a test wants them, for tests of tests: each does what one of the
 * running cloud's does, but for a fault. They answer at an address of their own, where everything
 * else is the cloud's. A suite that is given them has to name them, and nothing when they have no
 * fault.
 */
public final class AddedRoutes implements AutoCloseable {

  /** What comes in at an added route, as if it were for the route that this one is like. */
  @SuppressWarnings("ArrayRecordComponent") // Bytes as they travel; nobody compares them.
  public record Asked(
      String method, String target, Map<String, List<String>> headers, byte[] body) {

    /** The first value of a header; empty if there is none. */
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }

    public Asked with(String header, String value) {
      return new Asked(method, target, changed(headers, header, List.of(value)), body);
    }

    public Asked without(String header) {
      return new Asked(method, target, changed(headers, header, List.of()), body);
    }

    public Asked saying(byte[] otherBody) {
      return new Asked(method, target, headers, otherBody);
    }

    /** The body byte by byte, so that even what is no text can be searched. */
    public String bytes() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }
  }

  /** What goes out. */
  @SuppressWarnings("ArrayRecordComponent") // Bytes as they travel; nobody compares them.
  public record Reply(int status, Map<String, List<String>> headers, byte[] body) {

    public static Reply of(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }

    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }

    public Reply with(String header, String value) {
      return new Reply(status, changed(headers, header, List.of(value)), body);
    }

    public Reply without(String header) {
      return new Reply(status, changed(headers, header, List.of()), body);
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public Reply saying(String otherBody) {
      return new Reply(status, headers, otherBody.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What an added route does otherwise than the one that it is like. */
  @FunctionalInterface
  public interface Fault {

    /** None. */
    Fault NONE = (asked, like) -> like.apply(asked);

    /**
     * Answers.
     *
     * @param like what the route that this one is like would answer
     */
    Reply answer(Asked asked, Function<Asked, Reply> like);
  }

  private static final String API = "/api/v1/";
  private static final String ADDED = "/api/v1/added/";

  /** What belongs to a connection and not to what is said over it. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "date",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final RunningCloud cloud;
  private final List<Route> routes;
  private final Fault fault;
  private final HttpServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Adds them.
   *
   * @param like which of the cloud's routes they are like
   */
  public AddedRoutes(RunningCloud cloud, Predicate<Route> like, Fault fault) {
    this.cloud = cloud;
    this.routes =
        Route.of(cloud).stream().filter(like).map(each -> each.at(path(each.path()))).toList();
    this.fault = fault;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Where the twin of a route's path is. */
  public static String path(String path) {
    return path.replaceFirst("^" + API, ADDED);
  }

  public List<Route> routes() {
    return routes;
  }

  /** Where they, and the cloud behind them, are to be found. */
  public String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = answer(asked(exchange));
      reply.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
      boolean empty = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
      if (!empty) {
        exchange.getResponseBody().write(reply.body());
      }
    }
  }

  private static Asked asked(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new Asked(
        exchange.getRequestMethod(),
        uri.getRawPath() + query,
        said(exchange.getRequestHeaders()),
        exchange.getRequestBody().readAllBytes());
  }

  private static Map<String, List<String>> said(Map<String, List<String>> all) {
    Map<String, List<String>> said = new TreeMap<>();
    all.forEach((name, values) -> said.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    said.keySet().removeAll(OF_THE_CONNECTION);
    return said;
  }

  private Reply answer(Asked asked) {
    if (!asked.target().startsWith(ADDED)) {
      return pass(asked);
    }
    String target = API + asked.target().substring(ADDED.length());
    return fault.answer(
        new Asked(asked.method(), target, asked.headers(), asked.body()), this::pass);
  }

  private Reply pass(Asked asked) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(cloud.origin() + asked.target()))
              .method(
                  asked.method(),
                  asked.body().length == 0
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(asked.body()));
      asked
          .headers()
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(answer.statusCode(), said(answer.headers().map()), answer.body());
    } catch (IllegalArgumentException unspeakable) {
      return Reply.of(400); // What Java's client does not say, nobody can be asked through it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Map<String, List<String>> changed(
      Map<String, List<String>> headers, String name, List<String> values) {
    Map<String, List<String>> changed = new TreeMap<>(headers);
    if (values.isEmpty()) {
      changed.remove(name);
    } else {
      changed.put(name, values);
    }
    return changed;
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
