package app.xentri.local.redis;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One connection that speaks Redis' second protocol and keeps every byte and every kind of reply
 * apart, which the REST protocol needs and which client libraries hide. Not for several threads at
 * once.
 */
final class RespConnection implements AutoCloseable {

  private static final int CONNECT_MILLIS = 1_000;
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final byte[] END = {'\r', '\n'};

  /** Codes of refusals that are not about the command: it may be sent again later. */
  private static final Set<String> NOT_NOW = Set.of("BUSY", "LOADING", "MISCONF");

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16_384));
    out = new BufferedOutputStream(socket.getOutputStream(), 16_384);
  }

  /** Connects to the loopback port and authenticates. */
  static RespConnection open(int port, String password) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(ANSWER.toMillis()));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      RespConnection connection = new RespConnection(socket);
      if (connection.call("AUTH", password) instanceof Reply.Refusal refusal) {
        throw new IOException("Redis refuses: " + refusal.message());
      }
      return connection;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends one command and reads its reply. */
  Reply call(String... words) throws IOException {
    return call(Arrays.stream(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** Sends one command and reads its reply. */
  Reply call(List<byte[]> words) throws IOException {
    return callAll(List.of(words)).getFirst();
  }

  /**
   * Sends the commands in one go and reads one reply for each, in order.
   *
   * @throws IOException also when Redis is there and serves nobody: it reads its files, is held up
   *     by a script or cannot write
   */
  List<Reply> callAll(List<List<byte[]>> commands) throws IOException {
    for (List<byte[]> command : commands) {
      write(command);
    }
    out.flush();
    List<Reply> replies = new ArrayList<>(commands.size());
    for (int i = 0; i < commands.size(); i++) {
      replies.add(read());
    }
    for (Reply reply : replies) {
      if (reply instanceof Reply.Refusal(String message)
          && NOT_NOW.contains(message.split(" ", 2)[0])) {
        throw new IOException(message);
      }
    }
    return replies;
  }

  /** Sends a command whose replies are read one by one with {@link #read()}, without time limit. */
  void listen(List<byte[]> command) throws IOException {
    socket.setSoTimeout(0);
    write(command);
    out.flush();
  }

  private void write(List<byte[]> words) throws IOException {
    header('*', words.size());
    for (byte[] word : words) {
      header('$', word.length);
      out.write(word);
      out.write(END);
    }
  }

  private void header(char kind, int size) throws IOException {
    out.write((kind + Integer.toString(size)).getBytes(StandardCharsets.US_ASCII));
    out.write(END);
  }

  /** Waits for the next reply. */
  Reply read() throws IOException {
    int kind = in.read();
    return switch (kind) {
      case '+' -> new Reply.Text(line());
      case '-' -> new Reply.Refusal(line());
      case ':' -> new Reply.Whole(Long.parseLong(line()));
      case '$' -> bytes(Integer.parseInt(line()));
      case '*' -> many(Integer.parseInt(line()));
      case -1 -> throw new EOFException("Redis closed the connection");
      default -> throw new IOException("not a reply of Redis: " + kind);
    };
  }

  private Reply bytes(int size) throws IOException {
    if (size < 0) {
      return new Reply.Nothing(false);
    }
    byte[] value = new byte[size];
    in.readFully(value);
    in.skipNBytes(END.length);
    return new Reply.Bytes(value);
  }

  private Reply many(int size) throws IOException {
    if (size < 0) {
      return new Reply.Nothing(true);
    }
    List<Reply> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(read());
    }
    return new Reply.Many(items);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("Redis closed the connection");
      }
      line.write(c);
    }
    in.skipNBytes(1);
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
