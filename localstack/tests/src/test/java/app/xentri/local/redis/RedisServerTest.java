package app.xentri.local.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Home;
import app.xentri.local.process.LeftOver;
import app.xentri.local.process.RunInOwnJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServerTest {

  private static final Set<String> LISTS = Set.of("/pipeline", "/multi-exec");

  @TempDir Path temp;

  @Test
  void whatWasWrittenIsThereAfterARestart() throws IOException {
    Home home = new Home(temp.resolve("a home"));
    try (RedisServer redis = new RedisServer(home)) {
      ask(redis, "SET", "k", "kept");
    }
    try (RedisServer redis = new RedisServer(home)) {
      assertEquals("kept", ask(redis, "GET", "k"));
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() throws IOException {
    Home home = new Home(temp);
    try (RedisServer redis = new RedisServer(home)) {
      assertThrows(IOException.class, () -> RespConnection.open(redis.port(), "wrong"));
      for (String secret : new String[] {"password", "redis.conf"}) {
        Path file = home.folder("redis").resolve(secret);
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  @Test
  void aSecondRunOnTheSameHomeIsRefused() throws IOException {
    Home home = new Home(temp);
    try (RedisServer redis = new RedisServer(home)) {
      assertThrows(IllegalStateException.class, () -> new RedisServer(home));
      assertEquals("here", ask(redis, "ECHO", "here"));
    }
  }

  @Test
  void afterSigkillTheNextStartEndsTheLeftOverAndKeepsTheData() throws Exception {
    long leftOver = RunInOwnJvm.untilKilled(RedisServerMain.class, temp.toString());
    assertTrue(ProcessHandle.of(leftOver).isPresent(), "the left-over must be alive to be a test");
    try (RedisServer redis = new RedisServer(new Home(temp))) {
      assertTrue(ProcessHandle.of(leftOver).map(LeftOver::hasEnded).orElse(true));
      assertEquals("kept", ask(redis, "GET", "k"));
    }
  }

  @Test
  void aProcessThatOnlyHasTheSameNameIsLeftAlone() throws Exception {
    Path other = Files.createDirectories(temp.resolve("other"));
    Home home = new Home(temp.resolve("home"));
    Path program;
    try (RedisServer redis = new RedisServer(new Home(other))) {
      program = other.resolve("redis/redis-server");
      assertTrue(Files.exists(program));
      try (RedisServer second = new RedisServer(home)) {
        assertEquals("second", ask(second, "ECHO", "second"));
      }
      assertEquals("here", ask(redis, "ECHO", "here"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/get/k", "/pipeline", "/multi-exec"})
  void aRedisThatDiesComesBackOnItsPortAndTheEndpointRecovers(String path) throws Exception {
    Home home = new Home(temp);
    try (RedisServer redis = new RedisServer(home);
        UpstashEndpoint upstash = new UpstashEndpoint(home, redis)) {
      assertEquals(200, status(upstash, "/set/k/kept"));
      readsItsFilesSlowly(home, redis);
      long dead = redis.pid();
      ProcessHandle.of(dead).orElseThrow().destroyForcibly();
      ProcessHandle.of(dead).ifPresent(process -> process.onExit().join());
      Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
      int status = status(upstash, path);
      while (status != 200) {
        assertEquals(503, status);
        assertTrue(Instant.now().isBefore(deadline), "Redis did not come back");
        Thread.sleep(20);
        status = status(upstash, path);
      }
      assertFalse(redis.pid() == dead);
      assertEquals("kept", ask(redis, "GET", "k"));
    }
  }

  /** So that it takes connections and refuses commands for a second. */
  private static void readsItsFilesSlowly(Home home, RedisServer redis) throws IOException {
    ask(redis, "EVAL", "for i = 1, 10000 do redis.call('SET', 'k' .. i, i) end return 'OK'", "0");
    Files.writeString(
        home.folder("redis").resolve("redis.conf"),
        "key-load-delay 100\n",
        StandardOpenOption.APPEND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/get/k", "/pipeline", "/multi-exec"})
  void aRedisThatIsHeldUpByAScriptIsNoAnswerToACommand(String path) throws Exception {
    Home home = new Home(temp);
    try (RedisServer redis = new RedisServer(home);
        UpstashEndpoint upstash = new UpstashEndpoint(home, redis);
        RespConnection holding = RespConnection.open(redis.port(), redis.password())) {
      ask(redis, "CONFIG", "SET", "busy-reply-threshold", "1");
      holding.listen(words("EVAL", "while true do end", "0"));
      int status = status(upstash, path);
      for (int left = 100; left > 0 && status == 200; left--) {
        status = status(upstash, path); // It had not begun yet.
      }
      assertEquals(503, status);
      assertEquals("OK", ask(redis, "SCRIPT", "KILL"));
      assertInstanceOf(Reply.Refusal.class, holding.read());
      assertEquals(200, status(upstash, path));
    }
  }

  /** What may have happened to the files while nothing ran. */
  enum Damage {
    CUT {
      @Override
      void to(Path files) throws IOException {
        byte[] all = Files.readAllBytes(files.resolve(COMMANDS));
        Files.write(files.resolve(COMMANDS), Arrays.copyOf(all, all.length - 7));
      }
    },
    RANDOM_BYTES_AT_THE_END {
      @Override
      void to(Path files) throws IOException {
        byte[] random = new byte[77];
        new Random(7).nextBytes(random);
        Files.write(files.resolve(COMMANDS), random, StandardOpenOption.APPEND);
      }
    },
    RANDOM_BYTES_AT_THE_START {
      @Override
      void to(Path files) throws IOException {
        Files.writeString(files.resolve(BASE), "not what Redis wrote");
      }
    },
    UNREADABLE_LIST_OF_FILES {
      @Override
      void to(Path files) throws IOException {
        Files.writeString(files.resolve("appendonly.aof.manifest"), "junk");
      }
    },
    MISSING_FILE {
      @Override
      void to(Path files) throws IOException {
        Files.delete(files.resolve(COMMANDS));
      }
    },
    EVERYTHING_GONE {
      @Override
      void to(Path files) throws IOException {
        FileUtils.deleteDirectory(files.resolve("..").normalize().toFile());
      }
    };

    static final String COMMANDS = "appendonly.aof.1.incr.aof";
    static final String BASE = "appendonly.aof.1.base.rdb";

    abstract void to(Path files) throws IOException;

    boolean keepsWhatWasBefore() {
      return this == CUT || this == RANDOM_BYTES_AT_THE_END;
    }
  }

  @ParameterizedTest
  @EnumSource
  void damagedFilesAreCutOrSetAsideAndRedisStarts(Damage damage) throws IOException {
    Home home = new Home(temp);
    try (RedisServer redis = new RedisServer(home)) {
      ask(redis, "SET", "first", "kept");
      ask(redis, "SET", "last", "perhaps");
    }
    damage.to(home.folder("redis").resolve("data/appendonlydir"));
    try (RedisServer redis = new RedisServer(home)) {
      assertEquals("OK", ask(redis, "SET", "new", "written"));
      if (damage.keepsWhatWasBefore()) {
        assertEquals("kept", ask(redis, "GET", "first"));
      }
    }
    try (RedisServer redis = new RedisServer(home)) {
      assertEquals("written", ask(redis, "GET", "new"));
    }
    try (var folders = Files.list(home.folder("redis"))) {
      long asWere = folders.filter(f -> f.toString().contains("data-damaged-")).count();
      boolean redisMendsItself = damage == Damage.CUT || damage == Damage.EVERYTHING_GONE;
      assertEquals(redisMendsItself ? 0 : 1, asWere, "what could not be read is kept");
    }
  }

  @Test
  void aRedisThatCannotStartForAnotherReasonKeepsItsFiles() throws IOException {
    Home home = new Home(temp);
    try (RedisServer redis = new RedisServer(home)) {
      ask(redis, "SET", "k", "kept");
    }
    Path log = home.folder("redis").resolve("redis.log");
    Files.delete(log);
    Files.createDirectory(log); // Redis cannot write there and ends at once.
    assertThrows(IllegalStateException.class, () -> new RedisServer(home));
    Files.delete(log);
    try (RedisServer redis = new RedisServer(home)) {
      assertEquals("kept", ask(redis, "GET", "k"));
    }
  }

  /** One command in the path, or the same in a list in the body. */
  private static int status(UpstashEndpoint upstash, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(upstash.url() + path))
              .header("Authorization", "Bearer " + upstash.token());
      if (LISTS.contains(path)) {
        request.POST(HttpRequest.BodyPublishers.ofString("[[\"GET\", \"k\"]]"));
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static List<byte[]> words(String... words) {
    return Arrays.stream(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static String ask(RedisServer redis, String... words) throws IOException {
    try (RespConnection connection = RespConnection.open(redis.port(), redis.password())) {
      return switch (connection.call(words)) {
        case Reply.Text(String text) -> text;
        case Reply other ->
            new String(assertInstanceOf(Reply.Bytes.class, other).value(), StandardCharsets.UTF_8);
      };
    }
  }
}
