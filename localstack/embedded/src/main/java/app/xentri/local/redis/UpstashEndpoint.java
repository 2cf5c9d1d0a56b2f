package app.xentri.local.redis;

import app.xentri.local.Home;
import app.xentri.local.Part;
import app.xentri.local.http.LoopbackServer;
import app.xentri.local.process.Secrets;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Upstash's REST protocol in front of the local Redis: commands in the body or the path, pipelines,
 * transactions and subscriptions, with the service's refusals. Errors are {@code {"error": …}} with
 * 400 (refused), 401 (token), 405 (method), 413 (over 10 MB) or 503 (Redis does not answer).
 */
public final class UpstashEndpoint implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(UpstashEndpoint.class);
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT");
  private static final int LARGEST_REQUEST = 10 * 1024 * 1024;

  private final String token;
  private final RespPool pool;
  private final LoopbackServer server;

  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  private record Answer(int status, ReplyFormat format, byte[] body) {

    static Answer refusal(int status, String message) {
      return new Answer(status, ReplyFormat.JSON, ReplyFormat.JSON.one(new Reply.Refusal(message)));
    }
  }

  /** Starts the endpoint; its bearer token is made once per home. */
  public UpstashEndpoint(Home home, RedisServer redis) {
    token = Secrets.keep(home.folder("redis"), "rest-token");
    pool = new RespPool(redis);
    server = new LoopbackServer("upstash", this::handle);
  }

  @Override
  public String name() {
    return "upstash";
  }

  /** The value for {@code UPSTASH_REDIS_REST_URL}. */
  public String url() {
    return server.url();
  }

  /** The value for {@code UPSTASH_REDIS_REST_TOKEN}. */
  public String token() {
    return token;
  }

  @Override
  public void close() {
    server.close();
    try {
      pool.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the connections to Redis", e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (mayEnter(exchange) && isSubscription(exchange)) {
        Subscription.follow(exchange, pool);
      } else {
        send(exchange, answer(exchange));
      }
    }
  }

  private static boolean isSubscription(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    return path.startsWith("/subscribe/") || path.startsWith("/psubscribe/");
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    if (!mayEnter(exchange)) {
      return Answer.refusal(401, "WRONGPASS invalid or missing auth token");
    }
    if (!METHODS.contains(exchange.getRequestMethod())) {
      return Answer.refusal(405, "ERR method not allowed");
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
    if (body.length > LARGEST_REQUEST) {
      return Answer.refusal(413, "ERR max request size exceeded");
    }
    try {
      return run(exchange, format(exchange), body);
    } catch (Command.Malformed e) {
      return Answer.refusal(400, Objects.requireNonNull(e.getMessage()));
    } catch (IOException e) {
      LOG.warn("Redis does not answer: {}", e.getMessage());
      return Answer.refusal(503, "ERR the database does not answer");
    }
  }

  private boolean mayEnter(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return isToken(header.substring(7).strip());
    }
    String prefix = "_token=";
    return Arrays.stream(query(exchange).split("&", -1))
        .filter(parameter -> parameter.startsWith(prefix))
        .anyMatch(parameter -> isToken(parameter.substring(prefix.length())));
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static String query(HttpExchange exchange) {
    @Nullable String query = exchange.getRequestURI().getRawQuery();
    return query == null ? "" : query;
  }

  private static ReplyFormat format(HttpExchange exchange) throws Command.Malformed {
    String format = header(exchange, "Upstash-Response-Format");
    boolean base64 = header(exchange, "Upstash-Encoding").equalsIgnoreCase("base64");
    return switch (format) {
      case "", "json" -> base64 ? ReplyFormat.BASE64 : ReplyFormat.JSON;
      case "resp2" -> {
        if (base64) {
          throw new Command.Malformed("ERR base64 encoding is not allowed with resp2");
        }
        yield ReplyFormat.RESP2;
      }
      default -> throw new Command.Malformed("ERR unknown response format");
    };
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private Answer run(HttpExchange exchange, ReplyFormat format, byte[] body)
      throws IOException, Command.Malformed {
    String path = exchange.getRequestURI().getRawPath();
    return switch (path) {
      case "/" -> one(Command.fromJson(body), format);
      case "/pipeline" -> pipeline(Command.listFromJson(body, "pipeline request"), format);
      case "/multi-exec" -> transaction(Command.listFromJson(body, "multi-exec request"), format);
      default -> one(Command.fromPath(path, query(exchange), body), format);
    };
  }

  private Answer one(Command command, ReplyFormat format) throws IOException {
    Reply reply = each(List.of(command)).getFirst();
    return new Answer(reply instanceof Reply.Refusal ? 400 : 200, format, format.one(reply));
  }

  private Answer pipeline(List<Command> commands, ReplyFormat format) throws IOException {
    return new Answer(200, format, format.several(each(commands)));
  }

  /** One reply for each command in order; refused ones are never sent to Redis. */
  private List<Reply> each(List<Command> commands) throws IOException {
    List<List<byte[]>> allowed =
        commands.stream()
            .filter(command -> CommandPolicy.refusal(command).isEmpty())
            .map(Command::words)
            .toList();
    Iterator<Reply> replies = pool.use(connection -> connection.callAll(allowed)).iterator();
    return commands.stream()
        .map(CommandPolicy::refusal)
        .map(refusal -> refusal.<Reply>map(Reply.Refusal::new).orElseGet(replies::next))
        .toList();
  }

  /** All or nothing; always answered in JSON. */
  private Answer transaction(List<Command> commands, ReplyFormat asked) throws IOException {
    ReplyFormat format = asked == ReplyFormat.RESP2 ? ReplyFormat.JSON : asked;
    for (Command command : commands) {
      Optional<String> refusal = CommandPolicy.refusal(command);
      if (refusal.isPresent()) {
        return Answer.refusal(400, refusal.get());
      }
    }
    List<List<byte[]>> batch = new ArrayList<>();
    batch.add(List.of("MULTI".getBytes(StandardCharsets.US_ASCII)));
    commands.forEach(command -> batch.add(command.words()));
    batch.add(List.of("EXEC".getBytes(StandardCharsets.US_ASCII)));
    List<Reply> replies = pool.use(connection -> connection.callAll(batch));
    if (replies.getLast() instanceof Reply.Many(List<Reply> results)) {
      return new Answer(200, format, format.several(results));
    }
    return replies.stream()
        .filter(Reply.Refusal.class::isInstance)
        .findFirst()
        .map(refusal -> new Answer(400, format, format.one(refusal)))
        .orElseThrow(() -> new IOException("a transaction without an outcome"));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.format().contentType());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), head ? -1 : answer.body().length);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }
}
