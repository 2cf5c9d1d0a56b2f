package app.xentri.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Cold start of functions: start of the process to its first answer, through AWS's runtime client,
 * with and without a JDK AOT cache.
 */
final class ColdStarts {

  /** Starts of each kind; fewer ({@code -Druns}) for a look at the round trips. */
  static final int RUNS = Integer.getInteger("runs", 7);

  /**
   * Medians of one function, in milliseconds, beside those of a plain handler that was started in
   * turn with it.
   *
   * @param database whether the first answer needed the database
   * @param memory resident MB after the first answer, without a cache
   * @param roundTrips database round trips of its second request
   * @param outcomes what its requests were answered, each once
   */
  record Result(
      String function,
      boolean database,
      Start without,
      Start with,
      long memory,
      int roundTrips,
      List<String> outcomes) {}

  /** Medians of the same start, of the function and of a plain handler. */
  record Start(double function, double plain) {

    double ratio() {
      return function / plain;
    }
  }

  /** What is started, the requests that it gets, and its AOT cache. */
  private record Subject(String name, Launch launch, Supplier<String> events, Path cache) {

    FunctionProcess start(boolean cached) {
      return launch.start(cached ? List.of("-XX:AOTCache=" + cache) : List.of());
    }
  }

  /** One start of a function, the one of a plain handler before it, and a second request. */
  private record Sample(
      Answer first, double plain, boolean database, long memory, Answer second, int roundTrips) {}

  private final Path work;
  private final Backdrop backdrop;
  private final Deployment deployment;
  private final FreshRequests requests;

  ColdStarts(Path root, Path work, Backdrop backdrop, Stage stage) {
    this.work = work;
    this.backdrop = backdrop;
    this.deployment = new Deployment(root, backdrop.countedParameters(), backdrop.sdkVariables());
    this.requests = new FreshRequests(root, deployment, backdrop, stage);
  }

  /**
   * Measures these functions, or every one of the template.
   *
   * @param only names; empty for all
   */
  List<Result> measure(List<String> only) {
    Subject plain = trained(plain());
    var results = new ArrayList<Result>();
    for (String function : only.isEmpty() ? deployment.names() : only) {
      Result result = measured(trained(function(function)), plain);
      System.err.println(line(result));
      results.add(result);
    }
    return results;
  }

  private static String line(Result result) {
    return "%-28s %6.0f ms, %.2f times a plain one; with cache %6.0f ms, %.2f times; %d MB, %d round trips (%s)"
        .formatted(
            result.function(),
            result.without().function(),
            result.without().ratio(),
            result.with().function(),
            result.with().ratio(),
            result.memory(),
            result.roundTrips(),
            String.join(", ", result.outcomes()));
  }

  private Subject plain() {
    String handler = PlainHandler.class.getName();
    String classPath = deployment.packages().classPath(Packages.jarOf(handler));
    var launch = new Launch(handler, classPath, Map.of(), work.resolve("plain.log"));
    return new Subject("plain", launch, () -> "{}", work.resolve("plain.aot"));
  }

  private Subject function(String name) {
    Launch launch = deployment.launch(name, work.resolve(name + ".log"));
    return new Subject(name, launch, () -> requests.next(name), work.resolve(name + ".aot"));
  }

  /** Runs it once for its cache. */
  private static Subject trained(Subject subject) {
    String event = subject.events().get();
    try (var training = subject.launch().start(List.of("-XX:AOTCacheOutput=" + subject.cache()))) {
      training.answer(event).success(subject.name());
      training.endInOrder();
    }
    if (!Files.exists(subject.cache())) {
      throw new IllegalStateException(
          "no cache was written for " + subject.name() + ", see " + subject.launch().log());
    }
    return subject;
  }

  private Result measured(Subject subject, Subject plain) {
    var without = new ArrayList<Sample>();
    var with = new ArrayList<Sample>();
    for (int run = 0; run < RUNS; run++) {
      without.add(sample(subject, plain, false));
      with.add(sample(subject, plain, true));
    }
    delete(subject.cache());
    Sample last = without.getLast();
    return new Result(
        subject.name(),
        last.database(),
        medians(without),
        medians(with),
        last.memory(),
        last.roundTrips(),
        outcomes(Stream.concat(without.stream(), with.stream())));
  }

  /**
   * In turn, so that a machine that slows down slows both. What the request is about is made before
   * both, so that its echo in Clerk and in the database is over when the function starts.
   */
  private Sample sample(Subject subject, Subject plain, boolean cached) {
    String event = subject.events().get();
    double plainMillis = started(plain, cached);
    backdrop.roundTrips().take();
    try (var process = subject.start(cached)) {
      Answer first = process.answer(event).success(subject.name());
      boolean database = backdrop.roundTrips().take() > 0;
      long memory = process.residentMegabytes();
      String next = subject.events().get();
      backdrop.roundTrips().take();
      Answer second = process.answer(next).success(subject.name());
      int roundTrips = backdrop.roundTrips().take();
      return new Sample(first, plainMillis, database, memory, second, roundTrips);
    }
  }

  private static double started(Subject subject, boolean cached) {
    String event = subject.events().get();
    try (var process = subject.start(cached)) {
      return process.answer(event).millis();
    }
  }

  private static Start medians(List<Sample> samples) {
    return new Start(
        Figures.median(samples.stream().map(sample -> sample.first().millis()).toList()),
        Figures.median(samples.stream().map(Sample::plain).toList()));
  }

  private static List<String> outcomes(Stream<Sample> samples) {
    return samples
        .flatMap(sample -> Stream.of(sample.first(), sample.second()))
        .map(Answer::outcome)
        .distinct()
        .sorted()
        .toList();
  }

  /** A cache is some 25 MB, and there are many functions. */
  private static void delete(Path cache) {
    try {
      Files.delete(cache);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
