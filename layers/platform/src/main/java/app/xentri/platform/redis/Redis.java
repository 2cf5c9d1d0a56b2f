package app.xentri.platform.redis;

import app.xentri.platform.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A client for Redis over Upstash's REST protocol, with short timeouts: a cache that is slow is
 * worse than none. It can name no key that is neither an org's nor a count of calls.
 */
public final class Redis {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Supplier<HttpClient> http;
  private final URI address;
  private final String token;

  public Redis(Supplier<HttpClient> http, URI address, String token) {
    this.http = http;
    this.address = address;
    this.token = token;
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
  public JsonNode eval(String script, RedisKey key, List<?> arguments) {
    var words = new ArrayList<Object>(List.of("EVAL", script, 1, key.text()));
    words.addAll(arguments);
    return result(post(words));
  }

  private JsonNode post(List<?> words) {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.writeBytes(words)))
            .build();
    try {
      HttpResponse<byte[]> response = http.get().send(request, BodyHandlers.ofByteArray());
      return Json.read(response.body());
    } catch (IOException | JacksonException e) {
      throw new RedisException("redis did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException("interrupted while waiting for redis", e);
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
