package app.xentri.bench;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of {@code docs/benchmarks.md}. */
final class Document {

  private static final String COLD_START =
      """
      ## Cold start

      Start of the process to its first answer through AWS's runtime interface client, median of %d, C1 only, 512 MB heap. The first request is new each time and is answered \
      with success: its person, conversation or event is put in place before the start, and the relay has carried all that went before. Postgres (fsync on), Redis behind \
      Upstash's protocol, Clerk and AWS are the local cloud's, on the same machine; what is not in the figures is how far away they are. A commit wakes the relay through \
      AWS's SDK as ever, but nothing runs then. "Database" says whether the first answer needed one. `event-relay` carries one event to both sinks and then waits 50 ms for \
      late ones. "Cache" is a JDK AOT cache. Each start follows one of a plain `RequestHandler` on the same class path; "to plain" is the ratio of the medians. Round trips are \
      those of a second request, as new as the first, counted by a proxy in front of Postgres; in brackets what all requests were answered.

      """
          .formatted(ColdStarts.RUNS);

  private Document() {}

  static String of(
      Packages packages, List<ColdStarts.Result> starts, List<Latency.Result> latencies) {
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
    sizes(text, packages);
    return text.toString();
  }

  private static void coldStarts(StringBuilder text, List<ColdStarts.Result> starts) {
    text.append(COLD_START);
    text.append(
        "| function | database | ms | to plain | ms with cache | to plain | memory MB | round trips |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    starts.forEach(
        r ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.2f | %.0f | %.2f | %d | %d (%s) |%n",
                    r.function(),
                    r.database() ? "yes" : "no",
                    r.without().function(),
                    r.without().ratio(),
                    r.with().function(),
                    r.with().ratio(),
                    r.memory(),
                    r.roundTrips(),
                    String.join(", ", r.outcomes()))));
    starts.stream()
        .collect(Collectors.partitioningBy(ColdStarts.Result::database))
        .forEach((database, some) -> worst(text, some, database));
  }

  private static void worst(StringBuilder text, List<ColdStarts.Result> starts, boolean database) {
    if (starts.isEmpty()) {
      return;
    }
    Goal goal = database ? new Goal(1100, 500) : new Goal(700, 300);
    text.append(
        String.format(
            Locale.ROOT,
            "%nThe slowest %s a database: %.0f ms without a cache, %.0f ms with one. A plain handler in between: %.0f ms and %.0f ms. The goal is %.0f ms and %.0f ms. Above it: %s.%n",
            database ? "with" : "without",
            starts.stream().mapToDouble(r -> r.without().function()).max().orElseThrow(),
            starts.stream().mapToDouble(r -> r.with().function()).max().orElseThrow(),
            Figures.median(starts.stream().map(r -> r.without().plain()).toList()),
            Figures.median(starts.stream().map(r -> r.with().plain()).toList()),
            goal.without(),
            goal.with(),
            starts.stream()
                .filter(r -> !goal.isMetBy(r))
                .map(ColdStarts.Result::function)
                .collect(
                    Collectors.collectingAndThen(Collectors.joining(", "), Document::orNone))));
  }

  private static String orNone(String names) {
    return names.isEmpty() ? "none" : names;
  }

  /** What a start should take at most, in milliseconds, without and with a cache. */
  private record Goal(double without, double with) {

    boolean isMetBy(ColdStarts.Result result) {
      return result.without().function() <= without && result.with().function() <= with;
    }
  }

  private static void sizes(StringBuilder text, Packages packages) {
    text.append(
        """

        ## Sizes

        As they lie on Lambda's disk, where a function and its layers may have 250,000 kB; their jars
        are not compressed ([0190](decisions/0190-what-a-start-need-not-do.md)).

        | unpacked | kB |
        | --- | --- |
        """);
    size(text, "layer runtime", Packages.size(packages.runtimeLayer()));
    size(text, "layer clerk", Packages.size(packages.clerkLayer()));
    size(text, "layer pdf", Packages.size(packages.pdfLayer()));
    for (String context : List.of("identity", "backbone", "copilot")) {
      size(
          text,
          "functions of " + context,
          packages.root().resolve("functions/" + context + "/target/fn.jar").toFile().length());
    }
  }

  private static void size(StringBuilder text, String name, long bytes) {
    text.append("| ").append(name).append(" | ").append(bytes / 1024).append(" |\n");
  }
}
