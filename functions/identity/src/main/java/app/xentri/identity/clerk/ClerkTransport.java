package app.xentri.identity.clerk;

import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import com.clerk.backend_api.utils.HTTPClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK's way to the network: our own HTTP client, a limit on how long a call may take (the SDK
 * has none, and a call may hold a transaction open), and one word for every way in which the
 * provider can be out of reach.
 */
final class ClerkTransport implements HTTPClient {

  private static final Logger LOG = LoggerFactory.getLogger(ClerkTransport.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpClient http;

  ClerkTransport(HttpClient http) {
    this.http = http;
  }

  @Override
  public HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    var limited = HttpRequest.newBuilder(request, (_, _) -> true).timeout(TIMEOUT).build();
    HttpResponse<InputStream> response;
    try {
      response = http.send(limited, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.getClass().getName())
          .log("identity provider unreachable");
      throw unavailable();
    }
    int status = response.statusCode();
    if (status == TOO_MANY_REQUESTS || status >= 500) {
      response.body().close();
      LOG.atWarn().addKeyValue("status", status).log("identity provider unavailable");
      throw unavailable();
    }
    return response;
  }

  private static Refused unavailable() {
    return new Refused(
        new Refusal.Unavailable(
            "identity_provider_unavailable",
            "The sign-in service does not answer right now. Try again in a moment."));
  }
}
