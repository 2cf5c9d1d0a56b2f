package app.xentri.bench;

import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Measures everything and writes {@code docs/benchmarks.md}. Arguments: the project's folder. */
public final class Bench {

  private Bench() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path work = Files.createTempDirectory("xentri-bench");
    List<ColdStarts.Result> starts;
    try (var backdrop = new Backdrop(work.resolve("backdrop"))) {
      starts = new ColdStarts(root, work, backdrop).measure();
    }
    List<Latency.Result> latencies;
    try (var cloud = new RunningCloud(work.resolve("home"))) {
      latencies = new Latency(cloud).measure();
    }
    Files.writeString(root.resolve("docs/benchmarks.md"), document(root, starts, latencies));
    System.exit(0);
  }

  private static String document(
      Path root, List<ColdStarts.Result> starts, List<Latency.Result> latencies) {
    var text = new StringBuilder();
    text.append("# Benchmarks\n\nWritten by `make bench` on ")
        .append(LocalDate.now(java.time.ZoneOffset.UTC));
    text.append(", Java ")
        .append(Runtime.version())
        .append(", ")
        .append(Runtime.getRuntime().availableProcessors())
        .append(" processors.\n");
    text.append(
        "The machine is shared and noisy: read ratios within this run, not absolute times.\n\n");
    coldStarts(text, starts);
    text.append(
        "\n## Warm latency through the gateway\n\nOne client, one request at a time, functions in process, real Postgres with fsync on.\n\n");
    text.append("| request | count | p50 ms | p99 ms |\n| --- | --- | --- | --- |\n");
    latencies.forEach(
        r ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| `%s` | %d | %.2f | %.2f |%n",
                    r.what(),
                    r.requests(),
                    r.p50(),
                    r.p99())));
    sizes(text, new Packages(root));
    return text.toString();
  }

  private static void coldStarts(StringBuilder text, List<ColdStarts.Result> starts) {
    text.append(
        "## Cold start\n\nStart of the process to its first answer through AWS's runtime interface client, median of 7, C1 only, 512 MB heap. The first request has ");
    text.append(
        "a valid token; functions with a database connect, check their role and answer from it. \"Cache\" is a JDK AOT cache. Each start was followed by one of a ");
    text.append(
        "plain `RequestHandler` on the same class path; \"to plain\" is the ratio of the medians. Round trips are those of a second request, counted by a proxy in ");
    text.append("front of Postgres; its status is in brackets.\n\n");
    text.append(
        "| function | database | ms | to plain | ms with cache | to plain | memory MB | round trips |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    starts.forEach(
        r ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.2f | %.0f | %.2f | %d | %d (%d) |%n",
                    r.function(),
                    r.database() ? "yes" : "no",
                    r.without().function(),
                    r.without().function() / r.without().plain(),
                    r.with().function(),
                    r.with().function() / r.with().plain(),
                    r.memory(),
                    r.roundTrips(),
                    r.status())));
    for (boolean database : new boolean[] {false, true}) {
      worst(text, starts.stream().filter(r -> r.database() == database).toList(), database);
    }
  }

  private static void worst(StringBuilder text, List<ColdStarts.Result> starts, boolean database) {
    text.append(
        String.format(
            Locale.ROOT,
            "%nThe slowest %s a database: %.0f ms without a cache, %.0f ms with one. A plain handler in between: %.0f ms and %.0f ms.%n",
            database ? "with" : "without",
            starts.stream().mapToDouble(r -> r.without().function()).max().orElseThrow(),
            starts.stream().mapToDouble(r -> r.with().function()).max().orElseThrow(),
            Figures.median(starts.stream().map(r -> r.without().plain()).toList()),
            Figures.median(starts.stream().map(r -> r.with().plain()).toList())));
  }

  private static void sizes(StringBuilder text, Packages packages) {
    text.append("\n## Sizes\n\n| package | kB |\n| --- | --- |\n");
    size(text, "layer runtime", Packages.size(packages.runtimeLayer()));
    size(text, "layer clerk", Packages.size(packages.clerkLayer()));
    for (String context : List.of("identity", "backbone", "copilot")) {
      size(
          text,
          "function zip " + context,
          packages.root().resolve("functions/" + context + "/target/fn.jar").toFile().length());
    }
  }

  private static void size(StringBuilder text, String name, long bytes) {
    text.append("| ").append(name).append(" | ").append(bytes / 1024).append(" |\n");
  }
}
