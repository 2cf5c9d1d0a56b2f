package app.xentri.local.lambda;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Sends what a function prints to its invocation's log, and everything else where it went before.
 */
final class ScopedOutput extends OutputStream {
  private final PrintStream process;

  private ScopedOutput(PrintStream process) {
    this.process = process;
  }

  /** Puts itself in front of both standard streams; doing it again changes nothing. */
  static synchronized void install() {
    if (!(System.out instanceof Routed)) {
      System.setOut(new Routed(new ScopedOutput(Objects.requireNonNull(System.out))));
      System.setErr(new Routed(new ScopedOutput(Objects.requireNonNull(System.err))));
    }
  }

  private OutputStream target() {
    return FunctionScope.current().map(FunctionScope::output).orElse(process);
  }

  @Override
  public void write(int value) throws IOException {
    target().write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    target().write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    target().flush();
  }

  /** Recognisable, so that it is not put in place twice. */
  private static final class Routed extends PrintStream {
    Routed(ScopedOutput output) {
      super(output, true, StandardCharsets.UTF_8);
    }
  }
}
