package app.xentri.local.lambda;

import app.xentri.local.template.Template.Function;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Puts together all variables that a function sees: the template's, and those that Lambda itself
 * sets.
 *
 * @param region for example {@code eu-central-1}
 * @param aws credentials and endpoints for the AWS SDK; asked for with each call, because the
 *     endpoint itself needs the functions and starts after them
 */
public record FunctionEnvironment(String region, Supplier<Map<String, String>> aws) {

  /**
   * The variables of a function.
   *
   * @param host what the host adds, for example where its runtime interface is
   */
  Map<String, String> of(Function function, Map<String, String> host) {
    Map<String, String> variables = new HashMap<>(function.environment());
    variables.putAll(aws.get());
    variables.put("AWS_REGION", region);
    variables.put("AWS_DEFAULT_REGION", region);
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
    variables.put("_HANDLER", function.handler());
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.putAll(host);
    return Map.copyOf(variables);
  }
}
