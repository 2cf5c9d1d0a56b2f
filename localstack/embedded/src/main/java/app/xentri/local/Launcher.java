package app.xentri.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Starts the local cloud for a person and keeps it running until it is told to stop. */
final class Launcher {
  private static final Duration STOP_WITHIN = Duration.ofMillis(4500);

  private Launcher() {}

  static void launch(Path project) throws InterruptedException {
    Options options;
    try {
      options = Options.of(project.toAbsolutePath().normalize(), System.getenv());
    } catch (IllegalArgumentException e) {
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

  private static void run(Options options) throws InterruptedException {
    LocalCloud cloud;
    try {
      cloud = new LocalCloud(options);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cloud), "stop"));
      cloud.start();
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    System.out.println("Xentri is ready: " + cloud.origin());
    System.out.println("  developer pages  " + cloud.origin() + "/__local/");
    System.out.println("  logs             " + options.home().folder("logs"));
    new CountDownLatch(1).await();
  }

  /** What hangs while stopping must not keep the machine waiting; the next start clears it away. */
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
              Runtime.getRuntime().halt(1);
            });
    cloud.close();
  }

  private static void fail(RuntimeException e) {
    StringBuilder sentence = new StringBuilder("Xentri did not start: ").append(e.getMessage());
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      sentence.append("\n  because: ").append(cause.getMessage());
    }
    System.err.println(sentence);
    System.exit(1);
  }
}
