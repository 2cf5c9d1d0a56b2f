package app.xentri.bench;

import app.xentri.local.aws.FunctionInvoker;
import app.xentri.local.aws.Invocation;
import java.nio.charset.StandardCharsets;

/**
 * A Lambda that takes every invocation and runs nothing: the relay that a commit wakes must not run
 * beside the function whose start is being measured.
 */
final class IdleFunctions implements FunctionInvoker {

  @Override
  public boolean knows(String functionName) {
    return true;
  }

  @Override
  public Invocation invoke(String functionName, byte[] payload) {
    return Invocation.answered("{}".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void invokeAsync(String functionName, byte[] payload) {
    // Accepted; see above.
  }
}
