package app.xentri.platform.redis;

import app.xentri.platform.Bounded;
import app.xentri.platform.Json;
import app.xentri.platform.OpenTransaction;
import app.xentri.platform.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A client for Redis over Upstash's REST protocol, with short timeouts: a cache that is slow is
 * worse than none. It can name no key that is neither an org's nor a count of calls.
 */
public final class Redis {

  /** For the connection and for every wait for bytes, in milliseconds. */
  private static final int TIMEOUT = 2000;

  /**
   * For a call that nobody waits for as a whole, in milliseconds, however slowly its bytes come;
   * longer for those who wait longer for each of them. In a request a call as a whole has no longer
   * than a wait for bytes.
   */
  private static final int WHOLE_CALL = 3000;

  /**
   * Whoever has waited in vain for others still asks Redis, which answers at once or not at all, in
   * milliseconds.
   */
  private static final int LEAST = 100;

  private final URI address;
  private final String token;
  private final int timeout;

  public Redis(URI address, String token) {
    this(address, token, TIMEOUT);
  }

  /**
   * With another patience.
   *
   * @param timeout for the connection and for every wait for bytes, in milliseconds
   */
  public Redis(URI address, String token, int timeout) {
    this.address = address;
    this.token = token;
    this.timeout = timeout;
  }

  /**
   * Runs one command on one key, for example {@code command("EXPIRE", key, 60)}.
   *
   * @return its result: a string, number, array or null node
   * @throws RedisException if Redis refuses it or cannot be reached
   */
  public JsonNode command(String name, RedisKey key, Object... arguments) {
    var words = new ArrayList<Object>(List.of(name, key.text()));
    words.addAll(List.of(arguments));
    return result(post(words));
  }

  /** Runs a Lua script atomically; it may touch this key only. */
  public JsonNode eval(Script script, RedisKey key, List<?> arguments) {
    var words = new ArrayList<Object>(List.of("EVAL", script.text(), 1, key.text()));
    words.addAll(arguments);
    return result(post(words));
  }

  /** Runs a Lua script atomically on several orgs' keys of one kind; it may touch these only. */
  public JsonNode eval(Script script, List<OrgKey> keys, List<?> arguments) {
    var words = new ArrayList<Object>(List.of("EVAL", script.text(), keys.size()));
    keys.forEach(key -> words.add(key.text()));
    words.addAll(arguments);
    return result(post(address, words));
  }

  /** A script with the one key that it touches. */
  public record Call(Script script, RedisKey key, List<?> arguments) {}

  /** What came of one of several calls. */
  public sealed interface Answer {
    /** Its result, as of {@link #eval(Script, RedisKey, List)}. */
    record Result(JsonNode value) implements Answer {}

    /** Redis refused it; the other calls are not touched by that. */
    record Refusal(RedisException cause) implements Answer {}
  }

  /**
   * Runs several scripts in one round trip, one after the other, each atomic by itself.
   *
   * @return an answer for each, in order
   * @throws RedisException if Redis cannot be reached; what it ran is then unknown
   */
  public List<Answer> evalEach(List<Call> calls) {
    List<List<Object>> commands = new ArrayList<>();
    for (Call call : calls) {
      var words =
          new ArrayList<Object>(List.of("EVAL", call.script().text(), 1, call.key().text()));
      words.addAll(call.arguments());
      commands.add(words);
    }
    JsonNode answers = post(address.resolve("/pipeline"), commands);
    if (!answers.isArray() || answers.size() != calls.size()) {
      throw new RedisException("what answered is not redis");
    }
    return answers.valueStream().map(Redis::answer).toList();
  }

  private static Answer answer(JsonNode one) {
    try {
      return new Answer.Result(result(one));
    } catch (RedisException e) {
      return new Answer.Refusal(e);
    }
  }

  private JsonNode post(List<?> words) {
    return post(address, words);
  }

  private JsonNode post(URI to, List<?> words) {
    OpenTransaction.mustNotBe("redis");
    var wait = Patience.wait(Duration.ofMillis(timeout));
    try {
      return Json.read(post(to, Json.writeBytes(words), wait));
    } catch (IOException | JacksonException e) {
      wait.wasInVain();
      throw new RedisException("redis did not answer", e);
    }
  }

  /**
   * Over the JDK's older client: with TLS it is ready in half of the newer one's time, which a cold
   * start feels. A body of fixed length keeps it from sending a command again by itself, and has it
   * look whether a connection that it kept is still open.
   */
  private byte[] post(URI to, byte[] command, Patience.Wait wait) throws IOException {
    int limit = Math.max(LEAST, Math.toIntExact(wait.limit().toMillis()));
    var connection = (HttpURLConnection) to.toURL().openConnection();
    connection.setConnectTimeout(limit);
    connection.setReadTimeout(limit);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(command.length);
    connection.setRequestProperty("authorization", "Bearer " + token);
    connection.setRequestProperty("content-type", "application/json");
    var whole = Duration.ofMillis(Patience.isLimited() ? limit : Math.max(WHOLE_CALL, limit));
    var over = new AtomicBoolean();
    return Bounded.call(
        whole,
        () -> exchange(connection, command, over),
        () -> {
          over.set(true);
          connection.disconnect();
        });
  }

  private static byte[] exchange(HttpURLConnection connection, byte[] command, AtomicBoolean over)
      throws IOException {
    try (OutputStream out = connection.getOutputStream()) {
      if (over.get()) {
        // What is still connecting cannot be disconnected, and must not send what is given up.
        throw new IOException("nobody waits for it any more");
      }
      out.write(command);
    }
    try (InputStream in =
        connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private static JsonNode result(JsonNode answer) {
    if (answer.hasNonNull("error")) {
      throw new RedisException(answer.path("error").asString(""));
    }
    if (!answer.has("result")) {
      throw new RedisException("what answered is not redis");
    }
    return answer.path("result");
  }
}
