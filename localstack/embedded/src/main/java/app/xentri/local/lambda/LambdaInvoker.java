package app.xentri.local.lambda;

import app.xentri.local.aws.FunctionInvoker;
import app.xentri.local.template.Template.Function;
import java.nio.charset.StandardCharsets;

/**
 * The functions as other services call them.
 *
 * @param trigger what calls, for the developer page
 */
public record LambdaInvoker(Lambda lambda, AsyncInvocations queue, String trigger)
    implements FunctionInvoker {

  @Override
  public boolean knows(String functionName) {
    return lambda.find(functionName).isPresent();
  }

  @Override
  public app.xentri.local.aws.Invocation invoke(String functionName, byte[] payload) {
    Outcome outcome = lambda.invoke(function(functionName), trigger, text(payload));
    byte[] answer = outcome.payload().getBytes(StandardCharsets.UTF_8);
    return outcome instanceof Outcome.Answered
        ? app.xentri.local.aws.Invocation.answered(answer)
        : app.xentri.local.aws.Invocation.failed(answer);
  }

  @Override
  public void invokeAsync(String functionName, byte[] payload) {
    queue.enqueue(function(functionName), trigger, text(payload));
  }

  private Function function(String name) {
    return lambda.find(name).orElseThrow(() -> new IllegalArgumentException("no function " + name));
  }

  private static String text(byte[] payload) {
    return payload.length == 0 ? "{}" : new String(payload, StandardCharsets.UTF_8);
  }
}
