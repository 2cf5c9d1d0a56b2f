package app.xentri.local.aws;

import app.xentri.local.mail.Mailbox;
import java.util.Map;

/**
 * What is behind the endpoint.
 *
 * @param secrets values of Secrets Manager by name
 * @param parameters values of SSM by name
 */
public record AwsServices(
    Account account,
    EventBus bus,
    FunctionInvoker functions,
    Mailbox mailbox,
    Queues queues,
    Map<String, String> secrets,
    Map<String, String> parameters) {

  public AwsServices {
    secrets = Map.copyOf(secrets);
    parameters = Map.copyOf(parameters);
  }

  @Override
  public String toString() {
    return "AwsServices[" + secrets.keySet() + parameters.keySet() + "]";
  }
}
