package app.xentri.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP link to a local port that fails as told. */
public final class FaultyLink implements AutoCloseable {

  /** What happens to what is sent over the link. */
  public enum Mode {
    /** Everything arrives. */
    PASS,
    /** Nothing arrives. */
    REFUSE,
    /** What the client says arrives; the answer does not. */
    LOSE_ANSWERS
  }

  private final ServerSocket listener;
  private final int target;
  private volatile Mode mode = Mode.PASS;

  public FaultyLink(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public void set(Mode newMode) {
    mode = newMode;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(client, server, Mode.REFUSE));
        Thread.ofVirtual().start(() -> pump(server, client, Mode.LOSE_ANSWERS));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void pump(Socket from, Socket to, Mode stopsAt) {
    try (from;
        to) {
      byte[] buffer = new byte[16_384];
      var in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0 && mode != stopsAt; n = in.read(buffer)) {
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException _) {
      // One side has hung up; closing both is all there is to do.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
