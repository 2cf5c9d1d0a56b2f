package app.xentri.local.redis;

import app.xentri.local.Home;
import app.xentri.local.NodeSuite;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the suite in tests/contract/upstash, which drives the endpoint with Upstash's own client.
 */
class UpstashConformanceTest {

  @TempDir static Path temp;

  @Test
  void theOfficialClientFindsTheServiceItKnows() throws Exception {
    var suite = new NodeSuite("upstash");
    Home home = new Home(temp);
    try (RedisServer redis = new RedisServer(home);
        UpstashEndpoint upstash = new UpstashEndpoint(home, redis)) {
      suite.run(
          Map.of(
              "UPSTASH_REDIS_REST_URL",
              upstash.url(),
              "UPSTASH_REDIS_REST_TOKEN",
              upstash.token()));
    }
  }
}
