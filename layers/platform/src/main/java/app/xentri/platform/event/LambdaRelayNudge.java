package app.xentri.platform.event;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Invokes the relay function asynchronously. The client is made when first needed: most requests
 * write nothing.
 */
public final class LambdaRelayNudge implements RelayNudge {

  private static final Logger LOG = LoggerFactory.getLogger(LambdaRelayNudge.class);

  private final String functionName;
  private volatile @Nullable LambdaClient client;

  public LambdaRelayNudge(String functionName) {
    this.functionName = functionName;
  }

  @Override
  public void wake() {
    try {
      client()
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

  /** Makes the client, so that a snapshot has it. Calls nobody. */
  public void prime() {
    client();
  }

  private LambdaClient client() {
    LambdaClient made = client;
    if (made == null) {
      synchronized (this) {
        made =
            client == null
                ? LambdaClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .build()
                : client;
        client = made;
      }
    }
    return made;
  }
}
