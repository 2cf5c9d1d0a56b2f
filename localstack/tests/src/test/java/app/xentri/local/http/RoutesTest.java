package app.xentri.local.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.http.Routes.Match;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoutesTest {
  @Test
  void theDefaultRouteTakesWhatNoOtherTakes() {
    var routes =
        new Routes<String>().on("ANY", "$default", "fallback").on("GET", "/api/{proxy+}", "read");
    assertEquals(
        new Match<>("read", Map.of("proxy", "a/b")), routes.find("GET", "/api/a/b").orElseThrow());
    assertEquals(new Match<>("fallback", Map.of()), routes.find("POST", "/api/a/b").orElseThrow());
    assertEquals(new Match<>("fallback", Map.of()), routes.find("GET", "/").orElseThrow());
  }

  @Test
  void aParameterIsNeverEmpty() {
    var routes = new Routes<String>().on("GET", "/api/{id}/parts", "parts");
    assertTrue(routes.find("GET", "/api//parts").isEmpty());
    assertTrue(routes.find("GET", "/api/7/parts/").isPresent());
  }

  @Test
  void theMoreSpecificRouteAnswersInWhateverOrderTheyCome() {
    var routes =
        new Routes<String>()
            .on("GET", "/users/{id}", "one")
            .on("ANY", "/users/count", "any")
            .on("GET", "/users/count", "count");
    assertEquals("count", routes.find("GET", "/users/count").orElseThrow().handler());
    assertEquals("any", routes.find("POST", "/users/count").orElseThrow().handler());
    assertEquals(
        new Match<>("one", Map.of("id", "7")), routes.find("GET", "/users/7").orElseThrow());
  }
}
