package app.xentri.identity.clerk;

import com.clerk.backend_api.utils.HTTPClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK's way to the network: our own HTTP client, a limit on how long a call may take (the SDK
 * has none, and a call may hold a transaction open), and one word, {@link NoAnswer}, for every way
 * in which the provider can be out of reach.
 */
final class ClerkTransport implements HTTPClient {

  private static final Logger LOG = LoggerFactory.getLogger(ClerkTransport.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  @Override
  public HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    var limited = HttpRequest.newBuilder(request, (_, _) -> true).timeout(TIMEOUT).build();
    HttpResponse<InputStream> response;
    try {
      response = http.send(limited, _ -> whole());
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.getClass().getName())
          .log("identity provider unreachable");
      throw new NoAnswer();
    }
    int status = response.statusCode();
    if (status == TOO_MANY_REQUESTS || status >= 500) {
      LOG.atWarn().addKeyValue("status", status).log("identity provider unavailable");
      throw new NoAnswer();
    }
    return response;
  }

  /** All of the body, so that the limit holds for it too. */
  private static BodySubscriber<InputStream> whole() {
    return BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
  }

  /** The provider does not answer, is busy or has failed. Logged where it is thrown. */
  static final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NoAnswer() {
      super("the identity provider does not answer", null, false, false);
    }
  }
}
