package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.e2e.RawHttp.Call;
import app.xentri.testkit.RunningCloud;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each route with each thing that can be strange about a request on the wire. Whatever is no HTTP
 * may be hung up on; everything else is answered, and nothing is a fault.
 */
@ExtendWith(Cloud.class)
class OnTheWireTest {

  private static final int PATIENCE_MS = 20_000;
  private static final long SEED = 1;
  private static final int SHOWN = 20;

  @Test
  void nothingOnTheWireIsAFaultOfAnyRoute(RunningCloud cloud) throws Exception {
    Person ann = Person.named(cloud, "wire");
    List<FuzzRoute> routes = FuzzRoute.all(cloud);
    var caller = new Fuzz.Caller(ann.token(), "00000000-0000-7000-8000-000000000000", Map.of());
    Fuzz fuzz = FuzzRun.fuzz(cloud, List.of(caller), SEED);
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> findings = findings(port(cloud.origin()), fuzz, routes.size(), statuses);
    System.out.println("on the wire: " + statuses);
    assertEquals("", few(findings));
    assertTrue(statuses.getOrDefault(200, 0) > routes.size(), "it gets past the gate");
    assertEquals(200, ann.get("/api/v1/me").statusCode(), "and everybody else is served");
  }

  private static int port(String origin) {
    return URI.create(origin).getPort();
  }

  private static String few(List<String> findings) {
    return String.join("\n", findings.subList(0, Math.min(SHOWN, findings.size())));
  }

  private static List<String> findings(
      int port, Fuzz fuzz, int routes, Map<Integer, Integer> statuses) throws IOException {
    List<String> findings = new ArrayList<>();
    for (int number = 0; number < routes; number++) {
      Call plain = fuzz.plain(number);
      if (plain.target().endsWith("/logout")) {
        continue; // Whoever is signed out is refused by everything else.
      }
      for (OnTheWire way : OnTheWire.all()) {
        String first = firstLine(port, way.bytes().of(plain, "127.0.0.1:" + port));
        int status = status(first);
        statuses.merge(status, 1, Integer::sum);
        if (isFault(way, first, status)) {
          findings.add(plain.method() + " " + plain.target() + ", " + way + ": " + first);
        }
      }
    }
    return findings;
  }

  /** That a server does not know how a body is encoded on its way is 501 in HTTP itself. */
  private static boolean isFault(OnTheWire way, String first, int status) {
    boolean unknownEncoding = status == 501 && way.name().contains("encoding");
    return (status >= 500 && !unknownEncoding) || (!first.isEmpty() && status == 0);
  }

  /** The first line of the answer; empty if there is none. */
  private static String firstLine(int port, byte[] request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MS);
      send(socket, request);
      byte[] answer = socket.getInputStream().readNBytes(64);
      return new String(answer, StandardCharsets.ISO_8859_1).split("\r\n", -1)[0];
    } catch (java.net.SocketException hungUp) {
      return "";
    }
  }

  private static void send(Socket socket, byte[] request) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      socket.shutdownOutput();
    } catch (IOException refused) {
      // Whoever is told too much may be answered before all is said; the answer is still there.
    }
  }

  private static int status(String line) {
    return line.matches("HTTP/1\\.[01] [1-5][0-9]{2}.*")
        ? Integer.parseInt(line.substring(9, 12))
        : 0;
  }

  /** A server that falls over one of them is noticed. */
  @Test
  void aFaultIsFound(RunningCloud cloud) throws Exception {
    HttpServer faulty =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    faulty.createContext(
        "/",
        exchange -> {
          boolean falls =
              exchange.getRequestMethod().equals("HEAD")
                  && exchange.getRequestURI().getPath().equals("/api/v1/me");
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(falls ? 500 : 204, -1);
          exchange.close();
        });
    faulty.start();
    try {
      var caller = new Fuzz.Caller("token", "00000000-0000-7000-8000-000000000000", Map.of());
      Fuzz fuzz = FuzzRun.fuzz(cloud, List.of(caller), SEED);
      List<String> findings =
          findings(
              faulty.getAddress().getPort(), fuzz, FuzzRoute.all(cloud).size(), new TreeMap<>());
      assertFalse(findings.isEmpty());
      assertTrue(
          findings.stream().allMatch(it -> it.contains("/api/v1/me, method HEAD")), few(findings));
    } finally {
      faulty.stop(0);
    }
  }
}
