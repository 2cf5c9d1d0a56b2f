package app.xentri.testkit;

import app.xentri.local.clerk.MakeToken;
import app.xentri.platform.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/**
 * The local cloud as {@code make run} starts it, on a free port and in a home of its own, and a
 * client for it. Beside it another one may run.
 */
public final class RunningCloud implements AutoCloseable {

  /**
   * What is tested does not change under the tests, so one look at what must be built is enough.
   */
  private static final AtomicBoolean BUILT = new AtomicBoolean();

  private final Path root = Repository.root();
  private final Path home;
  private final Map<String, String> parameters;
  private final int port = freePort();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private Process process;

  /**
   * Starts it and waits until it is ready.
   *
   * @param home its {@code XENTRI_HOME}; what an earlier run left there is found again
   */
  public RunningCloud(Path home) {
    this(home, Map.of());
  }

  /**
   * As {@link #RunningCloud(Path)}, with other values for some of the template's parameters.
   *
   * @param parameters by name, for example an address with something in between
   */
  public RunningCloud(Path home, Map<String, String> parameters) {
    this.home = home;
    this.parameters = Map.copyOf(parameters);
    this.process = start();
  }

  /** Its {@code XENTRI_HOME}. */
  public Path home() {
    return home;
  }

  /** For example {@code http://127.0.0.1:34567}. */
  public String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** Facts about this run: ports, addresses and secrets, as the launcher wrote them. */
  public JsonNode runFile() {
    try {
      return Json.read(Files.readAllBytes(home.resolve("run/local-cloud.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A bearer token for this person, who is made with an org if need be; the same one each time, as
   * long as this cloud runs. What {@code make token} does, without a JVM of its own.
   */
  public String token(String email) {
    return tokens.computeIfAbsent(email, this::newToken);
  }

  private String newToken(String email) {
    try {
      return MakeToken.token(runFile(), email);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A request of this person. Headers given here win. */
  public HttpResponse<String> send(
      String token, String method, String path, String body, Map<String, String> headers) {
    return send(origin(), new Call(token, method, path, body, headers));
  }

  /**
   * The same by way of another address.
   *
   * @param at an origin, behind which this cloud is
   */
  HttpResponse<String> send(String at, Call call) {
    String body = call.body();
    var request =
        HttpRequest.newBuilder(URI.create(at + call.path()))
            .header("content-type", "application/json")
            .method(
                call.method(),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!call.token().isEmpty()) {
      request.header("authorization", "Bearer " + call.token());
    }
    call.headers().forEach(request::setHeader);
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Ends it in order (SIGTERM) and starts it again in the same home and on the same port. */
  public void restart() {
    close();
    process = start();
  }

  /** Kills it (SIGKILL), so that nothing of it can tidy up. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    await();
  }

  /** Starts it again after a {@link #kill}. */
  public void startAgain() {
    process = start();
  }

  /** What tells {@code make} which of several clouds is meant. */
  public Map<String, String> environment() {
    return Map.of("PORT", String.valueOf(port), "XENTRI_HOME", home.toString());
  }

  private Process start() {
    Process started = make(BUILT.getAndSet(true) ? "start" : "run");
    var lines =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    try {
      String line = lines.readLine();
      while (line != null && !line.contains("Xentri is ready")) {
        line = lines.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("make run ended before it was ready; " + lastWords());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(_ -> {}));
    return started;
  }

  /** The end of what the functions have logged: the home may be gone when somebody reads this. */
  private String lastWords() throws IOException {
    Path log = home.resolve("logs/functions.log");
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  private Process make(String... arguments) {
    var builder = new ProcessBuilder("make");
    builder.command().addAll(List.of(arguments));
    builder.directory(root.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment());
    parameters.forEach((name, value) -> builder.environment().put("PARAMETER_" + name, value));
    builder.environment().remove("MAKEFLAGS");
    builder.environment().remove("MAKELEVEL");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Kept over restarts, so not one of those that systems give to outgoing connections (from 32768
   * on): somebody would have it by then.
   */
  private static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port");
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private void await() {
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        throw new IllegalStateException("make run does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    await();
  }
}
