package app.xentri.e2e;

import static app.xentri.e2e.Person.data;
import static app.xentri.e2e.Person.etag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.Causes;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From sign-up to the timeline through the API. */
@ExtendWith(Cloud.class)
class FirstRunTest {

  /** All that a person can bring about alone, but for a second signing in. */
  private static final List<String> FIRST_RUN =
      Stream.of(
              "user.signup",
              "org.created",
              "brief.session_started",
              "brief.drafted",
              "brief.created",
              "brief.updated",
              "brief.restored",
              "org.renamed",
              "user.updated")
          .map(type -> "xentri." + type + ".v1")
          .toList();

  @Test
  void aConversationBecomesABriefAndEveryStepIsOnTheTimeline(RunningCloud cloud) {
    Person ada = Person.named(cloud, "ada");
    String session = ada.talk();

    HttpResponse<String> drafted = ada.post(session + "/ready", "");
    assertEquals("review_pending", data(drafted).path("state").asString());
    HttpResponse<String> read = ada.get(session);
    JsonNode identity = data(read).path("draft").path("identity");
    assertTrue(identity.toString().contains("Hart Plumbing"), identity.toString());

    ObjectNode edited = identity.deepCopy().asObject();
    ((ObjectNode) edited.path("statements").path(0))
        .put("text", "Hart Plumbing repairs and installs in Leeds.")
        .put("source", "owner");
    String body = Json.write(Json.object().set("content", edited));
    HttpResponse<String> changed =
        ada.change("PUT", session + "/draft/sections/identity", body, etag(read));
    assertTrue(
        data(changed)
            .path("draft")
            .path("identity")
            .toString()
            .contains("repairs and installs in Leeds"));
    assertEquals(
        data(read).path("draft").path("audience"),
        data(changed).path("draft").path("audience"),
        "the other sections stay as they were");

    assertEquals("approved", data(ada.post(session + "/approve", "")).path("state").asString());
    JsonNode brief = data(ada.get("/api/v1/brief"));
    assertEquals(7, brief.path("sections").size());
    assertTrue(
        brief
            .path("sections")
            .path("identity")
            .toString()
            .contains("repairs and installs in Leeds"));
    List<String> types = new ArrayList<>(ada.eventTypes().reversed());
    types.retainAll(
        List.of("xentri.user.signup.v1", "xentri.org.created.v1", "xentri.brief.created.v1"));
    assertEquals(
        List.of("xentri.user.signup.v1", "xentri.org.created.v1", "xentri.brief.created.v1"),
        types);
  }

  @Test
  void theBriefIsEditedBySectionAndAStaleEditGetsTheCurrentState(RunningCloud cloud) {
    Person cleo = Person.named(cloud, "cleo");
    JsonNode before = cleo.approveBrief();
    HttpResponse<String> read = cleo.get("/api/v1/brief");
    ObjectNode goals = before.path("sections").path("goals").deepCopy().asObject();
    ((ObjectNode) goals.path("fields")).putArray("items").add("Twenty boiler services a week");
    String body = Json.write(Json.object().set("content", goals));

    HttpResponse<String> changed =
        cleo.change("PATCH", "/api/v1/brief/sections/goals", body, etag(read));
    assertEquals(200, changed.statusCode(), changed.body());
    HttpResponse<String> stale =
        cleo.change("PATCH", "/api/v1/brief/sections/goals", body, etag(read));
    assertEquals(412, stale.statusCode());
    assertTrue(
        Json.read(stale.body()).path("current").toString().contains("Twenty boiler services"));
    JsonNode after = data(cleo.get("/api/v1/brief"));
    assertEquals(before.path("sections").path("proof"), after.path("sections").path("proof"));
    assertTrue(cleo.eventTypes().contains("xentri.brief.updated.v1"));
    assertEquals(
        304,
        cloud
            .send(cleo.token(), "GET", "/api/v1/brief", "", Map.of("if-none-match", etag(changed)))
            .statusCode());
  }

  @Test
  void everyEventNamesWhatLedToItAndTheWayBackEndsAtWhatAPersonDid(RunningCloud cloud) {
    Person fay = Person.named(cloud, "fay");
    JsonNode brief = fay.approveBrief();
    for (String text : List.of("Twenty boiler services a week", "Thirty boiler services a week")) {
      HttpResponse<String> read = fay.get("/api/v1/brief");
      ObjectNode goals = brief.path("sections").path("goals").deepCopy().asObject();
      ((ObjectNode) goals.path("fields")).putArray("items").add(text);
      String body = Json.write(Json.object().set("content", goals));
      data(fay.change("PATCH", "/api/v1/brief/sections/goals", body, etag(read)));
    }
    String standing = etag(fay.get("/api/v1/brief"));
    data(fay.change("PATCH", "/api/v1/brief", "{\"restored_from\":1}", standing));
    String session = fay.talk();
    data(fay.post(session + "/messages", "{\"text\":\"We are called Hart and Sons now.\"}"));
    data(fay.post(session + "/ready", ""));
    data(fay.post(session + "/approve", ""));
    data(
        fay.change(
            "PATCH",
            "/api/v1/orgs/current",
            "{\"name\":\"Hart and Sons\"}",
            etag(fay.get("/api/v1/orgs/current"))));
    data(fay.change("PATCH", "/api/v1/me", "{\"theme\":\"dark\"}", etag(fay.get("/api/v1/me"))));

    List<JsonNode> log = data(fay.get("/api/v1/events?limit=100")).valueStream().toList();
    assertEquals(List.of(), Causes.faults(log));
    assertEquals(
        1, log.stream().filter(event -> !event.has("causation_id")).count(), "one beginning");
    assertTrue(new HashSet<>(fay.eventTypes()).containsAll(FIRST_RUN), () -> "" + fay.eventTypes());
    for (JsonNode event : log) {
      List<JsonNode> way =
          data(fay.get("/api/v1/events?leading_to=" + event.path("id").asString()))
              .valueStream()
              .toList();
      assertEquals(event, way.getFirst());
      assertEquals("xentri.user.signup.v1", way.getLast().path("type").asString(), way::toString);
      assertEquals("user", way.getLast().path("actor").path("type").asString());
    }
  }

  @Test
  void eventsPageNewestFirstAndFilter(RunningCloud cloud) {
    Person dan = Person.named(cloud, "dan");
    for (int i = 0; i < 7; i++) {
      data(
          dan.post(
              "/api/v1/events", Person.EVENT.replace("}}", ",\"reference\":\"run-" + i + "\"}}")));
    }
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      HttpResponse<String> page =
          dan.get("/api/v1/events?type=xentri.integration.reported.v1&limit=3" + cursor);
      data(page).forEach(event -> seen.add(event.path("payload").path("reference").asString()));
      JsonNode next = Json.read(page.body()).path("meta").path("next_cursor");
      cursor = next.isString() ? "&cursor=" + next.asString() : "";
    } while (!cursor.isEmpty());
    assertEquals(List.of("run-6", "run-5", "run-4", "run-3", "run-2", "run-1", "run-0"), seen);
  }

  @Test
  void everythingIsStillThereAfterARestart(RunningCloud cloud) {
    Person eve = Person.named(cloud, "eve");
    JsonNode brief = eve.approveBrief();
    List<String> events = eve.eventTypes();
    cloud.restart();
    assertEquals(brief, data(eve.get("/api/v1/brief")));
    assertEquals(
        events,
        eve.eventTypes().stream().skip(eve.eventTypes().size() - (long) events.size()).toList());
    cloud.kill();
    cloud.startAgain();
    assertEquals(brief, data(eve.get("/api/v1/brief")));
  }
}
