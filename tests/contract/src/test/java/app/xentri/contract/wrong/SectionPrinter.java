package app.xentri.contract.wrong;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Waits for a process in a virtual thread. */
final class SectionPrinter {

  private SectionPrinter() {}

  static void follow(Process printer) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                printer.getInputStream().readAllBytes();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
