package app.xentri.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.redis.OrgKey;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.RunningCloud;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * Redis loses what it had, or has what the log does not: nobody writes, and a sweep later every
 * org's stream is its log, and somebody was told. After a start the schedule sweeps by itself;
 * while the cloud runs the test need not wait for the minute.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StreamsHealTest {

  private RunningCloud cloud;
  private Backstage backstage;
  private final List<Writer> writers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    cloud = new RunningCloud(home);
    backstage = new Backstage(cloud);
    for (String name : List.of("ada", "ben", "cleo", "dan")) {
      writers.add(Writer.named(cloud, name));
    }
    try (Connection job = backstage.database("job")) {
      for (Writer writer : writers) {
        for (int i = 0; i < 30; i++) {
          backstage.emitBriefUpdated(job, writer.org(), i + 1);
          job.commit();
        }
      }
    }
    backstage.sweep();
    everyStreamIsItsLog();
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  /** Number for number and event for event. */
  private void everyStreamIsItsLog() throws Exception {
    for (Writer writer : writers) {
      List<String> log = log(writer.org());
      assertEquals(log, Backstage.await(log, () -> stream(writer.org())));
    }
  }

  private List<String> log(UUID org) throws SQLException {
    List<String> events = new ArrayList<>();
    try (Connection relay = backstage.database("relay");
        var statement = relay.createStatement();
        var rows =
            statement.executeQuery(
                "select org_seq || '-0 ' || id from system_events where org_id = '%s' order by org_seq"
                    .formatted(org))) {
      while (rows.next()) {
        events.add(rows.getString(1));
      }
    }
    return events;
  }

  private List<String> stream(UUID org) {
    return backstage
        .redis()
        .command("XRANGE", new OrgKey("events", org), "-", "+")
        .valueStream()
        .map(
            entry ->
                entry.get(0).asString()
                    + " "
                    + Json.read(entry.get(1).get(3).asString()).path("id").asString())
        .toList();
  }

  private long counted(String metric, UUID org) {
    return backstage.counted(metric).stream()
        .filter(line -> line.path("org_id").asString("").equals(org.toString()))
        .count();
  }

  private static void copy(Path from, Path to) throws Exception {
    // With modes and times, as a backup has them.
    assertEquals(
        0,
        new ProcessBuilder("cp", "-a", from.toString(), to.toString())
            .inheritIO()
            .start()
            .waitFor());
  }

  @Test
  void whenRedisIsEmptiedEveryStreamIsFilledAgain() throws Exception {
    long before = counted("stream_lost", writers.getFirst().org());
    backstage.upstash("FLUSHALL");
    assertEquals(List.of(), stream(writers.getFirst().org()));
    backstage.sweep();
    everyStreamIsItsLog();
    assertEquals(before + 1, counted("stream_lost", writers.getFirst().org()));
  }

  @Test
  void whenTheEndOfTheAppendOnlyFileIsCutOffTheStreamIsFilledAgain() throws Exception {
    Writer writer = writers.getFirst();
    for (int i = 0; i < 3; i++) {
      assertEquals(201, writer.post("before-the-cut-" + UUID.randomUUID()).statusCode());
    }
    everyStreamIsItsLog();
    long before = counted("stream_lost", writer.org());
    cloud.close();
    try (var files = Files.walk(cloud.home().resolve("redis"))) {
      Path log =
          files.filter(file -> file.toString().endsWith(".incr.aof")).findAny().orElseThrow();
      try (var file = new RandomAccessFile(log.toFile(), "rw")) {
        file.setLength(file.length() - 37);
      }
    }
    cloud.startAgain();
    everyStreamIsItsLog();
    assertEquals(before + 1, counted("stream_lost", writer.org()));
  }

  @Test
  void whenTheFolderOfRedisIsGoneEveryStreamIsFilledAgain() throws Exception {
    long before = counted("stream_lost", writers.getLast().org());
    cloud.close();
    FileSystemUtils.deleteRecursively(cloud.home().resolve("redis"));
    cloud.startAgain();
    everyStreamIsItsLog();
    assertEquals(before + 1, counted("stream_lost", writers.getLast().org()));
  }

  @Test
  void whenTheDatabaseIsRestoredToAnEarlierTimeTheStreamsFollow(@TempDir Path backups)
      throws Exception {
    cloud.close();
    Path data = cloud.home().resolve("postgres");
    copy(data, backups.resolve("postgres"));
    cloud.startAgain();
    Writer writer = writers.get(1);
    List<String> then = log(writer.org());
    for (int i = 0; i < 5; i++) {
      assertEquals(201, writer.post("never-happened-" + i).statusCode());
    }
    everyStreamIsItsLog();
    assertEquals(then.size() + 5, stream(writer.org()).size());
    cloud.close();
    FileSystemUtils.deleteRecursively(data);
    copy(backups.resolve("postgres"), data);
    cloud.startAgain();
    everyStreamIsItsLog();
    assertEquals(then, stream(writer.org()));
    assertTrue(counted("stream_ahead", writer.org()) >= 1);
  }

  @Test
  void oneOrgWithAGapAndOneWithAMadeUpEntryHoldNobody() throws Exception {
    Writer holed = Writer.named(cloud, "holed-" + UUID.randomUUID());
    backstage.sweep();
    backstage.holdRelays();
    for (int i = 0; i < 3; i++) {
      backstage.emitBriefUpdated(holed.org(), i + 1);
    }
    long missing = backstage.log(holed.org()).getLast() - 1;
    deleteAsOwner(holed.org(), missing);
    for (Writer writer : writers) {
      backstage.emitBriefUpdated(writer.org(), 99);
    }
    UUID led = writers.get(2).org();
    long before = counted("stream_ahead", led);
    backstage
        .redis()
        .command("XADD", new OrgKey("events", led), "999999-0", "type", "x", "envelope", "{}");
    backstage.letRelaysWork();
    backstage.sweep();
    everyStreamIsItsLog();
    assertEquals(before + 1, counted("stream_ahead", led));
    for (Writer writer : writers) {
      List<Long> log = backstage.log(writer.org());
      assertEquals(
          log,
          Backstage.await(
              log, () -> backstage.bus(writer.org()).stream().distinct().sorted().toList()));
    }
    assertTrue(backstage.stream(holed.org()).getLast() < missing, "nothing after the gap");
    assertTrue(counted("org_gap", holed.org()) >= 2, "for each sink");
  }

  /** What nothing of ours can do. */
  private void deleteAsOwner(UUID org, long seq) throws SQLException {
    try (Connection owner = backstage.database("owner");
        var statement = owner.createStatement()) {
      statement.execute(
          """
          begin;
          select set_config('app.current_org_id', '%1$s', true);
          alter table system_events disable trigger user;
          delete from system_events where org_id = '%1$s' and org_seq = %2$d;
          alter table system_events enable trigger user;
          commit
          """
              .formatted(org, seq));
    }
  }
}
