package app.xentri.backbone;

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

/** A real Redis behind Upstash's protocol, with a link to it that can be made to fail. */
public final class LocalRedis implements AutoCloseable {

  private final Path folder;
  private final RedisServer server;
  private final UpstashEndpoint endpoint;
  private final FaultyLink link;

  public LocalRedis() {
    try {
      folder = Files.createTempDirectory("xentri-backbone-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var home = new Home(folder);
    server = new RedisServer(home);
    endpoint = new UpstashEndpoint(home, server);
    link = new FaultyLink(URI.create(endpoint.url()).getPort());
  }

  /** A client that goes straight to Redis, to arrange and to look. */
  public Redis direct() {
    return new Redis(URI.create(endpoint.url()), endpoint.token());
  }

  /** A client that goes through {@link #link()}. */
  public Redis linked() {
    return new Redis(URI.create("http://127.0.0.1:" + link.port()), endpoint.token());
  }

  public FaultyLink link() {
    return link;
  }

  @Override
  public void close() {
    link.close();
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
