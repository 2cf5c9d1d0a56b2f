package app.xentri.local.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the suite in tests/contract/upstash, which drives the endpoint with Upstash's own client.
 */
class UpstashConformanceTest {

  private static final Path SUITE =
      Path.of(System.getProperty("basedir", "."))
          .resolve("../../tests/contract/upstash")
          .normalize();

  @TempDir static Path temp;

  @Test
  void theOfficialClientFindsTheServiceItKnows() throws Exception {
    if (!Files.exists(SUITE.resolve("node_modules/@upstash/redis"))) {
      run(new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund"));
    }
    Home home = new Home(temp);
    try (RedisServer redis = new RedisServer(home);
        UpstashEndpoint upstash = new UpstashEndpoint(home, redis)) {
      ProcessBuilder node = new ProcessBuilder("node", "--test");
      node.environment().put("UPSTASH_REDIS_REST_URL", upstash.url());
      node.environment().put("UPSTASH_REDIS_REST_TOKEN", upstash.token());
      String report = run(node);
      assertTrue(report.contains("# skipped 0"), report);
    }
  }

  private static String run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.directory(SUITE.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
