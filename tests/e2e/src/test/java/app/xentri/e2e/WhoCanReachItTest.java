package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.e2e.ListeningPorts.Listening;
import app.xentri.testkit.RunningCloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every listening port of a running cloud, against whoever should not get in. */
@ExtendWith(Cloud.class)
class WhoCanReachItTest {

  private static final Set<Integer> REFUSED = Set.of(401, 403, 421);

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Addresses of the gateway that act for a browser's session, or show what others must not. */
  private static final List<String> OF_THE_GATEWAY =
      List.of("/", "/api/v1/events", "/__clerk/v1/client/sessions?_method=DELETE", "/__local/mail");

  @Test
  void everyPortIsFoundAndListensOnLoopbackOnly(RunningCloud cloud) throws IOException {
    var ports = ListeningPorts.of(cloud);
    Set<Integer> known = new TreeSet<>();
    var run = cloud.runFile();
    known.add(URI.create(cloud.origin()).getPort());
    known.add(run.path("postgres_port").asInt());
    known.add(run.path("redis_port").asInt());
    for (String url : List.of("upstash_url", "clerk_backend_url")) {
      known.add(URI.create(run.path(url).asString()).getPort());
    }
    run.path("aws")
        .forEach(
            value -> {
              if (value.asString().startsWith("http:")) {
                known.add(URI.create(value.asString()).getPort());
              }
            });
    var found = ports.stream().map(Listening::port).collect(Collectors.toCollection(TreeSet::new));
    assertTrue(found.containsAll(known), known + " are known, and the system names " + found);
    assertEquals(List.of(), open(cloud));
  }

  /** Ports that other machines reach. */
  private static List<Integer> open(RunningCloud cloud) throws IOException {
    return ListeningPorts.of(cloud).stream()
        .filter(port -> !port.loopback())
        .map(Listening::port)
        .toList();
  }

  @Test
  void noPortLetsInWhoeverHasNoCredentials(RunningCloud cloud) throws IOException {
    assertEquals(
        401, status(http(URI.create(cloud.origin()).getPort(), "GET", "/api/v1/me", Map.of())));
    assertEquals(List.of(), lettingIn(cloud));
  }

  /** What other ports than the gateway's answer to somebody without credentials. */
  private static List<String> lettingIn(RunningCloud cloud) throws IOException {
    int gateway = URI.create(cloud.origin()).getPort();
    List<String> findings = new ArrayList<>();
    for (Listening listening : ListeningPorts.of(cloud)) {
      int port = listening.port();
      if (port == gateway) {
        continue;
      }
      if (http(port, "GET", "/", Map.of()).startsWith("HTTP/1.1 ")) {
        for (String method : List.of("GET", "POST", "DELETE")) {
          int status = status(http(port, method, "/", Map.of()));
          if (!REFUSED.contains(status)) {
            findings.add(port + ": " + method + " " + status);
          }
        }
      } else if (!asksForAPassword(port)) {
        findings.add(port + ": neither HTTP nor a server that asks for a password");
      }
    }
    return findings;
  }

  /** Redis says so at the first command, Postgres when it is told the superuser's name. */
  private static boolean asksForAPassword(int port) throws IOException {
    String redis = send(port, "PING\r\n".getBytes(StandardCharsets.US_ASCII));
    if (redis.startsWith("-NOAUTH")) {
      return true;
    }
    byte[] parameters =
        "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
    int length = 8 + parameters.length;
    ByteBuffer startup = ByteBuffer.allocate(length).putInt(length).putInt(3 << 16).put(parameters);
    byte[] postgres = send(port, startup.array()).getBytes(StandardCharsets.ISO_8859_1);
    int askedForScram = 10;
    return postgres.length > 8
        && postgres[0] == 'R'
        && ByteBuffer.wrap(postgres).getInt(5) == askedForScram;
  }

  @Test
  void noPortAnswersAPageOfAnotherSite(RunningCloud cloud) throws IOException {
    assertEquals(List.of(), answeringPages(cloud));
  }

  /** What ports answer to a page of another name or another site. */
  private static List<String> answeringPages(RunningCloud cloud) throws IOException {
    int gateway = URI.create(cloud.origin()).getPort();
    List<String> findings = new ArrayList<>();
    for (Listening listening : ListeningPorts.of(cloud)) {
      int port = listening.port();
      if (!http(port, "GET", "/", Map.of()).startsWith("HTTP/1.1 ")) {
        continue; // Nothing that a browser can speak: it is closed at the first line.
      }
      for (var foreign : foreignHosts(port).entrySet()) {
        for (String path : port == gateway ? OF_THE_GATEWAY : List.of("/")) {
          for (String method : List.of("GET", "POST")) {
            int status = status(http(port, method, path, foreign.getValue()));
            if (status != 421) {
              findings.add(
                  "%d: %s, %s %s: %d".formatted(port, foreign.getKey(), method, path, status));
            }
          }
        }
      }
      for (var foreign : foreignSites().entrySet()) {
        for (String path :
            port == gateway ? OF_THE_GATEWAY.subList(1, OF_THE_GATEWAY.size()) : List.of("/")) {
          int status = status(http(port, "POST", path, foreign.getValue()));
          // Clerk's own answer to a foreign origin, which its clients know.
          boolean refused = path.startsWith("/__clerk/") && status == 400;
          if (!refused && !REFUSED.contains(status)) {
            findings.add("%d: %s, POST %s: %d".formatted(port, foreign.getKey(), path, status));
          }
        }
      }
    }
    return findings;
  }

  private static Map<String, Map<String, String>> foreignHosts(int port) {
    return Map.of(
        "another name", Map.of("Host", "evil.example"),
        "another name with our port", Map.of("Host", "evil.example:" + port),
        "a name that begins like ours", Map.of("Host", "127.0.0.1.evil.example:" + port));
  }

  private static Map<String, Map<String, String>> foreignSites() {
    return Map.of(
        "another origin", Map.of("Origin", "http://evil.example"),
        "another port", Map.of("Origin", "http://127.0.0.1:1"),
        "a hidden origin", Map.of("Origin", "null"),
        "another site by the browser's word", Map.of("Sec-Fetch-Site", "cross-site"),
        "another port by the browser's word", Map.of("Sec-Fetch-Site", "same-site"));
  }

  /** Another server that belongs to the cloud, and asks nobody anything. */
  private record Added(Path folder, Process server, int port) implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    static Added to(RunningCloud cloud) throws IOException {
      Path folder = Files.createDirectory(cloud.home().resolve("added-server"), PRIVATE);
      Process server =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(),
                  "-b",
                  "0.0.0.0",
                  "-p",
                  "0",
                  "-d",
                  folder.toString())
              .redirectErrorStream(true)
              .start();
      return new Added(folder, server, port(server));
    }

    private static int port(Process server) throws IOException {
      var lines = server.inputReader(StandardCharsets.UTF_8);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var named = PORT.matcher(line);
        if (named.find()) {
          return Integer.parseInt(named.group(1));
        }
      }
      throw new IllegalStateException("jwebserver does not say where it listens");
    }

    @Override
    public void close() throws IOException {
      server.destroyForcibly().onExit().join();
      Files.delete(folder);
    }
  }

  @Test
  void aServerThatIsAddedAndAsksNobodyAnythingIsNamed(RunningCloud cloud) throws IOException {
    try (Added added = Added.to(cloud)) {
      assertEquals(List.of(added.port()), open(cloud));
      for (List<String> findings : List.of(lettingIn(cloud), answeringPages(cloud))) {
        assertFalse(findings.isEmpty());
        assertTrue(
            findings.stream().allMatch(it -> it.startsWith(added.port() + ": ")),
            findings.toString());
      }
    }
    assertEquals(List.of(), open(cloud));
  }

  @Test
  void nothingInTheHomeCanBeReadByOthers(RunningCloud cloud) throws IOException {
    assertEquals(List.of(), readable(cloud));
  }

  private static List<Path> readable(RunningCloud cloud) throws IOException {
    try (Stream<Path> files = Files.walk(cloud.home())) {
      return files.filter(WhoCanReachItTest::isOpen).map(cloud.home()::relativize).toList();
    }
  }

  @Test
  void aFileThatOthersCanReadIsNamed(RunningCloud cloud) throws IOException {
    Path file = Files.createFile(cloud.home().resolve("run/added-file"), PRIVATE);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));
      assertEquals(List.of(Path.of("run/added-file")), readable(cloud));
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isOpen(Path file) {
    try {
      return !Files.isSymbolicLink(file)
          && !PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))
              .endsWith("------");
    } catch (IOException e) {
      return false; // Gone while the running servers tidy up.
    }
  }

  private static String http(int port, String method, String path, Map<String, String> headers)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Host", "127.0.0.1:" + port);
    all.put("Content-Type", "application/x-www-form-urlencoded");
    all.put("Content-Length", "3");
    all.put("Connection", "close");
    all.putAll(headers);
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    all.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    return send(port, (request + "\r\na=b").getBytes(StandardCharsets.US_ASCII));
  }

  private static int status(String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 "), "no answer: " + answer);
    return Integer.parseInt(answer.substring(9, 12));
  }

  /**
   * What comes back within two seconds, at most its first bytes; a closed connection is nothing.
   */
  private static String send(int port, byte[] bytes) throws IOException {
    var answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write(bytes);
      for (int b = socket.getInputStream().read();
          b >= 0 && answer.size() < 64;
          b = socket.getInputStream().read()) {
        answer.write(b);
      }
    } catch (SocketTimeoutException e) {
      // It waits for more; what it has said so far is its answer.
      return answer.toString(StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException e) {
      return answer.toString(StandardCharsets.ISO_8859_1); // closed without a word
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }
}
