package app.xentri.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP/1.1 byte by byte over one connection: clients put right, encode or refuse what a hostile
 * caller sends as it is.
 */
final class RawHttp implements AutoCloseable {

  /** One line of a header; a name may be there twice. */
  @SuppressWarnings("ArrayRecordComponent") // Bytes as they travel; nobody compares them.
  record Header(String name, byte[] value) {

    static Header of(String name, String value) {
      return new Header(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return name + ": " + new String(value, StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * What is sent.
   *
   * @param target path and query, encoded as they shall be
   */
  @SuppressWarnings("ArrayRecordComponent") // Bytes as they travel; nobody compares them.
  record Call(String method, String target, List<Header> headers, byte[] body) {

    private byte[] bytes(String host) {
      var bytes = new ByteArrayOutputStream();
      bytes.writeBytes(latin(method + " " + target + " HTTP/1.1\r\nhost: " + host + "\r\n"));
      for (Header header : headers) {
        bytes.writeBytes(latin(header.name() + ": "));
        bytes.writeBytes(header.value());
        bytes.writeBytes(latin("\r\n"));
      }
      if (body.length > 0 || !method.equals("GET")) {
        bytes.writeBytes(latin("content-length: " + body.length + "\r\n"));
      }
      bytes.writeBytes(latin("\r\n"));
      bytes.writeBytes(body);
      return bytes.toByteArray();
    }

    /** Enough to send it again by hand. */
    @Override
    public String toString() {
      String sent = new String(body, StandardCharsets.ISO_8859_1);
      return "%s %s\n%s\n%s"
          .formatted(
              method, target, headers, sent.length() > 2000 ? sent.substring(0, 2000) + "…" : sent);
    }
  }

  /**
   * What came back.
   *
   * @param status 0 if the connection was closed without an answer
   */
  @SuppressWarnings("ArrayRecordComponent") // Bytes as they travel; nobody compares them.
  record Answer(int status, Map<String, String> headers, byte[] body, Duration took) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private static final int PATIENCE_MS = 60_000;

  private final int port;
  private Socket socket;
  private InputStream in;

  RawHttp(int port) throws IOException {
    this.port = port;
    connect();
  }

  private void connect() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  Answer send(Call call) throws IOException {
    long started = System.nanoTime();
    Answer answer = exchange(call, started);
    if (answer.status() == 0 || answer.header("connection").equalsIgnoreCase("close")) {
      socket.close();
      connect();
    }
    return answer;
  }

  private Answer exchange(Call call, long started) throws IOException {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(call.bytes("127.0.0.1:" + port));
      out.flush();
    } catch (IOException refused) {
      // Whoever is told too much may be answered before all is said; the answer is still there.
      return read(started);
    }
    return read(started);
  }

  private Answer read(long started) throws IOException {
    String status = line();
    if (status.isEmpty()) {
      return new Answer(0, Map.of(), new byte[0], since(started));
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      String[] parts = header.split(":", 2);
      headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1].strip(), (a, b) -> a + "\n" + b);
    }
    int code = Integer.parseInt(status.split(" ", -1)[1]);
    return new Answer(code, headers, body(code, headers), since(started));
  }

  private byte[] body(int status, Map<String, String> headers) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      var body = new ByteArrayOutputStream();
      for (int size = chunk(); size > 0; size = chunk()) {
        body.writeBytes(in.readNBytes(size));
        line();
      }
      line();
      return body.toByteArray();
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().split(";", -1)[0].strip(), 16);
  }

  /** Up to the next line break; empty at the end of the connection, too. */
  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (next != '\r') {
          line.write(next);
        }
      }
    } catch (java.net.SocketException reset) {
      return ""; // Closed with something of ours unread.
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
