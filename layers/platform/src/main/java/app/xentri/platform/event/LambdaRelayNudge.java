package app.xentri.platform.event;

import app.xentri.platform.Bounded;
import app.xentri.platform.OpenTransaction;
import app.xentri.platform.Prepared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Invokes the relay function asynchronously, within a second and without a second attempt: what it
 * is to tell of is committed, and whoever waits for the answer must not wait for this. Its client
 * loads two thousand classes, so it is made beside the rest of a start by a function that will need
 * it, and otherwise when first needed; for that, too, nobody waits long.
 */
public final class LambdaRelayNudge implements RelayNudge {

  private static final Logger LOG = LoggerFactory.getLogger(LambdaRelayNudge.class);

  /** For the connection, for every wait for bytes, and for the call as a whole. */
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /**
   * For its client, if that is not there yet: four times what loading it takes, and less than
   * anybody waits. What looks for its region or credentials on a network can take for ever.
   */
  private static final Duration MAKING = Duration.ofSeconds(2);

  private final String functionName;
  private final Prepared<LambdaClient> client;

  public LambdaRelayNudge(String functionName) {
    this(functionName, _ -> {});
  }

  /** With a client that is told otherwise than by the environment where Lambda is. */
  LambdaRelayNudge(String functionName, Consumer<LambdaClientBuilder> where) {
    this.functionName = functionName;
    this.client = new Prepared<>("relay-client", () -> connect(where));
  }

  @Override
  public void wake() {
    OpenTransaction.mustNotBe("the relay");
    try {
      LambdaClient ready = client.within(MAKING).orElseThrow(LambdaRelayNudge::notMade);
      Bounded.call(TIMEOUT, () -> invoke(ready), () -> {});
    } catch (SdkException | IOException | UncheckedIOException e) {
      // The SDK lets through what its HTTP client throws when a call is cut off in the middle.
      // The events are committed; the sweep delivers them within a minute.
      LOG.atWarn().setCause(e).log("relay not woken");
    }
  }

  private static IOException notMade() {
    return new SocketTimeoutException("the client is not made yet");
  }

  private InvokeResponse invoke(LambdaClient ready) {
    return ready.invoke(
        r ->
            r.functionName(functionName)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{}")));
  }

  /** Makes the client on a thread of its own. Calls nobody. */
  public void prepare() {
    client.prepare();
  }

  /** Waits until the client is made, so that a snapshot has it whole. Calls nobody. */
  public void prime() {
    client.get();
  }

  private static LambdaClient connect(Consumer<LambdaClientBuilder> where) {
    LambdaClientBuilder builder =
        LambdaClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(TIMEOUT).socketTimeout(TIMEOUT))
            .overrideConfiguration(
                o ->
                    o.apiCallTimeout(TIMEOUT)
                        .apiCallAttemptTimeout(TIMEOUT)
                        .retryStrategy(DefaultRetryStrategy.doNotRetry()));
    where.accept(builder);
    return builder.build();
  }
}
