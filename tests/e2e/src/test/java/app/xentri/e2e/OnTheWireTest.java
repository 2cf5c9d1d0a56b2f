package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.e2e.RawHttp.Call;
import app.xentri.testkit.AddedRoutes;
import app.xentri.testkit.AddedRoutes.Asked;
import app.xentri.testkit.AddedRoutes.Reply;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** What an added route can fall over, and how. */
  enum Fall {
    BY_ITS_METHOD("method HEAD") {
      @Override
      Reply answer(Asked asked, Function<Asked, Reply> like) {
        return asked.method().equals("HEAD") ? Reply.of(500) : like.apply(asked);
      }
    },
    BY_A_HEADER("header range") {
      @Override
      Reply answer(Asked asked, Function<Asked, Reply> like) {
        return asked.header("range").isEmpty() ? like.apply(asked) : Reply.of(500);
      }
    },
    BY_ITS_TARGET("target with NUL") {
      @Override
      Reply answer(Asked asked, Function<Asked, Reply> like) {
        return asked.target().contains("%00") ? Reply.of(503) : like.apply(asked);
      }
    },
    BY_ITS_JSON("JSON with a list") {
      @Override
      Reply answer(Asked asked, Function<Asked, Reply> like) {
        return asked.bytes().startsWith("[") ? Reply.of(500) : like.apply(asked);
      }
    };

    private final String way;

    Fall(String way) {
      this.way = way;
    }

    abstract Reply answer(Asked asked, Function<Asked, Reply> like);
  }

  /** All ways, on a route that was added to the others. */
  private static List<String> tryAdded(RunningCloud cloud, AddedRoutes.Fault fault)
      throws IOException {
    String token = Person.named(cloud, "wire").token();
    try (var added = new AddedRoutes(cloud, route -> route.name().equals("events-post"), fault)) {
      var caller = new Fuzz.Caller(token, "00000000-0000-7000-8000-000000000000", Map.of());
      Fuzz fuzz = FuzzRun.fuzz(cloud, FuzzRoute.all(added.routes()), List.of(caller), SEED);
      return findings(port(added.origin()), fuzz, added.routes().size(), new TreeMap<>());
    }
  }

  @Test
  void anAddedRouteThatFallsOverNothingIsAsGoodAsTheOthers(RunningCloud cloud) throws Exception {
    assertEquals("", few(tryAdded(cloud, AddedRoutes.Fault.NONE)));
  }

  @ParameterizedTest
  @EnumSource
  void anAddedRouteThatFallsIsNamed(Fall fall, RunningCloud cloud) throws Exception {
    List<String> findings = tryAdded(cloud, fall::answer);
    assertTrue(findings.stream().anyMatch(it -> it.contains(fall.way)), few(findings));
    assertTrue(
        findings.stream().allMatch(it -> it.startsWith("POST /api/v1/added/events, ")),
        few(findings));
  }
}
