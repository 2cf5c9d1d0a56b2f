package app.xentri.identity.clerk;

import com.clerk.backend_api.utils.HTTPClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * The SDK's way to the network: limits on how long a call may take (the SDK has none, and a call
 * may hold a transaction open), and one word, {@link NoAnswer}, for every way in which the provider
 * can be out of reach.
 *
 * <p>Calls go over the JDK's older client, which is ready in half of the newer one's time, as a
 * cold start feels. It does not know {@code PATCH}; those calls alone load the newer one.
 */
final class ClerkTransport implements HTTPClient {

  private static final Logger LOG = LoggerFactory.getLogger(ClerkTransport.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int TOO_MANY_REQUESTS = 429;

  private final Supplier<HttpClient> newer = SingletonSupplier.of(ClerkTransport::newerClient);

  private static HttpClient newerClient() {
    return HttpClient.newBuilder()
        .connectTimeout(CONNECT_TIMEOUT)
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  @Override
  public HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
    Received received;
    try {
      received = request.method().equals("PATCH") ? byNewer(request) : byOlder(request);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.getClass().getName())
          .log("identity provider unreachable");
      throw new NoAnswer();
    }
    int status = received.statusCode();
    if (status == TOO_MANY_REQUESTS || status >= 500) {
      LOG.atWarn().addKeyValue("status", status).log("identity provider unavailable");
      throw new NoAnswer();
    }
    return received;
  }

  private Received byNewer(HttpRequest request) throws IOException, InterruptedException {
    var limited = HttpRequest.newBuilder(request, (_, _) -> true).timeout(TIMEOUT).build();
    HttpResponse<byte[]> response = newer.get().send(limited, BodyHandlers.ofByteArray());
    return new Received(request, response.statusCode(), response.headers(), whole(response.body()));
  }

  private static Received byOlder(HttpRequest request) throws IOException {
    var connection = (HttpURLConnection) request.uri().toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod(request.method());
    request
        .headers()
        .map()
        .forEach((name, values) -> values.forEach(v -> connection.addRequestProperty(name, v)));
    if (!request.method().equals("GET")) {
      upload(connection, RequestBody.of(request));
    }
    return received(request, connection);
  }

  /** With a fixed length, so that the client never sends a call a second time by itself. */
  private static void upload(HttpURLConnection connection, byte[] body) throws IOException {
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
  }

  private static Received received(HttpRequest request, HttpURLConnection connection)
      throws IOException {
    int status;
    try {
      status = connection.getResponseCode();
    } catch (HttpRetryException e) {
      // What it makes of a 401 to an upload.
      return new Received(
          request, e.responseCode(), headers(Map.of()), InputStream.nullInputStream());
    }
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Received(
          request,
          status,
          headers(connection.getHeaderFields()),
          whole(in == null ? new byte[0] : in.readAllBytes()));
    }
  }

  private static HttpHeaders headers(Map<String, List<String>> fields) {
    Map<String, List<String>> named =
        fields.entrySet().stream()
            .filter(field -> isNamed(field.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return HttpHeaders.of(named, (_, _) -> true);
  }

  private static InputStream whole(byte[] body) {
    return new ByteArrayInputStream(body);
  }

  /** The older client has the status line among the fields, under no name. */
  private static boolean isNamed(@Nullable String name) {
    return name != null;
  }

  /** The provider does not answer, is busy or has failed. Logged where it is thrown. */
  static final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NoAnswer() {
      super("the identity provider does not answer", null, false, false);
    }
  }
}
