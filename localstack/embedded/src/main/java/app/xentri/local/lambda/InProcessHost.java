package app.xentri.local.lambda;

import app.xentri.local.lambda.Outcome.Answered;
import app.xentri.local.lambda.Outcome.TimedOut;
import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Function;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs all functions in this JVM, from their packaged jars, through AWS's own loader and
 * serializer. Fast, and good enough for everything that does not depend on one process per
 * function.
 */
public final class InProcessHost implements FunctionHost {
  private final FunctionEnvironment environment;
  private final FunctionClassLoader code;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  /** Prepares the functions of a template; each is loaded by its first call. */
  public InProcessHost(Template template, Packages packages, FunctionEnvironment environment) {
    this.environment = environment;
    this.code = new FunctionClassLoader(packages.all(template));
    ScopedEnvironment.install();
    ScopedOutput.install();
    // The JDK looks for database drivers once, and the local cloud has already made it look,
    // without
    // the functions' jars. Touching them registers them; in AWS the JDK's own look finds them.
    ServiceLoader.load(Driver.class, code).forEach(Driver::getMajorVersion);
  }

  @Override
  public String name() {
    return "functions in this process";
  }

  @Override
  public Outcome invoke(Invocation invocation) {
    Function function = invocation.function();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    // Loading is not counted: Lambda's initialisation has a time of its own.
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name(function.name())
            .start(() -> outcome.complete(run(invocation, ready)));
    try {
      CompletableFuture.anyOf(ready, outcome).get();
      return outcome.get(function.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return new TimedOut(function.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.interrupt();
      return Failures.of("Runtime.Interrupted", "the local cloud is stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the host itself failed", e);
    }
  }

  private Outcome run(Invocation invocation, CompletableFuture<Boolean> ready) {
    Function function = invocation.function();
    new FunctionScope(environment.of(function, Map.of()), invocation.log()).enter();
    Thread.currentThread().setContextClassLoader(code);
    try {
      LambdaRequestHandler handler =
          loaded.computeIfAbsent(function.name(), _ -> new Loaded()).handler(function);
      ready.complete(true);
      return new Answered(handler.call(request(invocation)).toString(StandardCharsets.UTF_8));
    } catch (
        Throwable e) { // Whatever a function throws, even an Error, is its failure and not ours.
      return Failures.of(e, invocation.log());
    }
  }

  private static InvocationRequest request(Invocation invocation) {
    InvocationRequest request = new InvocationRequest();
    request.setId(invocation.requestId());
    request.setInvokedFunctionArn(invocation.arn());
    request.setDeadlineTimeInMs(
        System.currentTimeMillis() + invocation.function().timeout().toMillis());
    request.setContent(invocation.event().getBytes(StandardCharsets.UTF_8));
    return request;
  }

  @Override
  public void close() {
    code.end();
  }

  /**
   * A function's handler, constructed once. A failed construction is tried again, as Lambda does.
   */
  private final class Loaded {
    private @Nullable LambdaRequestHandler handler;

    synchronized LambdaRequestHandler handler(Function function) throws ClassNotFoundException {
      LambdaRequestHandler current = handler;
      if (current == null) {
        current = new RuntimeClient().load(function.handler(), code);
        handler = current;
      }
      return current;
    }
  }
}
