package app.xentri.local;

import app.xentri.local.clerk.ClerkStandIn;
import app.xentri.local.postgres.Credentials;
import app.xentri.local.postgres.PostgresServer;
import app.xentri.local.process.Secrets;
import app.xentri.local.redis.RedisServer;
import app.xentri.local.redis.UpstashEndpoint;
import app.xentri.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down where everything of this run is, for tests, {@code make token} and a curious person.
 * It holds secrets, so only its owner may read it.
 */
final class RunFile {
  private static final JsonMapper JSON = Json.MAPPER;

  private RunFile() {}

  static void write(
      Home home,
      String origin,
      PostgresServer postgres,
      RedisServer redis,
      UpstashEndpoint upstash,
      ClerkStandIn clerk,
      Map<String, String> aws,
      Template template) {
    ObjectNode run = JSON.createObjectNode();
    run.put("pid", ProcessHandle.current().pid());
    run.put("gateway_url", origin);
    run.put("clerk_backend_url", clerk.backendUrl());
    run.put("clerk_secret_key", clerk.secretKey());
    run.put("clerk_webhook_secret", clerk.webhookSecret());
    run.put("clerk_issuer", clerk.issuer());
    run.put("clerk_jwks_url", clerk.backendJwksUrl());
    run.put("database_url", postgres.jdbcUrl());
    run.put("postgres_port", postgres.port());
    run.put("postgres_pid", postgres.pid());
    credentials(run, "owner", postgres.owner());
    credentials(run, "app", postgres.app());
    credentials(run, "identity", postgres.identity());
    credentials(run, "job", postgres.job());
    credentials(run, "relay", postgres.relay());
    run.put("redis_port", redis.port());
    run.put("redis_pid", redis.pid());
    run.put("redis_password", redis.password());
    run.put("upstash_url", upstash.url());
    run.put("upstash_token", upstash.token());
    ObjectNode sdk = run.putObject("aws");
    aws.forEach(sdk::put);
    routes(run, template);
    Secrets.writePrivately(
        home.runFile(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(run));
  }

  private static void credentials(ObjectNode run, String role, Credentials credentials) {
    run.putObject("database_" + role)
        .put("user", credentials.user())
        .put("password", credentials.password());
  }

  /** What is served, so that whoever calls it need not read the template once more. */
  private static void routes(ObjectNode run, Template template) {
    ArrayNode routes = run.putArray("routes");
    for (Template.Route route : template.routes()) {
      Template.Function function = template.function(route.function()).orElseThrow();
      routes
          .addObject()
          .put("method", route.method())
          .put("path", route.path())
          .put("function", function.definition())
          .put("public", function.access() == Template.Access.PUBLIC);
    }
  }

  static void delete(Home home) {
    try {
      Files.deleteIfExists(home.runFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the run file", e);
    }
  }
}
