package app.xentri.bench;

import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * Measures everything and writes {@code docs/benchmarks.md}, or measures the starts of a few
 * functions and writes nothing. Arguments: the project's folder, perhaps names of functions with
 * commas between them.
 */
public final class Bench {

  private static final String BY_HAND = "\n## Under load\n";

  private Bench() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path work = Files.createTempDirectory("xentri-bench");
    if (arguments.length > 1) {
      starts(root, work, List.of(arguments[1].split(",", -1)));
    } else {
      List<ColdStarts.Result> starts = starts(root, work, List.of());
      String document = Document.of(new Packages(root), starts, latencies(work));
      Path file = root.resolve("docs/benchmarks.md");
      Files.writeString(file, document + byHand(Files.readString(file)));
    }
    FileUtils.deleteDirectory(work.toFile());
    System.exit(0);
  }

  /** What people have written below the figures, of {@code make bench-writes} for example. */
  private static String byHand(String before) {
    int at = before.indexOf(BY_HAND);
    return at < 0 ? "" : before.substring(at);
  }

  private static List<ColdStarts.Result> starts(Path root, Path work, List<String> only) {
    try (var backdrop = new Backdrop(work.resolve("backdrop"));
        var stage = new Stage(root, backdrop, work.resolve("stage.log"))) {
      return new ColdStarts(root, work, backdrop, stage).measure(only);
    }
  }

  private static List<Latency.Result> latencies(Path work) {
    try (var cloud = new RunningCloud(work.resolve("home"))) {
      return new Latency(cloud).measure();
    }
  }
}
