package app.xentri.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Server processes of an earlier run that was killed. They are found by what they run and on which
 * data, not by a recorded process id: an id may have been given to somebody else's process since.
 */
public final class LeftOver {

  private static final Duration POLL = Duration.ofMillis(10);

  private LeftOver() {}

  /** The processes whose program has this file name and that were started with this argument. */
  public static List<ProcessHandle> find(String program, Path argument) {
    return ProcessHandle.allProcesses().filter(p -> runs(p, program, argument)).toList();
  }

  private static boolean runs(ProcessHandle process, String program, Path argument) {
    ProcessHandle.Info info = process.info();
    boolean sameProgram = info.command().map(c -> Path.of(c).endsWith(program)).orElse(false);
    return sameProgram
        && info.arguments().map(Arrays::asList).orElse(List.of()).contains(argument.toString());
  }

  /**
   * Sends a signal (for example {@code INT}) and waits for the process to end.
   *
   * @return whether it ended in time
   */
  public static boolean signal(ProcessHandle process, String signal, Duration wait) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return ends(process, wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a left-over process was ending", e);
    } catch (IOException e) {
      throw new IllegalStateException("cannot end left-over process " + process.pid(), e);
    }
  }

  private static boolean ends(ProcessHandle process, Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    while (!hasEnded(process)) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  /**
   * Whether a process runs no more. A left-over one has lost its parent, and whoever inherited it
   * may take seconds to collect it once it is dead; until then it has a number but no program.
   */
  public static boolean hasEnded(ProcessHandle process) {
    return !process.isAlive() || process.info().command().isEmpty();
  }
}
