package app.xentri.testkit;

import app.xentri.local.Home;
import app.xentri.local.redis.RedisServer;
import app.xentri.local.redis.UpstashEndpoint;
import app.xentri.platform.Json;
import app.xentri.platform.redis.Redis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** A real Redis behind Upstash's protocol, which can be stopped, with a link that can fail. */
public final class LocalRedis implements AutoCloseable {

  private final Path folder;
  private final RedisServer server;
  private final UpstashEndpoint endpoint;
  private final FaultyLink link;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private boolean stopped;

  public LocalRedis() {
    try {
      folder = Files.createTempDirectory("xentri-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var home = new Home(folder);
    server = new RedisServer(home);
    endpoint = new UpstashEndpoint(home, server);
    link = new FaultyLink(URI.create(endpoint.url()).getPort());
  }

  public String url() {
    return endpoint.url();
  }

  public String token() {
    return endpoint.token();
  }

  /** A client that goes straight to Redis, and waits for it as long as a busy machine takes. */
  public Redis client() {
    return new Redis(URI.create(url()), token(), 30_000);
  }

  /** A client that goes through {@link #link()}. */
  public Redis linked() {
    return new Redis(URI.create("http://127.0.0.1:" + link.port()), token());
  }

  public FaultyLink link() {
    return link;
  }

  /** Any command, also those that name no key and that functions therefore cannot send. */
  public JsonNode ask(String... words) {
    var request =
        HttpRequest.newBuilder(URI.create(url()))
            .header("authorization", "Bearer " + token())
            .POST(BodyPublishers.ofByteArray(Json.writeBytes(List.of(words))));
    try {
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      return Json.read(answer.body()).required("result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** From now on nobody answers. */
  public void stop() {
    if (!stopped) {
      stopped = true;
      link.close();
      endpoint.close();
      server.close();
    }
  }

  @Override
  public void close() {
    stop();
    http.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
