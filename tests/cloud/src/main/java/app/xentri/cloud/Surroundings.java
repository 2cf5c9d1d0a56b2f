package app.xentri.cloud;

import app.xentri.local.Home;
import app.xentri.local.clerk.ClerkStandIn;
import app.xentri.local.postgres.PostgresServer;
import app.xentri.local.process.Secrets;
import app.xentri.local.redis.RedisServer;
import app.xentri.local.redis.UpstashEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Postgres, Redis behind Upstash's protocol, and Clerk: what the functions need and no emulator of
 * AWS has. Runs until its standard input ends.
 */
public final class Surroundings {

  private Surroundings() {}

  /**
   * Takes a home, an origin and a file. The app is reached at the origin, webhooks included. When
   * everything runs, the file holds the template's parameters as JSON.
   */
  public static void main(String[] arguments) throws IOException {
    var home = new Home(Path.of(arguments[0]));
    var origin = URI.create(arguments[1]);
    var webhooks = origin.resolve("/api/v1/webhooks/clerk");
    try (var postgres = new PostgresServer(home);
        var redis = new RedisServer(home);
        var upstash = new UpstashEndpoint(home, redis);
        var clerk = new ClerkStandIn(home, postgres.localCloud(), origin, webhooks, _ -> {})) {
      publish(Path.of(arguments[2]), parameters(postgres, upstash, clerk));
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Map<String, String> parameters(
      PostgresServer postgres, UpstashEndpoint upstash, ClerkStandIn clerk) {
    var parameters = new TreeMap<String, String>();
    parameters.put("DatabaseUrl", postgres.jdbcUrl());
    parameters.put("DatabasePassword", postgres.app().password());
    parameters.put("IdentityDatabasePassword", postgres.identity().password());
    parameters.put("JobDatabasePassword", postgres.job().password());
    parameters.put("RelayDatabasePassword", postgres.relay().password());
    parameters.put("UpstashRedisRestUrl", upstash.url());
    parameters.put("UpstashRedisRestToken", upstash.token());
    parameters.put("ClerkIssuer", clerk.issuer());
    parameters.put("ClerkJwksUrl", clerk.backendJwksUrl());
    parameters.put("ClerkApiUrl", clerk.backendUrl());
    parameters.put("ClerkSecretKey", clerk.secretKey());
    parameters.put("ClerkWebhookSecret", clerk.webhookSecret());
    parameters.put("CdnSecret", "known-to-no-client");
    parameters.put("RateLimitKey", "known-to-no-thief-of-redis");
    return parameters;
  }

  /** Moved into place when complete, so that whoever waits for the file can read it at once. */
  private static void publish(Path file, Map<String, String> parameters) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Secrets.writePrivately(draft, JsonMapper.shared().writeValueAsString(parameters));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
