package app.xentri.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy in front of a server that counts how often the talk turns from the client to the server:
 * the round trips.
 */
public final class RoundTrips implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final AtomicInteger count = new AtomicInteger();

  public RoundTrips(int target) {
    this(target, 0);
  }

  /** On a port that the caller knows before. */
  public RoundTrips(int target, int port) {
    this.target = target;
    try {
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Round trips since the last call. */
  public int take() {
    return count.getAndSet(0);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        var serverSpoke = new AtomicBoolean(true);
        pump(client, server, () -> count.addAndGet(serverSpoke.getAndSet(false) ? 1 : 0));
        pump(server, client, () -> serverSpoke.set(true));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void pump(Socket from, Socket to, Runnable onData) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (from;
                  to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[16_384];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  onData.run();
                  out.write(buffer, 0, n);
                }
              } catch (IOException _) {
                // One side has hung up; closing both is all there is to do.
              }
            });
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
