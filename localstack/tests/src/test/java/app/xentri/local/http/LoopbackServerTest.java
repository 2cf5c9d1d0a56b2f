package app.xentri.local.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopbackServerTest {

  @Test
  void whatAWebPageOfAnotherSiteSendsReachesNoHandler() {
    var reached = new AtomicInteger();
    try (var server =
        new LoopbackServer(
            "test",
            exchange -> {
              reached.incrementAndGet();
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            })) {
      for (String method : List.of("GET", "POST", "OPTIONS", "DELETE")) {
        Wire.foreign(server.port())
            .forEach(
                (why, headers) -> {
                  int status = Wire.status(server.port(), method, "/", headers);
                  assertTrue(List.of(403, 421).contains(status), why + ": " + status);
                });
      }
      assertEquals(0, reached.get());
      assertEquals(204, Wire.status(server.port(), "POST", "/", Map.of()));
      assertEquals(
          204,
          Wire.status(server.port(), "GET", "/", Map.of("Host", "localhost:" + server.port())));
    }
  }
}
