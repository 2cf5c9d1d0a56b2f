package app.xentri.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.gateway.HttpRoutes.Match;
import app.xentri.local.template.Template.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpRoutesTest {
  private static final Route DEFAULT = new Route("ANY", "$default", "fallback");
  private static final Route READ = new Route("GET", "/api/{proxy+}", "read");

  @Test
  void theDefaultRouteTakesWhatNoOtherTakes() {
    HttpRoutes routes = new HttpRoutes(List.of(DEFAULT, READ));
    assertEquals(
        new Match(READ, Map.of("proxy", "a/b")), routes.find("GET", "/api/a/b").orElseThrow());
    assertEquals(new Match(DEFAULT, Map.of()), routes.find("POST", "/api/a/b").orElseThrow());
    assertEquals(new Match(DEFAULT, Map.of()), routes.find("GET", "/").orElseThrow());
  }

  @Test
  void aParameterIsNeverEmpty() {
    HttpRoutes routes = new HttpRoutes(List.of(new Route("GET", "/api/{id}/parts", "parts")));
    assertTrue(routes.find("GET", "/api//parts").isEmpty());
    assertTrue(routes.find("GET", "/api/7/parts/").isPresent());
  }
}
