package app.xentri.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A suite of {@code tests/contract} that an official client's own language runs: Node. */
public final class NodeSuite {

  private static final Path ROOT =
      Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolve("../..").normalize();

  private final String name;

  /**
   * Installs what the suite needs, if that has changed.
   *
   * @param name its folder
   */
  public NodeSuite(String name) throws IOException, InterruptedException {
    this.name = name;
    String suite = "tests/contract/" + name;
    done(
        new ProcessBuilder(
                ".ci/once",
                name + "-packages",
                "--reads",
                suite + "/package.json",
                suite + "/package-lock.json",
                "--writes",
                suite + "/node_modules",
                "--",
                ".ci/packages",
                suite,
                "--ignore-scripts",
                "--prefer-offline",
                "--no-audit",
                "--no-fund")
            .directory(ROOT.toFile()));
  }

  /** The suite's folder. */
  public Path folder() {
    return ROOT.resolve("tests/contract").resolve(name);
  }

  /** Runs all its tests; none may fail and none may be left out. */
  public void run(Map<String, String> environment) throws IOException, InterruptedException {
    var node = new ProcessBuilder("node", "--test", "--test-concurrency=1");
    node.environment().putAll(environment);
    String report = done(node.directory(folder().toFile()));
    assertTrue(report.contains("# skipped 0"), report);
  }

  private static String done(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
