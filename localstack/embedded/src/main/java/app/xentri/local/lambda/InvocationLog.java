package app.xentri.local.lambda;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects what a function prints during one invocation and passes every full line on. Threads that
 * the function started may still print after it has answered, so writing stays possible.
 */
public final class InvocationLog extends OutputStream {
  private static final int KEPT_LINES = 500;
  private static final int LONGEST_LINE = 16 * 1024;

  private final Consumer<String> stream;
  private final List<String> lines = new ArrayList<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * Starts an empty log.
   *
   * @param stream also gets every line
   */
  public InvocationLog(Consumer<String> stream) {
    this.stream = stream;
  }

  @Override
  public synchronized void write(int value) {
    if (value == '\n') {
      endLine();
    } else {
      line.write(value);
      if (line.size() >= LONGEST_LINE) {
        endLine();
      }
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int from = offset;
    while (from < end) {
      int to = from;
      int longest = Math.min(end, from + LONGEST_LINE - line.size());
      while (to < longest && bytes[to] != '\n') {
        to++;
      }
      line.write(bytes, from, to - from);
      boolean ended = to < end && bytes[to] == '\n';
      if (ended || line.size() >= LONGEST_LINE) {
        endLine();
      }
      from = ended ? to + 1 : to;
    }
  }

  /** Writes a line of the host's own. */
  public synchronized void note(String text) {
    if (line.size() > 0) {
      endLine();
    }
    text.lines().forEach(this::add);
  }

  /** The lines so far, oldest first; only the first {@value #KEPT_LINES} are kept. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  private void endLine() {
    add(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }

  private void add(String text) {
    String clean = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    if (lines.size() < KEPT_LINES) {
      lines.add(clean);
    }
    stream.accept(clean);
  }
}
