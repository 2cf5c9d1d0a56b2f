package app.xentri.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Server processes of an earlier run that was killed. They are found by what they run and on which
 * data, not by a recorded process id: an id may have been given to somebody else's process since.
 */
public final class LeftOver {

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
      process.onExit().get(wait.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a left-over process was ending", e);
    } catch (ExecutionException | java.io.IOException e) {
      throw new IllegalStateException("cannot end left-over process " + process.pid(), e);
    }
  }
}
