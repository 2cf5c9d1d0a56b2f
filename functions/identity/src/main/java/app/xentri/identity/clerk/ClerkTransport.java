package app.xentri.identity.clerk;

import app.xentri.platform.Json;
import app.xentri.platform.OpenTransaction;
import app.xentri.platform.Patience;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The SDK's way to the network: our own HTTP client, a limit on how long a call may take (the SDK
 * has none, and somebody waits for each call), and one word, {@link NoAnswer}, for every way in
 * which the provider can be out of reach. What answers in its place, such as a proxy with a page of
 * its own, does not speak for it: its 404 does not mean that an account is deleted.
 */
final class ClerkTransport implements HTTPClient {

  private static final Logger LOG = LoggerFactory.getLogger(ClerkTransport.class);

  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(1_500);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final long LONGEST_ANSWER = 8L << 20;

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private final Duration patience;

  /**
   * Opens nothing yet.
   *
   * @param patience from the first attempt to connect to the last byte of the answer
   */
  ClerkTransport(Duration patience) {
    this.patience = patience;
  }

  @Override
  public HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    OpenTransaction.mustNotBe("the identity provider");
    var wait = Patience.wait(patience);
    if (wait.limit().isZero()) {
      throw new NoAnswer();
    }
    try {
      HttpResponse<InputStream> response =
          answer(http.sendAsync(request, _ -> whole()), wait.limit());
      requireOfProvider(response);
      return response;
    } catch (NoAnswer silent) {
      wait.wasInVain();
      throw silent;
    }
  }

  /** The client's own limit ends with the headers; a body that never ends needs this one. */
  private static HttpResponse<InputStream> answer(
      CompletableFuture<HttpResponse<InputStream>> running, Duration limit)
      throws InterruptedException {
    try {
      return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      running.cancel(true);
      Throwable cause = e.getCause() == null ? e : e.getCause();
      LOG.atWarn()
          .addKeyValue("cause", cause.getClass().getName())
          .log("identity provider unreachable");
      throw new NoAnswer();
    }
  }

  /** All of the body, so that the limit holds for it too. */
  private static BodySubscriber<InputStream> whole() {
    return BodySubscribers.mapping(
        BodySubscribers.limiting(BodySubscribers.ofByteArray(), LONGEST_ANSWER),
        ByteArrayInputStream::new);
  }

  private static void requireOfProvider(HttpResponse<InputStream> response) throws IOException {
    int status = response.statusCode();
    if (status == TOO_MANY_REQUESTS || status >= 500) {
      LOG.atWarn().addKeyValue("status", status).log("identity provider unavailable");
      throw new NoAnswer();
    }
    byte[] body = response.body().readAllBytes();
    response.body().reset();
    if (!isOfProvider(status, body)) {
      LOG.atWarn().addKeyValue("status", status).log("what answered is not the identity provider");
      throw new NoAnswer();
    }
  }

  /** It answers in JSON, and refusals with a list of errors. */
  private static boolean isOfProvider(int status, byte[] body) {
    try {
      JsonNode json = Json.read(body);
      return status >= 200
          && (status < 300 ? json.isObject() || json.isArray() : json.path("errors").isArray());
    } catch (JacksonException _) {
      return false;
    }
  }

  /** The provider does not answer, is busy or has failed. Logged where it is thrown. */
  static final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoAnswer() {
      super("the identity provider does not answer", null, false, false);
    }
  }
}
