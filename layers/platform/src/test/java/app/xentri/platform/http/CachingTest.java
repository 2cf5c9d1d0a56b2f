package app.xentri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.validation.Schemas;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CachingTest {

  private static final String DEPENDS_ON =
      "Cookie, Authorization, x-org-id, x-xentri-shows, Accept-Encoding";

  private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-000000000002");
  private static final EntityTag MINE = EntityTag.of("brief", ID, ID, 1);

  private static JsonNode ask(String method, String known, Function<Request, Response> endpoint) {
    ObjectNode event = Json.object();
    event.putObject("requestContext").putObject("http").put("method", method);
    event.putObject("headers").put("if-none-match", known);
    return new HttpFunction("nothing", new Schemas(), _ -> endpoint).apply(event);
  }

  private static String header(JsonNode reply, String name) {
    return reply.path("headers").path(name).asString("");
  }

  private static Response brief(Request request) {
    return Response.ok(Json.object().put("mine", true)).etag(MINE);
  }

  @Test
  void aKnownVersionIsNotSentAgainAndAForeignOneIs() {
    JsonNode known = ask("GET", "\"x\", W/" + MINE, CachingTest::brief);
    assertEquals(304, known.path("statusCode").asInt());
    assertEquals("", known.path("body").asString());
    assertEquals(MINE.toString(), header(known, "etag"));
    for (EntityTag foreign :
        List.of(
            EntityTag.of("brief", ID, OTHER, 1),
            EntityTag.of("brief", OTHER, ID, 1),
            EntityTag.of("me", ID, ID, 1),
            EntityTag.of("brief", ID, ID, 2))) {
      JsonNode reply = ask("GET", foreign.toString(), CachingTest::brief);
      assertEquals(200, reply.path("statusCode").asInt(), foreign.toString());
    }
  }

  @Test
  void onlyReadsThatMayBeKeptAreLeftOut() {
    assertEquals(200, ask("POST", MINE.toString(), CachingTest::brief).path("statusCode").asInt());
    JsonNode never = ask("GET", MINE.toString(), r -> brief(r).header("cache-control", "no-store"));
    assertEquals(200, never.path("statusCode").asInt());
    JsonNode refused =
        ask(
            "GET",
            "*",
            _ -> {
              throw new Refused(new Refusal.PreconditionFailed(Json.object(), MINE));
            });
    assertEquals(412, refused.path("statusCode").asInt());
  }

  @Test
  void everyAnswerSaysWhatItDependsOnAndThatItIsOnesOwn() {
    Map<String, JsonNode> replies =
        Map.of(
            "private, no-cache", ask("GET", "", CachingTest::brief),
            "no-store", ask("GET", "", _ -> Response.ok(Json.object())));
    replies.forEach(
        (caching, reply) -> {
          assertEquals(caching, header(reply, "cache-control"));
          assertEquals(DEPENDS_ON, header(reply, "vary"));
        });
    for (JsonNode reply :
        List.of(
            ask("GET", MINE.toString(), CachingTest::brief),
            ask(
                "GET",
                "",
                _ -> {
                  throw new Refused(new Refusal.NotFound());
                }),
            ask(
                "GET",
                "",
                _ -> {
                  throw new IllegalStateException("a fault");
                }))) {
      assertEquals(DEPENDS_ON, header(reply, "vary"));
    }
  }

  @Test
  void noTagIsMadeOfAnythingButWhatItIsTheTagOf() {
    Response response = Response.noContent();
    assertThrows(IllegalArgumentException.class, () -> response.header("etag", "\"1\""));
  }

  @Test
  void whoeverDependsOnSomethingThatIsDownSaysWhenToComeAgain() {
    JsonNode reply =
        ask(
            "GET",
            "",
            _ -> {
              throw new Refused(new Refusal.Unavailable("down", "It is down."));
            });
    assertEquals(503, reply.path("statusCode").asInt());
    assertEquals("5", header(reply, "retry-after"));
  }
}
