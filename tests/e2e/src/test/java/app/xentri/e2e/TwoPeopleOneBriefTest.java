package app.xentri.e2e;

import static app.xentri.e2e.Person.data;
import static app.xentri.e2e.Person.etag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** Two members of one org, one of whom edits the Brief while the other reviews a draft of it. */
@ExtendWith(Cloud.class)
class TwoPeopleOneBriefTest {

  @Test
  void whatOneEditsByHandIsShownToTheOtherBeforeTheyApproveAndStaysAfterwards(
      RunningCloud cloud, Stored stored) {
    var owner = Person.named(cloud, "brief-owner");
    var first = owner.talk();
    data(owner.post(first + "/ready", ""));
    data(owner.post(first + "/approve", ""));
    var session = owner.talk();
    var read = owner.post(session + "/ready", "");
    data(read);

    var colleague = new Colleague(cloud, stored, owner);
    var brief = colleague.send("GET", "/api/v1/brief", "", Map.of());
    var goals = (ObjectNode) data(brief).path("sections").path("goals").deepCopy();
    var more = goals.withArray("statements").addObject();
    more.put("id", "by-hand").put("text", "A second van.").put("source", "owner");
    more.putArray("receipts");
    var body = Json.object();
    body.set("content", goals);
    data(
        colleague.send(
            "PATCH",
            "/api/v1/brief/sections/goals",
            Json.write(body),
            Map.of("if-match", etag(brief))));

    var approve = Map.of("if-match", etag(read), "idempotency-key", UUID.randomUUID().toString());
    var refused = cloud.send(owner.token(), "POST", session + "/approve", "", approve);
    assertEquals(412, refused.statusCode(), refused.body());
    var shown = Json.read(refused.body()).path("current").path("draft").path("goals");
    assertTrue(Json.write(shown).contains("A second van."), refused.body());

    var asShown = new HashMap<>(approve);
    asShown.put("if-match", etag(refused));
    data(cloud.send(owner.token(), "POST", session + "/approve", "", asShown));
    var stands = data(owner.get("/api/v1/brief")).path("sections").path("goals");
    assertTrue(Json.write(stands).contains("A second van."), Json.write(stands));
  }

  /** Somebody else in the owner's org. */
  private static final class Colleague {
    private final RunningCloud cloud;
    private final String token;
    private final String org;

    Colleague(RunningCloud cloud, Stored stored, Person owner) {
      this.cloud = cloud;
      this.token = cloud.token("brief-colleague@example.com");
      this.org = data(owner.get("/api/v1/orgs/current")).path("id").asString();
      var joined =
          stored.count(
              "with joined as (insert into memberships (org_id, user_id, role) select '%s'::uuid, id, 'member' from users where email = 'brief-colleague@example.com' returning 1) select count(*) from joined"
                  .formatted(org));
      assertEquals(1, joined);
    }

    HttpResponse<String> send(String method, String path, String body, Map<String, String> more) {
      var headers = new HashMap<>(more);
      headers.put("x-org-id", org);
      return cloud.send(token, method, path, body, headers);
    }
  }
}
