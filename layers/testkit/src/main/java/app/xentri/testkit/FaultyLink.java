package app.xentri.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntSupplier;

/** A TCP link to a local port that fails as told. */
public final class FaultyLink implements AutoCloseable {

  /** What happens to what is sent over the link, also over connections that are there already. */
  public enum Mode {
    /** Everything arrives. */
    PASS,
    /** Nothing arrives, and the connection ends. */
    REFUSE,
    /** What the client says arrives; the connection ends in place of an answer. */
    LOSE_ANSWERS,
    /** Connections are taken and stay, and nothing arrives. */
    KEEP_SILENT,
    /** What the client says arrives, and nothing comes back. */
    KEEP_ANSWERS,
    /** The first half of an answer arrives, and then nothing any more. */
    STOP_MIDWAY,
    /** The first half of an answer arrives, and then the connection ends. */
    CUT_MIDWAY,
    /** An answer arrives byte by byte, ten a second. */
    DRIP,
    /** Something else arrives in place of an answer. */
    TALK_NONSENSE,
    /** A web server that stands in between says that it has a problem. */
    BAD_GATEWAY,
    /** A web server that stands in between says that there is no such thing. */
    SOMEBODY_ELSES_PAGE;

    private boolean endsAtAnswer() {
      return this == LOSE_ANSWERS
          || this == CUT_MIDWAY
          || this == TALK_NONSENSE
          || this == BAD_GATEWAY
          || this == SOMEBODY_ELSES_PAGE;
    }
  }

  private static final Duration DROP = Duration.ofMillis(100);

  private final ServerSocket listener;
  private final IntSupplier target;
  private volatile Mode mode = Mode.PASS;

  public FaultyLink(int target) {
    this(() -> target);
  }

  /**
   * To a port that is not known yet.
   *
   * @param target asked when the first connection comes
   */
  public FaultyLink(IntSupplier target) {
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
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(client, server, this::say));
        Thread.ofVirtual().start(() -> pump(server, client, this::answer));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Passes on what has been read, or not; whether the connection goes on. */
  @FunctionalInterface
  private interface Passing {
    boolean pass(byte[] read, OutputStream to) throws IOException;
  }

  private static void pump(Socket from, Socket to, Passing passing) {
    try (from;
        to) {
      byte[] buffer = new byte[16_384];
      var in = from.getInputStream();
      int n = in.read(buffer);
      while (n >= 0 && passing.pass(Arrays.copyOf(buffer, n), to.getOutputStream())) {
        n = in.read(buffer);
      }
    } catch (IOException _) {
      // One side has hung up; closing both is all there is to do.
    }
  }

  private boolean say(byte[] said, OutputStream server) throws IOException {
    if (mode == Mode.REFUSE) {
      return false;
    }
    if (mode != Mode.KEEP_SILENT) {
      server.write(said);
    }
    return true;
  }

  private boolean answer(byte[] answer, OutputStream client) throws IOException {
    Mode now = mode;
    switch (now) {
      case PASS, REFUSE -> client.write(answer);
      case LOSE_ANSWERS, KEEP_SILENT, KEEP_ANSWERS -> {}
      case STOP_MIDWAY, CUT_MIDWAY -> client.write(answer, 0, answer.length / 2);
      case DRIP -> drip(answer, client);
      case TALK_NONSENSE -> client.write(nonsense(answer.length));
      case BAD_GATEWAY -> client.write(page("500 Internal Server Error"));
      case SOMEBODY_ELSES_PAGE -> client.write(page("404 Not Found"));
    }
    if (now == Mode.STOP_MIDWAY) {
      awaitAnother(now);
    }
    return !now.endsAtAnswer();
  }

  private void drip(byte[] answer, OutputStream client) throws IOException {
    for (int i = 0; i < answer.length; i++) {
      if (mode != Mode.DRIP) {
        client.write(answer, i, answer.length - i);
        return;
      }
      client.write(answer[i]);
      pause();
    }
  }

  /** The other half never comes; a connection that was stopped is worth nothing afterwards. */
  private void awaitAnother(Mode stopped) throws IOException {
    while (mode == stopped) {
      pause();
    }
    throw new IOException("stopped midway");
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(DROP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static byte[] nonsense(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] page(String status) {
    String body = "<html><body>" + status + "</body></html>";
    return "HTTP/1.1 %s\r\ncontent-type: text/html\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
        .formatted(status, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
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
