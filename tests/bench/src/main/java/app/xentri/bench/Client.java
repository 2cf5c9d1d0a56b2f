package app.xentri.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** One connection that is kept, and as little work for each request as HTTP allows. */
final class Client implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final String token;

  Client(int port, String token) {
    this.token = token;
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request and reads its answer, which must be a success. */
  String send(String method, String path, String body) {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + socket.getPort()
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Type: application/json\r\nIdempotency-Key: "
            + UUID.randomUUID()
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    try {
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      return answer(method + " " + path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer(String what) throws IOException {
    String status = line();
    int length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    String body = length >= 0 ? text(length) : chunks();
    if (!status.startsWith("HTTP/1.1 20")) {
      throw new IllegalStateException(what + " answered " + status + " " + body);
    }
    return body;
  }

  private String chunks() throws IOException {
    var body = new StringBuilder();
    int length = Integer.parseInt(line(), 16);
    while (length > 0) {
      body.append(text(length));
      line();
      length = Integer.parseInt(line(), 16);
    }
    line();
    return body.toString();
  }

  private String text(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    int c = in.read();
    while (c != '\n') {
      if (c < 0) {
        throw new EOFException("the gateway hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
      c = in.read();
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
