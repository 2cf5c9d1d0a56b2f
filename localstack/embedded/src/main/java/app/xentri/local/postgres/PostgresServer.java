package app.xentri.local.postgres;

import app.xentri.local.Home;
import app.xentri.local.Part;
import app.xentri.local.process.FileModes;
import app.xentri.local.process.FolderLock;
import app.xentri.local.process.FreePort;
import app.xentri.local.process.LeftOver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.commons.io.FileUtils;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Postgres 16 on a free loopback port, with durable commits and its data kept in the home.
 *
 * <p>Two databases: {@value #DATABASE}, owned by {@code xentri_owner} and brought up to date with
 * the migrations, and {@value #LOCAL_DATABASE} for what the local cloud itself must remember. Every
 * role needs its password (SCRAM); the passwords are made once per home. A Postgres that dies is
 * started again on the same port, as the service would do.
 */
public final class PostgresServer implements Part {

  static final String DATABASE = "xentri";
  static final String LOCAL_DATABASE = "local_cloud";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration BEFORE_RESTART = Duration.ofMillis(300);
  private static final Duration FAST_STOP = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final String PROGRAM = "postgres";

  /** What {@code pg_ctl} says when it gives up. */
  private static final Pattern IN_VAIN = Pattern.compile("^pg_ctl: (?!another server might)");

  private static final Pattern WRONG_PASSWORD =
      Pattern.compile("password authentication failed for user \"postgres\"");

  private static final String HOST_RULES =
      """
      # Written by the local cloud: passwords everywhere, loopback only.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private final Path folder;
  private final Path data;
  private final Path binaries;
  private final Passwords passwords;
  private final FolderLock lock;
  private final int port = FreePort.find();
  private final HikariDataSource localCloud;
  private volatile EmbeddedPostgres server;
  private volatile boolean closing;

  /** Starts Postgres with the migrations on the class path. */
  public PostgresServer(Home home) {
    this(home, "classpath:migrations");
  }

  /**
   * Starts Postgres.
   *
   * @param migrations a Flyway location, run as {@code xentri_owner}
   * @throws IllegalStateException when another live run holds the home, or Postgres or a migration
   *     fails
   */
  public PostgresServer(Home home, String migrations) {
    folder = home.folder("postgres");
    data = folder.resolve("data");
    binaries = Binaries.in(home);
    lock = FolderLock.hold(folder);
    try {
      passwords = Passwords.keep(folder);
      stopLeftOver();
      discardUnfinished();
      forgetStrangersPid();
      server = start();
    } catch (IOException | RuntimeException e) {
      stopLeftOver(); // It may run and only not let us in.
      lock.close();
      throw new IllegalStateException("Postgres did not start; see " + log(), e);
    }
    try {
      FileModes.close(binaries); // The library unpacks them writable for everybody.
      requirePasswords();
      migrate(migrations);
      localCloud = pool();
    } catch (SQLException | IOException | RuntimeException e) {
      stop();
      throw new IllegalStateException("Postgres started but could not be prepared", e);
    }
    Thread.ofVirtual().name("postgres-supervisor").start(this::keepRunning);
  }

  @Override
  public String name() {
    return "postgres";
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The process id of the postmaster; it changes when a dead Postgres was started again. */
  public long pid() {
    return postmaster().pid();
  }

  /** JDBC address of the product's database, without user and password. */
  public String jdbcUrl() {
    return url(DATABASE);
  }

  /** The role that owns the tables; only migrations use it. */
  public Credentials owner() {
    return passwords.owner();
  }

  /** The role of members' functions. */
  public Credentials app() {
    return passwords.app();
  }

  /** The role of the functions that make and follow people and orgs. */
  public Credentials identity() {
    return passwords.identity();
  }

  /** The role of what events start. */
  public Credentials job() {
    return passwords.job();
  }

  /** The role of the event relay. */
  public Credentials relay() {
    return passwords.relay();
  }

  /** A pool on the local cloud's own database. */
  public DataSource localCloud() {
    return localCloud;
  }

  /** Tells the Postgres of a home to end, without waiting; it is not a child of this process. */
  public static void abandon(Home home) {
    LeftOver.find(PROGRAM, home.directory().resolve("postgres/data"))
        .forEach(ProcessHandle::destroy);
  }

  @Override
  public void close() {
    closing = true;
    localCloud.close();
    stop();
  }

  /**
   * A killed run leaves Postgres alive, and it would hold the data folder. It is asked for a fast
   * shutdown, which is clean; an immediate one, which costs a recovery, only if that hangs.
   */
  private void stopLeftOver() {
    for (ProcessHandle left : LeftOver.find(PROGRAM, data)) {
      if (!LeftOver.signal(left, "INT", FAST_STOP) && !LeftOver.signal(left, "QUIT", FAST_STOP)) {
        throw new IllegalStateException("a left-over Postgres does not end: " + left.pid());
      }
    }
  }

  /**
   * A run that was killed while it laid out its first data folder leaves one that neither starts
   * nor can be laid out again. Nothing was ever kept in it.
   */
  private void discardUnfinished() throws IOException {
    if (Files.exists(data) && !Files.exists(finished())) {
      FileUtils.deleteDirectory(data.toFile());
    }
  }

  /**
   * After a crash the pid that Postgres noted may be another program's by now, and Postgres would
   * not start beside it. None of ours runs here, so a number that no process can have is put in its
   * place: the rest of the file still lets Postgres find children that an earlier one left.
   */
  private void forgetStrangersPid() throws IOException {
    Path noted = data.resolve("postmaster.pid");
    if (Files.exists(noted) && LeftOver.find(PROGRAM, data).isEmpty()) {
      List<String> lines = new ArrayList<>(Files.readAllLines(noted));
      if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")) {
        Files.delete(noted); // Half written: pg_ctl would not even try.
      } else {
        lines.set(0, Integer.toString(Integer.MAX_VALUE));
        Files.write(noted, lines);
      }
    }
  }

  private Path finished() {
    return folder.resolve("data-is-complete");
  }

  /**
   * Starts it and reads along in its log: the library would try for a minute to reach a server that
   * has long said that it cannot start.
   */
  private EmbeddedPostgres start() throws IOException {
    long before = Files.exists(log()) ? Files.size(log()) : 0;
    FutureTask<EmbeddedPostgres> task = new FutureTask<>(this::launch);
    Thread thread = Thread.ofPlatform().daemon().name("postgres-start").start(task);
    while (true) {
      try {
        return task.get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Optional<String> refusal = refusal(before);
        if (refusal.isPresent()) {
          thread.interrupt();
          throw new IOException(refusal.get());
        }
      } catch (ExecutionException e) {
        Throwable cause = Objects.requireNonNull(e.getCause());
        throw new IOException(String.valueOf(cause.getMessage()), cause);
      } catch (InterruptedException e) {
        // Not interrupted again: what has been started must still be waited for while it ends.
        thread.interrupt();
        throw new IOException("interrupted while Postgres was starting", e);
      }
    }
  }

  /**
   * The line in the new part of the log that says that this start is in vain. A wrong password may
   * be a stranger's at the door, so it counts only when ours is not taken either.
   */
  private Optional<String> refusal(long before) throws IOException {
    List<String> lines = newLines(before);
    return first(lines, IN_VAIN)
        .or(() -> first(lines, WRONG_PASSWORD).filter(_ -> knowsAnotherPassword()));
  }

  private static Optional<String> first(List<String> lines, Pattern pattern) {
    return lines.stream().filter(line -> pattern.matcher(line).find()).findFirst();
  }

  private List<String> newLines(long before) throws IOException {
    if (!Files.exists(log())) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(log());
        InputStream in = Channels.newInputStream(channel.position(before))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private boolean knowsAnotherPassword() {
    try (Connection _ = superuser().getConnection()) {
      return false;
    } catch (SQLException e) {
      return PSQLState.INVALID_PASSWORD.getState().equals(e.getSQLState());
    }
  }

  private EmbeddedPostgres launch() throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(binaries.toFile())
        .setRegisterShutdownHook(false)
        .setPGStartupWait(START)
        .setLocaleConfig("locale", locale())
        // Passed on to initdb as they are: without them a new server trusts every local user until
        // its rules have been written.
        .setLocaleConfig("auth-local", "scram-sha-256")
        .setLocaleConfig("auth-host", "scram-sha-256")
        .setLocaleConfig("pwfile", Passwords.file(folder, PROGRAM).toString())
        .setConnectConfig("password", passwords.superuser().password())
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "200")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        // A new home's tables grow from nothing: until they have been looked at, plans are guesses.
        .setServerConfig("autovacuum_naptime", "15s")
        // Statements and values in an error could hold what a customer wrote.
        .setServerConfig("log_error_verbosity", "terse")
        .setServerConfig("log_min_error_statement", "panic")
        .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  /** UTF-8 on both systems: Linux has C.UTF-8 without installed languages, macOS does not. */
  private static String locale() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.contains("mac") ? "en_US.UTF-8" : "C.UTF-8";
  }

  /** Gives every role its password; from the first start on only the rules written here hold. */
  private void requirePasswords() throws SQLException, IOException {
    new Roles(superuser()).prepare(passwords);
    Path rules = data.resolve("pg_hba.conf");
    if (!Files.readString(rules).equals(HOST_RULES)) {
      Files.writeString(rules, HOST_RULES);
      try (Connection connection = superuser().getConnection();
          Statement reload = connection.createStatement()) {
        reload.execute("select pg_reload_conf()");
      }
    }
    if (!Files.exists(finished())) {
      Files.createFile(finished());
    }
  }

  private DataSource superuser() {
    return dataSource("postgres", passwords.superuser());
  }

  private void migrate(String location) {
    Flyway.configure()
        .dataSource(dataSource(DATABASE, passwords.owner()))
        .locations(location)
        .load()
        .migrate();
  }

  private DataSource dataSource(String database, Credentials role) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(database));
    source.setUser(role.user());
    source.setPassword(role.password());
    return source;
  }

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url(LOCAL_DATABASE));
    config.setUsername(passwords.localCloud().user());
    config.setPassword(passwords.localCloud().password());
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    config.setPoolName("local-cloud");
    return new HikariDataSource(config);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  private ProcessHandle postmaster() {
    return LeftOver.find(PROGRAM, data).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Postgres is not running"));
  }

  private void keepRunning() {
    while (!closing) {
      LeftOver.find(PROGRAM, data).forEach(postmaster -> postmaster.onExit().join());
      if (!closing) {
        LOG.warn("Postgres ended; starting it again");
        restart();
      }
    }
  }

  private void restart() {
    try {
      Thread.sleep(BEFORE_RESTART); // its children notice and let go of the shared memory
      server.close();
      forgetStrangersPid();
      server = start();
      if (closing) {
        server.close();
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("Postgres did not start again; see {}", log(), e); // and is tried again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Postgres did not stop", e);
    } finally {
      lock.close();
    }
  }

  private Path log() {
    return folder.resolve("postgres.log");
  }
}
