package app.xentri.bench;

import app.xentri.platform.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The local cloud as {@code make run} starts it, in a home of its own, and a client with the token
 * of {@code make token}.
 */
final class RunningCloud implements AutoCloseable {

  private final Path root;
  private final Path home;
  private final int port;
  private final Process process;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String token;

  RunningCloud(Path root, Path home) {
    this.root = root;
    this.home = home;
    this.port = freePort();
    this.process = make("run");
    awaitReady();
    this.token = firstLine(make("-s", "token", "EMAIL=bench@example.com"));
  }

  /** Sends a request; POSTs get a new Idempotency-Key. */
  HttpResponse<String> send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .header("idempotency-key", UUID.randomUUID().toString())
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The data of a successful answer. */
  JsonNode data(String method, String path, String body) {
    HttpResponse<String> response = send(method, path, body);
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(
          method + " " + path + " answered " + response.statusCode() + " " + response.body());
    }
    return Json.read(response.body()).path("data");
  }

  private Process make(String... arguments) {
    var builder = new ProcessBuilder("make");
    builder.command().addAll(java.util.List.of(arguments));
    builder.directory(root.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PORT", String.valueOf(port));
    builder.environment().put("XENTRI_HOME", home.toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    try {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (line != null && !line.startsWith("Xentri is ready")) {
        line = lines.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("make run ended before it was ready");
      }
      Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(Process process) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      if (line == null || line.isBlank()) {
        throw new IllegalStateException("make token printed nothing");
      }
      return line.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
