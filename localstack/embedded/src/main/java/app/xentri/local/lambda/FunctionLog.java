package app.xentri.local.lambda;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** One file with what all functions print, in the order in which it arrives. */
public final class FunctionLog implements AutoCloseable {
  private static final long ROTATE_AT_BYTES = 20_000_000;

  private final Path file;
  private final Clock clock;
  private final BufferedWriter writer;
  private boolean closed;

  /**
   * Opens the file for appending; a large one is first moved aside, replacing the last such one.
   */
  public FunctionLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    try {
      if (Files.exists(file) && Files.size(file) > ROTATE_AT_BYTES) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + file, e);
    }
  }

  /** Appends one line, with the time, the function and the first part of the request id. */
  synchronized void line(String function, String requestId, String text) {
    if (closed) {
      return; // A function's own thread may print after everything has stopped.
    }
    try {
      writer.write(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + function + " ");
      writer.write(requestId.substring(0, Math.min(8, requestId.length())) + " " + text);
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
