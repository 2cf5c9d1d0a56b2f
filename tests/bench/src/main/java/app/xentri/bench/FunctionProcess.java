package app.xentri.bench;

import app.xentri.platform.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One function in a JVM of its own, started through AWS's runtime interface client. */
final class FunctionProcess implements AutoCloseable {

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");

  private final RuntimeApi api = new RuntimeApi();
  private final Process process;
  private final long started;

  FunctionProcess(
      String handler,
      String classPath,
      Map<String, String> environment,
      List<String> moreOptions,
      Path log) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(moreOptions);
    command.addAll(
        List.of(
            "-cp",
            classPath,
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
            handler));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.directory(new File("/tmp"));
    builder.environment().putAll(environment);
    builder
        .environment()
        .putAll(Map.of("AWS_LAMBDA_RUNTIME_API", api.address(), "_HANDLER", handler));
    try {
      started = System.nanoTime();
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer answer(String event) {
    api.send(event);
    RuntimeApi.Answer answer = api.answer();
    if (answer.failed()) {
      throw new IllegalStateException("the function failed: " + answer.body());
    }
    return new Answer((answer.nanos() - started) / 1e6, Json.read(answer.body()));
  }

  /** Resident memory in MB, from the kernel's account. */
  long residentMegabytes() {
    try {
      Process ps =
          new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
      String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Long.parseLong(kilobytes.strip()) / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process in order, so that it may write a cache, and waits for it. */
  void endInOrder() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("the process does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await();
    api.close();
  }
}
