package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.e2e.RawHttp.Answer;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.RunningCloud;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While something that the API depends on hangs, which is worse than being gone, or lets nobody in,
 * every route still answers, and soon: with what it can do without, or with 503 and when to try
 * again.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OutageFuzzTest {

  enum Dependency {
    /** It only makes things faster, so that nobody has to wait for it. */
    REDIS,
    /** What is only read here is not asked for there. */
    CLERK,
    POSTGRES;

    boolean excuses(Call call) {
      return switch (this) {
        case REDIS -> false;
        case CLERK -> !call.method().equals("GET");
        case POSTGRES -> true;
      };
    }
  }

  /**
   * Short of any socket's own 30 s, and long enough for a machine that does other things beside; on
   * one that does not, {@code -Dfuzz.outage.seconds=3} holds.
   */
  private static final Duration PATIENCE =
      Duration.ofSeconds(Long.getLong("fuzz.outage.seconds", 10L));

  private static final int REQUESTS = Integer.getInteger("fuzz.outage.requests", 120);
  private static final long SEED = Long.getLong("fuzz.seed", 1L);
  private static final int CONNECTIONS = 8;

  private RunningCloud cloud;
  private Backstage backstage;
  private Fuzz fuzz;

  @BeforeAll
  void start(@TempDir Path home) {
    cloud = new RunningCloud(home);
    backstage = new Backstage(cloud);
    fuzz = FuzzRun.fuzz(cloud, FuzzRun.callers(cloud), SEED);
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftAnswersSoon(Dependency dependency) throws Exception {
    FuzzRun run;
    try (AutoCloseable _ = hang(dependency)) {
      run =
          FuzzRun.of(
              cloud.origin(),
              CONNECTIONS,
              REQUESTS,
              number -> number % 2 == 0 ? fuzz.plain(number / 2) : fuzz.request(number),
              (call, answer) -> verdict(dependency, call, answer));
    }
    System.out.println("without " + dependency + ": " + run.statuses());
    assertEquals("", run.shown(), "without " + dependency + ", seed " + SEED);
    assertEquals(
        dependency != Dependency.REDIS,
        run.statuses().containsKey(503),
        "is anybody told to wait?");
  }

  private static Optional<String> verdict(Dependency dependency, Call call, Answer answer) {
    return answer.status() == 503 && !dependency.excuses(call)
        ? Optional.of("can do without " + dependency + ": " + answer.text() + "\nto " + call)
        : Verdict.during(call, answer, PATIENCE);
  }

  /** Makes it hang, or let nobody in, until what is returned is closed. */
  private AutoCloseable hang(Dependency dependency) throws SQLException {
    return switch (dependency) {
      case REDIS -> stopped(List.of(backstage.pid("redis")));
      case POSTGRES -> shut();
      case CLERK -> locked();
    };
  }

  private static AutoCloseable stopped(List<Long> processes) {
    processes.forEach(pid -> Backstage.signal(pid, "STOP"));
    return () -> processes.forEach(pid -> Backstage.signal(pid, "CONT"));
  }

  /** The provider's stand-in waits for its own tables. */
  private AutoCloseable locked() throws SQLException {
    Connection connection = backstage.localCloud();
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement()) {
      lock.execute(
          "lock table clerk.users, clerk.sessions, clerk.organizations, clerk.memberships in access exclusive mode");
    }
    return () -> {
      connection.rollback();
      connection.close();
    };
  }

  /**
   * The database ends the functions' connections and takes no new ones; the local cloud lives in
   * the same one and stays.
   */
  private AutoCloseable shut() throws SQLException {
    Connection connection = backstage.superuser();
    connectionsOfFunctions(connection, 0);
    try (Statement end = connection.createStatement()) {
      end.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename ~ '^xentri_'");
    }
    return () -> {
      connectionsOfFunctions(connection, -1);
      connection.close();
    };
  }

  private static void connectionsOfFunctions(Connection connection, int most) throws SQLException {
    try (Statement limit = connection.createStatement()) {
      for (String role : List.of("app", "identity", "job", "relay")) {
        limit.execute("alter role xentri_" + role + " connection limit " + most);
      }
    }
  }
}
