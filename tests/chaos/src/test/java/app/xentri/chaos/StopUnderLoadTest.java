package app.xentri.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.Backstage;
import app.xentri.testkit.RunningCloud;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cloud is told to stop (SIGTERM) while people write and read. */
class StopUnderLoadTest {

  private static final int WRITERS = 4;

  /** Only what never ends takes longer, however much else the machine does. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What a client saw until the gateway took no more of its requests. */
  private final Set<Integer> statuses = new ConcurrentSkipListSet<>();

  @Test
  void whoIsBeingServedIsAnsweredAndNobodyGetsAnError(@TempDir Path home) throws Exception {
    try (var cloud = new RunningCloud(home);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var backstage = new Backstage(cloud);
      List<Writer> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(Writer.named(cloud, "stop-" + i));
      }
      var underWay = new CountDownLatch(WRITERS * 10);
      List<Future<Set<Long>>> written = new ArrayList<>();
      List<Future<?>> read = new ArrayList<>();
      for (Writer writer : writers) {
        written.add(threads.submit(() -> writeUntilRefused(writer, underWay)));
      }
      for (String path : List.of("/api/v1/events", "/api/v1/brief", "/sign-in", "/__local/")) {
        read.add(threads.submit(() -> readUntilRefused(writers.getFirst(), path)));
      }
      underWay.await();
      Duration stopped = stop(cloud);
      for (Future<?> reader : read) {
        reader.get();
      }
      assertEquals(Set.of(), statuses.stream().filter(s -> s >= 500).collect(Collectors.toSet()));

      long starting = System.nanoTime();
      cloud.startAgain();
      Duration started = Duration.ofNanos(System.nanoTime() - starting);
      assertTrue(
          stopped.compareTo(started.multipliedBy(2)) <= 0,
          () -> "stopped in " + stopped + ", which starts in " + started);
      for (int i = 0; i < WRITERS; i++) {
        Set<Long> kept = new HashSet<>(backstage.log(writers.get(i).org()));
        assertTrue(kept.containsAll(written.get(i).get()), "what was acknowledged is there");
      }
    }
  }

  /** How long that takes: a start is some 2.5 s where nothing else runs, so twice that is 5 s. */
  private static Duration stop(RunningCloud cloud) throws Exception {
    ProcessHandle jvm = ProcessHandle.of(cloud.runFile().path("pid").asLong()).orElseThrow();
    var ended = jvm.onExit();
    long told = System.nanoTime();
    jvm.destroy();
    ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return Duration.ofNanos(System.nanoTime() - told);
  }

  private Set<Long> writeUntilRefused(Writer writer, CountDownLatch underWay) {
    Set<Long> acknowledged = new HashSet<>();
    for (int i = 0; true; i++) {
      String key = "stop-" + i;
      var answer = untilRefused(() -> writer.post(key));
      if (answer == null) {
        return acknowledged;
      }
      if (answer.statusCode() == 201) {
        acknowledged.add(Writer.place(answer));
        underWay.countDown();
      }
    }
  }

  private void readUntilRefused(Writer writer, String path) {
    var cloud = writer.cloud();
    @Nullable HttpResponse<String> answer;
    do {
      answer = untilRefused(() -> cloud.send(writer.token(), "GET", path, "", Map.of()));
    } while (answer != null);
  }

  /** The answer; null when there was none, because the connection was refused or closed. */
  private @Nullable HttpResponse<String> untilRefused(Supplier<HttpResponse<String>> request) {
    try {
      HttpResponse<String> answer = request.get();
      statuses.add(answer.statusCode());
      return answer;
    } catch (UncheckedIOException e) {
      return null;
    }
  }
}
