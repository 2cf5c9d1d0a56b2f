package app.xentri.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that must be told theirs before they start. */
public final class FreePort {

  /**
   * Below the ports that systems give to outgoing connections (Linux from 32768, macOS from 49152):
   * one of those could be given away between being found here and being listened on.
   */
  private static final int FIRST = 20_000;

  private static final int BEHIND_LAST = 32_768;
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  /** A port of 127.0.0.1 that nothing listens on at this moment. */
  public static int find() {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw new IllegalStateException("no free port", last);
  }
}
