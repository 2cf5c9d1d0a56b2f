package app.xentri.local.template;

import java.util.function.UnaryOperator;

/**
 * Where a template is read for: what the pseudo parameters and the addresses of resources are.
 *
 * @param region for example {@code eu-central-1}
 * @param account twelve digits
 * @param stack the stack's name, prefix of every resource's physical name
 * @param queueUrl the URL of a queue by its physical name
 */
public record Place(String region, String account, String stack, UnaryOperator<String> queueUrl) {

  /** A Lambda function's ARN by its physical name. */
  public String functionArn(String name) {
    return arn("lambda", "function:" + name);
  }

  /** A state machine's ARN by its physical name. */
  String machineArn(String name) {
    return arn("states", "stateMachine:" + name);
  }

  /** A role's ARN by its name; roles have no region. */
  String roleArn(String name) {
    return "arn:aws:iam::" + account + ":role/" + name;
  }

  String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }
}
