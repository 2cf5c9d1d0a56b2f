package app.xentri.copilot;

import app.xentri.local.Home;
import app.xentri.local.redis.RedisServer;
import app.xentri.local.redis.UpstashEndpoint;
import app.xentri.platform.redis.Redis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A real Redis behind Upstash's protocol. */
public final class LocalRedis implements AutoCloseable {

  private final Path folder;
  private final RedisServer server;
  private final UpstashEndpoint endpoint;
  private final Redis redis;

  public LocalRedis() {
    try {
      folder = Files.createTempDirectory("xentri-copilot-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var home = new Home(folder);
    server = new RedisServer(home);
    endpoint = new UpstashEndpoint(home, server);
    redis = new Redis(URI.create(endpoint.url()), endpoint.token());
  }

  public Redis redis() {
    return redis;
  }

  @Override
  public void close() {
    endpoint.close();
    server.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
