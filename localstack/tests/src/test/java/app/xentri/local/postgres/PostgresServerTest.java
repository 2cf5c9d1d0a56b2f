package app.xentri.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Home;
import app.xentri.local.process.LeftOver;
import app.xentri.local.process.RunInOwnJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

  private static final String MIGRATIONS = "classpath:app/xentri/local/postgres/migrations";

  @TempDir static Path temp;
  static Home home;
  static PostgresServer server;

  @BeforeAll
  static void start() {
    home = new Home(temp.resolve("a home"));
    server = new PostgresServer(home, MIGRATIONS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** To unpack them takes longer than most of what is tried here. */
  private static Home homeWithPrograms(String name) {
    var made = new Home(temp.resolve(name));
    unpacked().lend(made);
    return made;
  }

  /** Where the running server's are: the library unpacks them once in a JVM, in the first home. */
  private static Binaries unpacked() {
    String program =
        ProcessHandle.of(server.pid()).flatMap(it -> it.info().command()).orElseThrow();
    return new Binaries(Path.of(program).resolve("../../..").normalize());
  }

  @Test
  void programsThatWereUnpackedElsewhereAreCopiedAndTakenForWhole() throws Exception {
    var made = homeWithPrograms("with programs");
    List<String> copied = files(Binaries.in(made));
    assertTrue(copied.size() > 100);
    assertTrue(copied.equals(files(unpacked().folder())));
    long leftOver =
        RunInOwnJvm.untilKilled(PostgresServerMain.class, made.directory().toString(), MIGRATIONS);
    String program = ProcessHandle.of(leftOver).flatMap(it -> it.info().command()).orElseThrow();
    assertTrue(Path.of(program).startsWith(Binaries.in(made).toRealPath()), program);
    assertTrue(copied.equals(files(Binaries.in(made))), "nothing was unpacked over them");
    new PostgresServer(made, MIGRATIONS).close(); // ends what was left over
  }

  /** Each with what tells a copy from what was unpacked: when it was written, or where it leads. */
  private static List<String> files(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> !Files.isDirectory(file))
          .map(file -> folder.relativize(file) + " " + origin(file))
          .sorted()
          .toList();
    }
  }

  private static Object origin(Path file) {
    try {
      return Files.isSymbolicLink(file)
          ? Files.readSymbolicLink(file)
          : Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whereThereAreNoneToCopyOrSomeAreThereNothingIsCopied() throws IOException {
    var none = new Home(temp.resolve("none to copy"));
    new Binaries(temp.resolve("nowhere")).lend(none);
    assertFalse(Files.exists(Binaries.in(none)));
    Path own = Files.createDirectories(Binaries.in(none));
    unpacked().lend(none);
    try (var inside = Files.list(own)) {
      assertEquals(0, inside.count());
    }
  }

  @Test
  void commitsAreDurable() throws SQLException {
    assertEquals("on", ask(server.app(), "show fsync"));
    assertEquals("on", ask(server.app(), "show synchronous_commit"));
  }

  @Test
  void itListensOnLoopbackOnly() throws SQLException {
    assertEquals("127.0.0.1", ask(server.app(), "show listen_addresses"));
  }

  @Test
  void noRoleGetsInWithAWrongPassword() {
    var wrong = new Credentials("xentri_app", "wrong");
    var nobody = new Credentials("postgres", "");
    assertEquals(
        "28P01", assertThrows(SQLException.class, () -> ask(wrong, "select 1")).getSQLState());
    assertThrows(SQLException.class, () -> ask(nobody, "select 1"));
  }

  @Test
  void nobodyGetsInWithAWrongPasswordWhileTheFirstStartIsUnderWay() throws Exception {
    var fresh = new Home(temp.resolve("fresh"));
    Path noted = fresh.folder("postgres").resolve("data/postmaster.pid");
    var letIn = new AtomicInteger();
    var refused = new AtomicInteger();
    var stop = new AtomicBoolean();
    Thread stranger =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!stop.get()) {
                    switch (stranger(noted)) {
                      case "in" -> letIn.incrementAndGet();
                      case "28P01" -> refused.incrementAndGet();
                      default -> Thread.onSpinWait(); // not there yet
                    }
                  }
                });
    try (var _ = new PostgresServer(fresh, MIGRATIONS)) {
      stop.set(true);
      stranger.join();
    }
    assertEquals(0, letIn.get());
    assertTrue(refused.get() > 0, "the server was there to be tried");
  }

  /** What a connection with a wrong password comes to: {@code in}, or the state of the refusal. */
  private static String stranger(Path noted) {
    try {
      var lines = Files.exists(noted) ? Files.readAllLines(noted) : java.util.List.<String>of();
      if (lines.size() < 4 || !lines.get(3).matches("\\d+")) {
        return "";
      }
      String url = "jdbc:postgresql://127.0.0.1:" + lines.get(3) + "/postgres";
      DriverManager.getConnection(url, "postgres", "wrong").close();
      return "in";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    } catch (java.io.IOException e) {
      return ""; // just being written
    }
  }

  @Test
  void aNotedPidThatAnotherProgramHasByNowIsNoReasonNotToStart() throws Exception {
    var crashed = homeWithPrograms("crashed");
    new PostgresServer(crashed, MIGRATIONS).close();
    Path noted = crashed.folder("postgres").resolve("data/postmaster.pid");
    for (String lines :
        new String[] {"%d", "%d\n/somewhere\n1\n5432\n\n127.0.0.1\n1 2\n", "", "half"}) {
      Files.writeString(noted, lines.formatted(ProcessHandle.current().pid()));
      try (var next = new PostgresServer(crashed, MIGRATIONS)) {
        assertEquals("1", ask(next.jdbcUrl(), next.app(), "select 1"));
      }
    }
  }

  @Test
  void thePasswordsAreReadableByTheirOwnerOnly() throws Exception {
    try (var files = Files.list(home.folder("postgres").resolve("passwords"))) {
      var modes = files.map(PostgresServerTest::mode).distinct().toList();
      assertEquals(java.util.List.of("rw-------"), modes);
    }
  }

  @Test
  void noProductRoleIsSuperuserOrBypassesRowSecurity() throws SQLException {
    assertEquals(
        "0",
        ask(
            server.app(),
            "select count(*) from pg_roles where rolname ~ '^(xentri_|local_cloud)'"
                + " and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or not rolcanlogin)"));
  }

  @Test
  void whatARoleChangesAboutItselfIsOverWithTheNextStart() throws Exception {
    var changed = homeWithPrograms("changed");
    try (var first = new PostgresServer(changed, MIGRATIONS)) {
      for (Credentials role : ofFunctions(first)) {
        for (String change :
            java.util.List.of(
                "alter role current_user set search_path = pg_temp, public",
                "alter role current_user in database xentri set work_mem = '64kB'",
                "alter role current_user password 'mine now'")) {
          run(first, role, change);
        }
      }
    }
    try (var next = new PostgresServer(changed, MIGRATIONS)) {
      for (Credentials role : ofFunctions(next)) {
        assertEquals(
            "\"$user\", public",
            ask(next.jdbcUrl(), role, "select current_setting('search_path')"),
            role.user());
        assertEquals("4MB", ask(next.jdbcUrl(), role, "show work_mem"));
      }
      assertEquals("0", ask(next.jdbcUrl(), next.app(), "select count(*) from pg_db_role_setting"));
    }
  }

  private static java.util.List<Credentials> ofFunctions(PostgresServer server) {
    return java.util.List.of(server.app(), server.identity(), server.job(), server.relay());
  }

  private static void run(PostgresServer server, Credentials role, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), role.user(), role.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void noRoleOfTheFunctionsMayMakeTemporaryTables() {
    for (Credentials role : ofFunctions(server)) {
      var refused =
          assertThrows(
              SQLException.class, () -> run(server, role, "create temporary table notes (id int)"));
      assertEquals("42501", refused.getSQLState(), role.user());
    }
  }

  @Test
  void theMigrationsRanAsTheOwner() throws SQLException {
    assertEquals(
        "xentri_owner",
        ask(server.app(), "select tableowner from pg_tables where tablename = 'notes'"));
  }

  @Test
  void theFunctionsRolesCannotReachTheLocalCloudsOwnDatabase() {
    var url = server.jdbcUrl().replace("/xentri", "/local_cloud");
    var app = server.app();
    assertThrows(
        SQLException.class, () -> DriverManager.getConnection(url, app.user(), app.password()));
  }

  @Test
  void theLocalCloudCanKeepItsOwnTables() throws SQLException {
    try (Connection connection = server.localCloud().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table own (id int); drop table own");
    }
  }

  @Test
  void aSecondRunOnTheSameHomeIsRefusedAndTheFirstLivesOn() throws SQLException {
    assertThrows(IllegalStateException.class, () -> new PostgresServer(home, MIGRATIONS));
    assertEquals("1", ask(server.app(), "select 1"));
  }

  @Test
  void aSecondHomeRunsBesideTheFirst() throws SQLException {
    try (var second = new PostgresServer(homeWithPrograms("second"), MIGRATIONS)) {
      assertFalse(second.port() == server.port());
      assertEquals("1", ask(server.app(), "select 1"));
    }
  }

  @Test
  void aDamagedDataFolderIsRefusedWithWhatPostgresSays() throws Exception {
    var damaged = homeWithPrograms("damaged");
    new PostgresServer(damaged, MIGRATIONS).close();
    Files.delete(damaged.folder("postgres").resolve("data/PG_VERSION"));
    assertRefused(damaged, "is not a database cluster directory");
  }

  @Test
  void aDataFolderWithAnotherPasswordIsRefusedAndNothingGoesOnRunning() throws Exception {
    var foreign = homeWithPrograms("foreign");
    new PostgresServer(foreign, MIGRATIONS).close();
    Files.delete(foreign.folder("postgres").resolve("passwords/postgres"));
    assertRefused(foreign, "password authentication failed");
  }

  private static void assertRefused(Home home, String reason) {
    var refused =
        assertThrows(IllegalStateException.class, () -> new PostgresServer(home, MIGRATIONS));
    String cause = String.valueOf(Objects.requireNonNull(refused.getCause()).getMessage());
    assertTrue(cause.contains(reason), cause);
    assertTrue(LeftOver.find("postgres", home.folder("postgres").resolve("data")).isEmpty());
  }

  @Test
  void afterSigkillTheNextStartEndsTheLeftOverAndKeepsTheData() throws Exception {
    var killed = homeWithPrograms("second");
    long leftOver =
        RunInOwnJvm.untilKilled(
            PostgresServerMain.class, killed.directory().toString(), MIGRATIONS);
    assertTrue(ProcessHandle.of(leftOver).isPresent(), "the left-over must be alive to be a test");
    try (var next = new PostgresServer(killed, MIGRATIONS)) {
      assertTrue(ProcessHandle.of(leftOver).map(LeftOver::hasEnded).orElse(true));
      assertEquals("kept", ask(next.jdbcUrl(), next.owner(), "select text from notes"));
      assertFalse(next.pid() == leftOver);
    }
  }

  @Test
  void aPostgresThatDiesComesBackOnItsPortAndThePoolRecovers() throws Exception {
    long dead = server.pid();
    ProcessHandle.of(dead).orElseThrow().destroyForcibly();
    ProcessHandle.of(dead).ifPresent(process -> process.onExit().join());
    Instant deadline = Instant.now().plusSeconds(30);
    while (!answers(server)) {
      assertTrue(Instant.now().isBefore(deadline), "Postgres did not come back");
      Thread.sleep(50);
    }
    assertFalse(server.pid() == dead);
  }

  private static boolean answers(PostgresServer server) {
    try (Connection connection = server.localCloud().getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false; // not back yet
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String ask(Credentials role, String query) throws SQLException {
    return ask(server.jdbcUrl(), role, query);
  }

  private static String ask(String url, Credentials role, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, role.user(), role.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }
}
