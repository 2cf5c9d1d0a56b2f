package app.xentri.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class in a JVM of its own and ends that JVM the way a crash does. */
public final class RunInOwnJvm {

  private static final String READY = "ready ";

  private RunInOwnJvm() {}

  /**
   * Starts the main class, waits until it calls {@link #ready} and sends it SIGKILL.
   *
   * @return the process id that the main class reported
   */
  public static long untilKilled(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      long reported =
          lines
              .lines()
              .filter(line -> line.startsWith(READY))
              .mapToLong(line -> Long.parseLong(line.substring(READY.length())))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(main + " ended before it was ready"));
      process.destroyForcibly().onExit().join();
      return reported;
    }
  }

  /** Called by the main class: reports a process id and sleeps until the end. */
  public static void ready(long pid) throws InterruptedException {
    System.out.println(READY + pid);
    Thread.sleep(Long.MAX_VALUE);
  }
}
