package app.xentri.local.lambda;

import app.xentri.local.aws.FunctionInvoker;
import app.xentri.local.template.Template.Function;
import java.nio.charset.StandardCharsets;

/**
 * The functions as other services call them.
 *
 * @param trigger what calls, for the developer page
 * @param waits whether {@link #invoke} waits for the function; a bus does not: Lambda takes its
 *     events asynchronously, with the function's own retries and destination
 */
public record LambdaInvoker(Lambda lambda, AsyncInvocations queue, String trigger, boolean waits)
    implements FunctionInvoker {

  @Override
  public boolean knows(String functionName) {
    return lambda.find(functionName).isPresent();
  }

  @Override
  public app.xentri.local.aws.Invocation invoke(String functionName, byte[] payload) {
    if (!waits) {
      invokeAsync(functionName, payload);
      return app.xentri.local.aws.Invocation.answered(new byte[0]);
    }
    Outcome outcome = lambda.invoke(function(functionName), trigger, text(payload));
    return switch (outcome) {
      case Outcome.Answered(String answer) ->
          app.xentri.local.aws.Invocation.answered(bytes(answer));
      case Outcome.Failed(String type, String error) ->
          app.xentri.local.aws.Invocation.failed(bytes(error));
      case Outcome.TimedOut(var after) ->
          failed("Sandbox.Timedout", "Task timed out after " + after.toSeconds() + " seconds");
      case Outcome.Throttled throttled -> failed("TooManyRequestsException", "Rate Exceeded.");
    };
  }

  @Override
  public void invokeAsync(String functionName, byte[] payload) {
    queue.enqueue(function(functionName), trigger, text(payload));
  }

  private Function function(String name) {
    return lambda.find(name).orElseThrow(() -> new IllegalArgumentException("no function " + name));
  }

  private static app.xentri.local.aws.Invocation failed(String type, String message) {
    return app.xentri.local.aws.Invocation.failed(bytes(Failures.of(type, message).payload()));
  }

  private static String text(byte[] payload) {
    return payload.length == 0 ? "{}" : new String(payload, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
