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
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * What writes and reads cost under load, beside another checkout in the same run: {@code Writes
 * ROOT [OTHER ROOT]}. All run the whole time, and take turns at each figure: what else the machine
 * does then meets them alike, and each round gives a ratio of its own. Both must have been built.
 */
public final class Writes {

  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final int CONNECTIONS = 16;

  /**
   * Load before anything is measured: a compiler that works beside it would be measured with it,
   * and what people meet is a server that has run for a while. The same for all. After 45 s C2
   * still took an eighth of the machine.
   */
  private static final Duration RUN_IN = Duration.ofSeconds(Integer.getInteger("run.in", 90));

  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warm.up", 5));
  private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("seconds", 15));
  private static final Duration CATCH_UP = Duration.ofSeconds(Integer.getInteger("patience", 90));

  private static final String EVENT =
      "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"bench\",\"outcome\":\"succeeded\"}}";

  /** What is taken anew in each round. */
  private static final List<Consumer<Writes>> MEASURES =
      List.of(
          side -> side.load("POST /events, 16 orgs", side.tokens, Writes::post, true),
          side -> side.load("POST /events, one org", side.hot(), Writes::post, true),
          side -> side.load("GET /events?limit=20", side.hot(), Writes::listEvents, false),
          side -> side.load("GET /brief", side.hot(), Writes::readBrief, false),
          side -> side.alone("POST /events, one client", Writes::post),
          side -> side.alone("GET /brief, one client", Writes::readBrief));

  private final Checkout cloud;
  private final List<String> tokens = new ArrayList<>();
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  private Writes(Checkout cloud) {
    this.cloud = cloud;
    for (int i = 0; i < CONNECTIONS; i++) {
      tokens.add(cloud.token("bench" + i + "@example.com"));
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path work = Files.createTempDirectory("xentri-writes");
    var sides = new LinkedHashMap<Path, Writes>();
    try {
      for (String root : arguments) {
        Path folder = Path.of(root).toAbsolutePath().normalize();
        sides.put(folder, new Writes(new Checkout(folder, work.resolve("home-" + sides.size()))));
      }
      sides.values().forEach(Writes::runIn);
      for (int round = 1; round <= ROUNDS; round++) {
        for (Consumer<Writes> measure : MEASURES) {
          sides.values().forEach(measure);
        }
        say(round, sides);
      }
      print(sides);
    } finally {
      sides.values().forEach(side -> side.cloud.close());
    }
    FileUtils.deleteDirectory(work.toFile());
  }

  /** As it comes, so that a run that is cut short has said something. */
  private static void say(int round, Map<Path, Writes> sides) {
    System.err.println("Round " + round + ", load " + busy());
    for (String name : sides.values().iterator().next().figures.keySet()) {
      Stream<String> values =
          sides.values().stream().map(side -> "%.2f".formatted(side.all(name).getLast()));
      System.err.println("  " + name + ": " + String.join(", ", values.toList()));
    }
  }

  /** Runnable threads of the whole machine over the last minute, which says who else works. */
  private static double busy() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private void runIn() {
    approveBrief(tokens.getFirst());
    run(tokens, Writes::post, RUN_IN);
    settle();
  }

  /** All connections of one org. */
  private List<String> hot() {
    return Collections.nCopies(CONNECTIONS, tokens.getFirst());
  }

  private static void post(Client client) {
    client.send("POST", "/api/v1/events", EVENT);
  }

  private static void listEvents(Client client) {
    client.send("GET", "/api/v1/events?limit=20", "");
  }

  private static void readBrief(Client client) {
    client.send("GET", "/api/v1/brief", "");
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
      note(what + ": caught up after, s", (System.nanoTime() - ended) / 1e9);
    }
    note(what + ": per second", times.size() / (double) LOAD.toSeconds());
    note(what + ": p50, ms", Figures.median(times));
    note(what + ": p99, ms", Figures.percentile(times, 0.99));
    note(what + ": Postgres, ms each", (cloud.postgresMillis() - postgres) / times.size());
    note(what + ": JVM, ms each", (cloud.jvmMillis() - jvm) / times.size());
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
    note(what + ": p50, ms", Figures.median(times.subList(200, times.size())));
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

  private void note(String name, double figure) {
    figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(figure);
  }

  /** A figure's values, one for each round. */
  private List<Double> all(String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }

  /** The medians of the rounds; beside two checkouts that of the rounds' ratios. */
  private static void print(Map<Path, Writes> sides) {
    List<Writes> all = List.copyOf(sides.values());
    boolean two = all.size() == 2;
    System.out.println(
        "| | "
            + String.join(" | ", sides.keySet().stream().map(Path::toString).toList())
            + (two ? " | ratio |" : " |"));
    System.out.println("| --- |" + " ---: |".repeat(all.size() + (two ? 1 : 0)));
    for (String name : all.getFirst().figures.keySet()) {
      var cells = new ArrayList<String>();
      all.forEach(side -> cells.add("%.2f".formatted(Figures.median(side.all(name)))));
      if (two) {
        cells.add("%.2f".formatted(ratio(all.getFirst(), all.getLast(), name)));
      }
      System.out.println("| " + name + " | " + String.join(" | ", cells) + " |");
    }
  }

  private static double ratio(Writes before, Writes after, String name) {
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      ratios.add(after.all(name).get(round) / before.all(name).get(round));
    }
    return Figures.median(ratios);
  }
}
