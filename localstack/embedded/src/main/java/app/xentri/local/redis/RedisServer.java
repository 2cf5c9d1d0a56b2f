package app.xentri.local.redis;

import app.xentri.local.Home;
import app.xentri.local.Part;
import app.xentri.local.process.FolderLock;
import app.xentri.local.process.FreePort;
import app.xentri.local.process.LeftOver;
import app.xentri.local.process.Notices;
import app.xentri.local.process.Secrets;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis 7 on a free loopback port, with a password and an append-only file in the home. One
 * that dies is started again on the same port, as the service would do.
 */
public final class RedisServer implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
  private static final String PROGRAM = "redis-server";
  private static final Duration START = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(4);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration BEFORE_RESTART = Duration.ofMillis(200);

  /** What Redis writes as a warning before it ends because of what it has read. */
  private static final Pattern UNREADABLE =
      Pattern.compile("# .*(?:append only file|AOF|RDB|crashed by signal)");

  private final Path folder;
  private final AppendOnlyFiles files;
  private final Path config;
  private final FolderLock lock;
  private final String password;
  private final int port;
  private volatile Process process;
  private volatile boolean closing;

  /**
   * Starts Redis.
   *
   * @throws IllegalStateException when another live run holds the home, or Redis does not start
   */
  public RedisServer(Home home) {
    folder = home.folder("redis");
    files = new AppendOnlyFiles(folder, folder.resolve(PROGRAM));
    config = folder.resolve("redis.conf");
    lock = FolderLock.hold(folder);
    try {
      LeftOver.find(PROGRAM, config).forEach(RedisServer::end);
      unpack();
      password = Secrets.keep(folder, "password");
      port = FreePort.find();
      Secrets.writePrivately(config, settings());
      process = launch();
      awaitAnswer();
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw new IllegalStateException("Redis did not start; see " + log(), e);
    }
    Thread.ofVirtual().name("redis-supervisor").start(this::keepRunning);
  }

  @Override
  public String name() {
    return "redis";
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The password of the default user; it changes only with the home. */
  public String password() {
    return password;
  }

  /** The current process id; it changes when a dead Redis was started again. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    closing = true;
    end(process.toHandle());
    lock.close();
  }

  /** SIGTERM lets Redis write out what it holds; SIGKILL follows only when it hangs. */
  private static void end(ProcessHandle left) {
    if (!LeftOver.signal(left, "TERM", STOP) && !LeftOver.signal(left, "KILL", STOP)) {
      throw new IllegalStateException("Redis does not end: " + left.pid());
    }
  }

  private void unpack() throws IOException {
    File unpacked = RedisExecProvider.defaultProvider().get();
    Path program = folder.resolve(PROGRAM);
    Files.move(unpacked.toPath(), program, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(unpacked.getParentFile().toPath());
  }

  private String settings() throws IOException {
    return """
        bind 127.0.0.1
        port %d
        requirepass %s
        dir "%s"
        logfile "%s"
        appendonly yes
        appendfsync everysec
        save ""
        # The command line must go on naming this file: it is how a left-over server is recognised.
        set-proc-title no
        """
        .formatted(port, password, Files.createDirectories(files.data()), log());
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(folder.resolve(PROGRAM).toString(), config.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * Waits until it answers. Files that it cannot read are cut after the last command that is whole,
   * or, if that does not help, set aside: streams are filled again from the log of events, and
   * nothing else in here lives long.
   */
  private void awaitAnswer() throws IOException {
    if (comesUp()) {
      return;
    }
    requireUnreadable();
    Path copy = files.copy();
    if (files.cut() && comesUpAgain()) {
      Notices.say("Redis' file was damaged at its end and has been cut there; as it was: " + copy);
      return;
    }
    FileUtils.deleteDirectory(copy.toFile());
    Path aside = files.setAside();
    if (!comesUpAgain()) {
      throw new IOException("Redis does not answer");
    }
    Notices.say("Redis' files could not be read and were set aside: " + aside);
  }

  private boolean comesUpAgain() throws IOException {
    process = launch();
    return comesUp();
  }

  /** Whether it answers in time; it is ended when it does not. */
  private boolean comesUp() {
    Instant deadline = Instant.now().plus(START);
    while (!answers()) {
      if (!process.isAlive()) {
        return false;
      }
      if (Instant.now().isAfter(deadline)) {
        process.destroyForcibly();
        return false;
      }
      pause(POLL);
    }
    return true;
  }

  /** Another reason not to start, such as a full disk, is no reason to touch the files. */
  private void requireUnreadable() throws IOException {
    String start = "pid=" + process.pid() + ", just started";
    String log = Files.exists(log()) ? Files.readString(log(), StandardCharsets.ISO_8859_1) : "";
    String ours = log.substring(Math.max(0, log.lastIndexOf(start)));
    if (!UNREADABLE.matcher(ours).find()) {
      throw new IOException("Redis does not answer");
    }
  }

  private boolean answers() {
    try (RespConnection connection = RespConnection.open(port, password)) {
      return connection.call("PING") instanceof Reply.Text;
    } catch (IOException e) {
      return false; // not yet listening, or still reading its files
    }
  }

  private void keepRunning() {
    while (!closing) {
      process.onExit().join();
      if (!closing) {
        LOG.warn("Redis ended with status {}; starting it again", process.exitValue());
        restart();
      }
    }
  }

  private void restart() {
    pause(BEFORE_RESTART);
    try {
      process = launch(); // Known before it answers: whoever it answers may ask for its id.
      awaitAnswer();
    } catch (IOException e) {
      LOG.error("Redis did not start again", e);
    }
    if (closing) {
      end(process.toHandle());
    }
  }

  private Path log() {
    return folder.resolve("redis.log");
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Redis", e);
    }
  }
}
