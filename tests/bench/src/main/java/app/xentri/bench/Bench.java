package app.xentri.bench;

import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** Measures everything and writes {@code docs/benchmarks.md}. Arguments: the project's folder. */
public final class Bench {

  private Bench() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path work = Files.createTempDirectory("xentri-bench");
    List<ColdStarts.Result> starts = starts(root, work);
    String document = Document.of(new Packages(root), starts, latencies(work));
    Files.writeString(root.resolve("docs/benchmarks.md"), document);
    FileUtils.deleteDirectory(work.toFile());
    System.exit(0);
  }

  private static List<ColdStarts.Result> starts(Path root, Path work) {
    try (var backdrop = new Backdrop(work.resolve("backdrop"));
        var stage = new Stage(root, backdrop, work.resolve("stage.log"))) {
      return new ColdStarts(root, work, backdrop, stage).measure();
    }
  }

  private static List<Latency.Result> latencies(Path work) {
    try (var cloud = new RunningCloud(work.resolve("home"))) {
      return new Latency(cloud).measure();
    }
  }
}
