package app.xentri.bench;

import app.xentri.platform.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * What writes and reads cost under load, beside another checkout in the same run: {@code Writes
 * ROOT [OTHER ROOT]}. Rounds alternate; each is printed as it ends, and at last the median of each
 * figure. Both must have been built.
 */
public final class Writes {

  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final int CONNECTIONS = 16;

  /**
   * Load before anything is measured: a compiler that works beside it would be measured with it,
   * and what people meet is a server that has run for a while. The same for all.
   */
  private static final Duration RUN_IN = Duration.ofSeconds(Integer.getInteger("run.in", 45));

  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warm.up", 5));
  private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("seconds", 15));
  private static final Duration CATCH_UP = Duration.ofSeconds(Integer.getInteger("patience", 90));

  private static final String EVENT =
      "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"bench\",\"outcome\":\"succeeded\"}}";

  private final Checkout cloud;
  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();

  private Writes(Checkout cloud) {
    this.cloud = cloud;
    for (int i = 0; i < CONNECTIONS; i++) {
      tokens.add(cloud.token("bench" + i + "@example.com"));
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path work = Files.createTempDirectory("xentri-writes");
    Map<Path, Map<String, List<Double>>> all = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String root : arguments) {
        Path folder = Path.of(root).toAbsolutePath().normalize();
        Map<String, Double> figures =
            round(folder, work.resolve("home-" + all.size() + "-" + round));
        say(folder, round, figures);
        var kept = all.computeIfAbsent(folder, _ -> new LinkedHashMap<>());
        figures.forEach((name, f) -> kept.computeIfAbsent(name, _ -> new ArrayList<>()).add(f));
      }
    }
    print(all);
    FileUtils.deleteDirectory(work.toFile());
  }

  /** As it comes, so that a run that is cut short has said something. */
  private static void say(Path folder, int round, Map<String, Double> figures) {
    System.err.println("Round " + (round + 1) + " of " + folder + ", load " + busy());
    figures.forEach((name, figure) -> System.err.printf("  %s: %.2f%n", name, figure));
  }

  /** Runnable threads of the whole machine over the last minute, which says who else works. */
  private static double busy() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static Map<String, Double> round(Path root, Path home) {
    try (var cloud = new Checkout(root, home)) {
      return new Writes(cloud).measure();
    }
  }

  private Map<String, Double> measure() {
    String first = tokens.getFirst();
    approveBrief(first);
    List<String> hot = Collections.nCopies(CONNECTIONS, first);
    run(tokens, Writes::post, RUN_IN);
    load("POST /events, 16 orgs", tokens, Writes::post, true);
    load("POST /events, one org", hot, Writes::post, true);
    load("GET /events?limit=20", hot, c -> c.send("GET", "/api/v1/events?limit=20", ""), false);
    load("GET /brief", hot, c -> c.send("GET", "/api/v1/brief", ""), false);
    alone("POST /events, one client", Writes::post);
    alone("GET /brief, one client", c -> c.send("GET", "/api/v1/brief", ""));
    return figures;
  }

  private static void post(Client client) {
    client.send("POST", "/api/v1/events", EVENT);
  }

  @FunctionalInterface
  private interface Work {
    void with(Client client);
  }

  private void load(String what, List<String> callers, Work work, boolean writes) {
    run(callers, work, WARM_UP);
    settle();
    double postgres = cloud.postgresMillis();
    double jvm = cloud.jvmMillis();
    List<Double> times = run(callers, work, LOAD);
    long ended = System.nanoTime();
    if (writes) {
      settle();
      figures.put(what + ": caught up after, s", (System.nanoTime() - ended) / 1e9);
    }
    figures.put(what + ": per second", times.size() / (double) LOAD.toSeconds());
    figures.put(what + ": p50, ms", Figures.median(times));
    figures.put(what + ": p99, ms", Figures.percentile(times, 0.99));
    figures.put(what + ": Postgres, ms each", (cloud.postgresMillis() - postgres) / times.size());
    figures.put(what + ": JVM, ms each", (cloud.jvmMillis() - jvm) / times.size());
  }

  /** Runs work on one connection for each caller, and answers how long each took, in ms. */
  private List<Double> run(List<String> callers, Work work, Duration time) {
    List<Double> all = Collections.synchronizedList(new ArrayList<>());
    var threads = new ArrayList<Thread>();
    var failures = new AtomicLong();
    long end = System.nanoTime() + time.toNanos();
    for (String caller : callers) {
      threads.add(Thread.ofVirtual().start(() -> all.addAll(until(end, caller, work, failures))));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    if (failures.get() > 0) {
      throw new IllegalStateException(failures + " connections failed");
    }
    return all;
  }

  private List<Double> until(long end, String caller, Work work, AtomicLong failures) {
    failures.incrementAndGet();
    var times = new ArrayList<Double>();
    try (var client = new Client(cloud.port(), caller)) {
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        work.with(client);
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    failures.decrementAndGet();
    return times;
  }

  private void alone(String what, Work work) {
    var times = new ArrayList<Double>();
    try (var client = new Client(cloud.port(), tokens.getFirst())) {
      for (int i = 0; i < 1000; i++) {
        long start = System.nanoTime();
        work.with(client);
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    figures.put(what + ": p50, ms", Figures.median(times.subList(200, times.size())));
  }

  /** Waits until both sinks have all events. */
  private void settle() {
    long end = System.nanoTime() + CATCH_UP.toNanos();
    while (cloud.lag() > 0 && System.nanoTime() < end) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  private void approveBrief(String token) {
    try (var client = new Client(cloud.port(), token)) {
      String sessions = "/api/v1/brief/sessions";
      String session = sessions + "/" + id(client.send("POST", sessions, ""));
      for (String answer : OwnersAnswers.ALL) {
        client.send("POST", session + "/messages", "{\"text\":\"" + ascii(answer) + "\"}");
      }
      client.send("POST", session + "/ready", "");
      client.send("POST", session + "/approve", "");
    }
  }

  private static String id(String answer) {
    return Json.read(answer).path("data").path("id").asString();
  }

  private static String ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", " ");
  }

  private static void print(Map<Path, Map<String, List<Double>>> all) {
    List<Map<String, List<Double>>> sides = List.copyOf(all.values());
    System.out.println(
        "| | " + String.join(" | ", all.keySet().stream().map(Path::toString).toList()) + " |");
    System.out.println("| --- |" + " ---: |".repeat(sides.size()));
    sides
        .getFirst()
        .keySet()
        .forEach(
            name -> {
              Stream<String> values =
                  sides.stream()
                      .map(
                          side ->
                              "%.2f".formatted(Figures.median(side.getOrDefault(name, List.of()))));
              System.out.println("| " + name + " | " + String.join(" | ", values.toList()) + " |");
            });
  }
}
