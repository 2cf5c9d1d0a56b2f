package app.xentri.local;

import app.xentri.local.Options.Isolation;
import app.xentri.local.gateway.PortInUseException;
import app.xentri.local.postgres.Binaries;
import app.xentri.local.process.FileModes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.io.FileUtils;

/** Starts the local cloud for a person and keeps it running until it is told to stop. */
final class Launcher {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(4);

  private Launcher() {}

  /**
   * Starts and stops once: a class that was loaded here is mapped, not read, in every later start,
   * and what was unpacked here is copied.
   */
  static void rehearse(Path project) {
    try {
      Path folder = Files.createTempDirectory("xentri-rehearsal");
      try {
        Home home = new Home(folder);
        Binaries binaries = Binaries.ofProject(project);
        binaries.forget();
        startAndStop(new Options(project, home, 0, Isolation.NONE));
        binaries.take(home);
      } finally {
        FileUtils.deleteDirectory(folder.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the rehearsal's folder", e);
    }
    System.exit(0); // Libraries leave threads behind that would keep the process.
  }

  private static void startAndStop(Options options) {
    try (LocalCloud cloud = new LocalCloud(options)) {
      cloud.start();
    }
  }

  static void launch(Path project) {
    FileModes.keepNewFilesPrivate();
    Options options;
    try {
      options = Options.of(project, System.getenv());
      options.home().prepare();
    } catch (IllegalArgumentException | Home.UnusableException e) {
      fail(e);
      return;
    }
    // Read by the logging library when the first part asks for a logger.
    System.setProperty(
        "org.slf4j.simpleLogger.logFile",
        options.home().folder("logs").resolve("local-cloud.log").toString());
    System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
    System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSX");
    run(options);
  }

  private static void run(Options options) {
    LocalCloud cloud;
    try {
      cloud = new LocalCloud(options);
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cloud), "stop"));
    try {
      cloud.start();
    } catch (RuntimeException e) {
      if (!cloud.isClosed()) {
        fail(e);
      }
      return; // Told to stop while starting: nothing went wrong.
    }
    System.out.println("Xentri is ready: " + cloud.origin());
    System.out.println("  developer pages  " + cloud.origin() + "/__local/");
    System.out.println("  logs             " + options.home().folder("logs"));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Told to stop in the moment in which it was ready.
    }
  }

  /**
   * What hangs while stopping must not keep the machine waiting. Servers and functions are told to
   * end, because nobody would do that after us.
   */
  private static void stop(LocalCloud cloud) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(STOP_WITHIN);
                System.err.println("Xentri did not stop in time and was ended");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              cloud.abandon();
              Runtime.getRuntime().halt(1);
            });
    cloud.close();
  }

  private static void fail(RuntimeException e) {
    StringBuilder sentence = new StringBuilder("Xentri did not start: ").append(e.getMessage());
    boolean explained = e instanceof PortInUseException;
    for (Throwable cause = e.getCause(); cause != null && !explained; cause = cause.getCause()) {
      sentence.append("\n  because: ").append(cause.getMessage());
    }
    System.err.println(sentence);
    System.exit(1);
  }
}
