package app.xentri.local.aws;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Functions written in Java that remember what they were called with. Where the outcome is a
 * failure, an event is not even taken.
 */
final class RecordingFunctions implements FunctionInvoker {

  record Call(String function, String payload, boolean waited) {}

  private final Set<String> names;
  private final UnaryOperator<Invocation> outcome;
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final List<Call> all = new CopyOnWriteArrayList<>();

  RecordingFunctions(Set<String> names) {
    this(names, answered -> answered);
  }

  RecordingFunctions(Set<String> names, UnaryOperator<Invocation> outcome) {
    this.names = names;
    this.outcome = outcome;
  }

  static Invocation failure(String type) {
    return Invocation.failed(
        "{\"errorType\":\"%s\"}".formatted(type).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean knows(String functionName) {
    return names.contains(functionName);
  }

  @Override
  public Invocation invoke(String functionName, byte[] payload) {
    note(functionName, payload, true);
    return outcome.apply(Invocation.answered(payload));
  }

  @Override
  public void invokeAsync(String functionName, byte[] payload) {
    note(functionName, payload, false);
    if (outcome.apply(Invocation.answered(payload)).error().isPresent()) {
      throw new IllegalStateException("not taken");
    }
  }

  private void note(String function, byte[] payload, boolean waited) {
    Call call = new Call(function, new String(payload, StandardCharsets.UTF_8), waited);
    all.add(call);
    calls.add(call);
  }

  /** The next call, which must come within 5 seconds. */
  Call next() throws InterruptedException {
    Call call = calls.poll(5, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no function was called");
    }
    return call;
  }

  /** Whether nothing is called for a moment. */
  boolean quiet() throws InterruptedException {
    return calls.poll(300, TimeUnit.MILLISECONDS) == null;
  }

  List<Call> all() {
    return List.copyOf(all);
  }
}
