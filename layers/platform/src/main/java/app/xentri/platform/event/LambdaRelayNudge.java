package app.xentri.platform.event;

import app.xentri.platform.OpenTransaction;
import app.xentri.platform.Prepared;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Invokes the relay function asynchronously. Its client loads two thousand classes, so it is made
 * beside the rest of a start by a function that will need it, and otherwise when first needed.
 */
public final class LambdaRelayNudge implements RelayNudge {

  private static final Logger LOG = LoggerFactory.getLogger(LambdaRelayNudge.class);

  private final String functionName;
  private final Prepared<LambdaClient> client =
      new Prepared<>("relay-client", LambdaRelayNudge::connect);

  public LambdaRelayNudge(String functionName) {
    this.functionName = functionName;
  }

  @Override
  public void wake() {
    OpenTransaction.mustNotBe("the relay");
    try {
      client
          .get()
          .invoke(
              r ->
                  r.functionName(functionName)
                      .invocationType(InvocationType.EVENT)
                      .payload(SdkBytes.fromUtf8String("{}")));
    } catch (SdkException e) {
      // The events are committed; the sweep delivers them within a minute.
      LOG.atWarn().setCause(e).log("relay not woken");
    }
  }

  /** Makes the client on a thread of its own. Calls nobody. */
  public void prepare() {
    client.prepare();
  }

  /** Waits until the client is made, so that a snapshot has it whole. Calls nobody. */
  public void prime() {
    client.get();
  }

  private static LambdaClient connect() {
    return LambdaClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
  }
}
