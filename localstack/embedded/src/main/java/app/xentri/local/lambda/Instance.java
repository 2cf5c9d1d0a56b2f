package app.xentri.local.lambda;

import app.xentri.local.lambda.Outcome.TimedOut;
import app.xentri.local.lambda.RuntimeApi.InitFailure;
import app.xentri.local.lambda.RuntimeApi.Pending;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of one function. It serves one invocation at a time, like an instance in Lambda. */
final class Instance implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final RuntimeApi api;
  private final Process process;
  private volatile InvocationLog log;
  private volatile long idleSince = System.nanoTime();

  /**
   * Starts the process.
   *
   * @param log takes what is printed before the first invocation
   */
  private Instance(RuntimeApi api, Process process, InvocationLog log) {
    this.api = api;
    this.process = process;
    this.log = log;
    // Whoever waits for a pipe holds what carries virtual threads, and there are as many functions.
    Thread.ofPlatform().daemon().name("function output").start(this::copyOutput);
  }

  /**
   * Starts a process; it is ready once it asks for work.
   *
   * @param command the Java command
   * @param task its working folder, with {@code lib/*.jar}
   * @param environment all of its variables but the address of its runtime API
   */
  static Instance start(
      List<String> command, Path task, Map<String, String> environment, InvocationLog log) {
    RuntimeApi api = new RuntimeApi();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(task.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
    try {
      return new Instance(api, builder.start(), log);
    } catch (IOException e) {
      api.close();
      throw new UncheckedIOException("cannot start a function's process", e);
    }
  }

  /**
   * Runs an invocation.
   *
   * @return nothing when the process ended before it took the invocation
   */
  Optional<Outcome> invoke(Invocation invocation) {
    log = invocation.log();
    Duration timeout = invocation.function().timeout();
    CompletableFuture<Process> exit = process.onExit();
    try {
      CompletableFuture.anyOf(api.initialized(), exit).get(START.toMillis(), TimeUnit.MILLISECONDS);
      Pending pending = new Pending(invocation, System.currentTimeMillis() + timeout.toMillis());
      api.dispatch(pending);
      CompletableFuture.anyOf(pending.outcome(), exit)
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return pending.outcome().isDone() ? Optional.of(pending.outcome().get()) : exited(pending);
    } catch (TimeoutException e) {
      close(); // Lambda ends an instance that overran, so that nothing of it goes on.
      return Optional.of(new TimedOut(timeout));
    } catch (ExecutionException e) {
      close();
      return Optional.of(
          e.getCause() instanceof InitFailure init
              ? init.failed()
              : Failures.of("Runtime.Unknown", "the runtime API failed"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      return Optional.of(Failures.of("Runtime.Interrupted", "the local cloud is stopping"));
    } finally {
      idleSince = System.nanoTime();
    }
  }

  private static Optional<Outcome> exited(Pending pending) {
    return pending.taken().isDone()
        ? Optional.of(Failures.of("Runtime.ExitError", "the function's process ended by itself"))
        : Optional.empty();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean idleFor(Duration time) {
    return System.nanoTime() - idleSince > time.toNanos();
  }

  private void copyOutput() {
    byte[] buffer = new byte[8192];
    try (InputStream output = process.getInputStream()) {
      int read = output.read(buffer);
      while (read >= 0) {
        log.write(buffer, 0, read);
        read = output.read(buffer);
      }
    } catch (IOException e) {
      // The pipe of a process that was ended closes under the reader; there is nothing more to
      // copy.
      log.note("output of the function's process ended");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    api.close();
  }
}
