package app.xentri.local.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests as a browser writes them: the JDK's client does not let a test choose these headers. */
public final class Wire {

  private static final int ANSWER_MILLIS = 10_000;

  private Wire() {}

  /**
   * The status of the answer to a form that is sent with these headers; an empty one is left out.
   */
  public static int status(int port, String method, String path, Map<String, String> headers) {
    var all = new LinkedHashMap<String, String>();
    all.put("Host", "127.0.0.1:" + port);
    all.put("Content-Type", "application/x-www-form-urlencoded");
    all.put("Content-Length", "3");
    all.put("Connection", "close");
    all.putAll(headers);
    var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    all.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.append(name).append(": ").append(value).append("\r\n");
          }
        });
    request.append("\r\na=b");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(answer.substring("HTTP/1.1 ".length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a page on another site, or one whose name was pointed at this machine, would send. */
  public static Map<String, Map<String, String>> foreign(int port) {
    return Map.of(
        "another name",
        Map.of("Host", "evil.example"),
        "another name with our port",
        Map.of("Host", "evil.example:" + port),
        "a name that begins like ours",
        Map.of("Host", "127.0.0.1.evil.example:" + port),
        "another site's origin",
        Map.of("Origin", "http://evil.example"),
        "another port's origin",
        Map.of("Origin", "http://127.0.0.1:1"),
        "a hidden origin",
        Map.of("Origin", "null"),
        "another site, by the browser's word",
        Map.of("Sec-Fetch-Site", "cross-site"),
        "another port, by the browser's word",
        Map.of("Sec-Fetch-Site", "same-site"));
  }
}
