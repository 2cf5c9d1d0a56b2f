package app.xentri.bench;

import app.xentri.platform.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The running local cloud of any checkout of this project that has been built, an older one too.
 */
final class Checkout implements AutoCloseable {

  private final Path root;
  private final Path home;
  private final int port;
  private final Process process;
  private final JsonNode run;

  /**
   * Starts it and waits until it is ready.
   *
   * @param home what an earlier start left there is found again
   */
  Checkout(Path root, Path home) {
    this.root = root;
    this.home = home;
    this.port = freePort();
    this.process = make("start");
    awaitReady();
    try {
      run = Json.read(Files.readAllBytes(home.resolve("run/local-cloud.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /** A bearer token for this person, who is made with an org if need be. */
  String token(String email) {
    try (var lines = reader(make("-s", "token", "EMAIL=" + email))) {
      return lines.readLine().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all processes of Postgres together have used of a processor, in milliseconds. */
  double postgresMillis() {
    long postmaster = run.path("postgres_pid").asLong();
    // Of the postmaster's own line the last two count those that have ended.
    long[] ended = times(ProcessHandle.of(postmaster).orElseThrow());
    long ticks = Arrays.stream(ended).sum();
    List<ProcessHandle> alive = ProcessHandle.of(postmaster).orElseThrow().children().toList();
    for (ProcessHandle one : alive) {
      long[] times = times(one);
      ticks += times[0] + times[1];
    }
    return ticks * 10.0;
  }

  /** What the cloud's own process has used of a processor, in milliseconds. */
  double jvmMillis() {
    long[] times = times(ProcessHandle.of(run.path("pid").asLong()).orElseThrow());
    return (times[0] + times[1]) * 10.0;
  }

  /** User, system, and both of children that have ended, in hundredths of a second. */
  private static long[] times(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).toArray();
    } catch (IOException gone) {
      return new long[4];
    }
  }

  /** Events that a sink has not got yet, over all orgs and sinks. */
  long lag() {
    String url = "jdbc:postgresql://127.0.0.1:" + run.path("postgres_port").asInt() + "/xentri";
    try (var connection =
            DriverManager.getConnection(
                url,
                "postgres",
                Files.readString(home.resolve("postgres/passwords/postgres")).strip());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select coalesce(sum(h.last_seq - c.last_seq), 0) from event_heads h join event_cursors c using (org_id)")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("cannot read the cursors", e);
    }
  }

  private void awaitReady() {
    var lines = reader(process);
    try {
      String line = lines.readLine();
      while (line != null && !line.contains("Xentri is ready")) {
        line = lines.readLine();
      }
      if (line == null) {
        throw new IllegalStateException(root + " does not start");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Two virtual threads that wait for pipes have kept all others from running.
    Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(_ -> {}));
  }

  private Process make(String... arguments) {
    var command = new ArrayList<>(List.of("make"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.directory(root.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("XENTRI_HOME", home.toString());
    builder.environment().remove("MAKEFLAGS");
    builder.environment().remove("MAKELEVEL");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
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
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException(root + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
