package app.xentri.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Remembers the processes that a run started, so that the run after a SIGKILL can end those that
 * lived on.
 *
 * <p>A process id alone is not enough: ids are reused, and ending a stranger's process is worse
 * than leaving an orphan. So the start time is kept beside it and both must match.
 *
 * @param directory where one small file per process is kept
 */
public record Orphans(Path directory) {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  public Orphans(Home home) {
    this(home.folder("run/processes"));
  }

  /** Remembers a process under a short name; recording a name again replaces what it stood for. */
  public void record(String name, ProcessHandle process) {
    Optional<Instant> started = process.info().startInstant();
    if (started.isEmpty()) {
      return; // It has ended already, so there is nothing that could be left behind.
    }
    try {
      Files.writeString(file(name), process.pid() + " " + started.get().toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember process " + name, e);
    }
  }

  /** Forgets a process that was stopped in the ordinary way. */
  public void forget(String name) {
    delete(file(name));
  }

  /** The process recorded under this name by an earlier run, if that very process still lives. */
  public Optional<ProcessHandle> find(String name) {
    return read(file(name));
  }

  /**
   * Ends every recorded process that still lives, politely first, and forgets all of them.
   *
   * @return how many were ended
   */
  public int endAll() {
    int ended = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Optional<ProcessHandle> survivor = read(file);
        if (survivor.isPresent()) {
          end(survivor.get());
          ended++;
        }
        delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the processes of an earlier run", e);
    }
    return ended;
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
    }
  }

  private static Optional<ProcessHandle> read(Path file) {
    try {
      String[] parts = Files.readString(file).strip().split(" ", -1);
      if (parts.length != 2) {
        return Optional.empty(); // A run killed while writing leaves half a line.
      }
      long started = Long.parseLong(parts[1]);
      return ProcessHandle.of(Long.parseLong(parts[0]))
          .filter(ProcessHandle::isAlive)
          .filter(process -> startedAt(process, started));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static boolean startedAt(ProcessHandle process, long millis) {
    return process
        .info()
        .startInstant()
        .map(Instant::toEpochMilli)
        .filter(at -> at == millis)
        .isPresent();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
