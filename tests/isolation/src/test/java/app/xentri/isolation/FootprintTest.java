package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.isolation.Footprint.Seen;
import app.xentri.platform.Json;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.CloudExtension;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Two owners use all of a running cloud, with mistakes, a fault and a poisoned event. */
@ExtendWith(CloudExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class FootprintTest {

  private Backstage backstage;
  private Owner ann;
  private Owner ben;
  private Footprint footprint;

  @BeforeAll
  void useEverything(RunningCloud cloud) throws Exception {
    backstage = new Backstage(cloud);
    ann = Owner.signUp(cloud, "ann");
    ben = Owner.signUp(cloud, "ben");
    ann.live();
    ben.live();
    ann.makeMistakes();
    provokeAFault();
    poisonAnEvent();
    footprint = new Footprint(cloud, List.of(ann, ben));
  }

  /** The database quotes the row that it refuses, and with it what was said. */
  private void provokeAFault() throws SQLException {
    String said = ann.typed().business() + "-that-is-refused";
    String session = ann.begin();
    asOwner(
        "alter table brief_messages add constraint refuses_the_canary check (text not like '%%%s%%') not valid"
            .formatted(said));
    assertEquals(500, ann.say(session, "We are " + said + ".").statusCode());
    asOwner("alter table brief_messages drop constraint refuses_the_canary");
  }

  private void asOwner(String sql) throws SQLException {
    try (Connection owner = backstage.database("owner");
        var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Its consumer cannot take it in and it ends among the dead letters. */
  private void poisonAnEvent() throws Exception {
    String key = "brief:" + ann.org();
    backstage.upstash("DEL", key);
    backstage.upstash("SET", key, "not a hash");
    ann.editGoals();
    assertTrue(Backstage.await(true, () -> !backstage.messages("DeadLetters").isEmpty()));
    backstage.upstash("DEL", key);
  }

  @Test
  void everythingLeftBehindBelongsToOneOrgAndHoldsNothingThatAPersonTyped() throws Exception {
    assertEquals(List.of(), footprint.findings());
  }

  @Test
  void thereWasSomethingToLookAt() throws SQLException, IOException {
    Seen seen = footprint.seen();
    for (Owner owner : List.of(ann, ben)) {
      String org = owner.org().toString();
      assertTrue(seen.keys().contains("events:" + org), () -> "" + seen.keys());
      assertTrue(seen.events().stream().filter(event -> event.contains(org)).count() > 10);
      assertTrue(seen.log().stream().anyMatch(line -> line.contains("\"org_id\":\"" + org)));
    }
    assertTrue(
        backstage
            .upstash("HGET", "brief:" + ben.org(), "body")
            .asString("")
            .contains(ben.typed().business()),
        "what was typed is really in the system");
    assertTrue(seen.letters().stream().anyMatch(letter -> letter.contains(ann.org().toString())));
    assertTrue(seen.log().stream().anyMatch(line -> line.contains("refuses_the_canary")));
  }

  @Test
  void aStrayKeyIsReported() throws Exception {
    for (String key : List.of("leftover", "brief:" + UUID.randomUUID())) {
      backstage.upstash("SET", key, "1");
      reported("the Redis key " + key + " belongs to no org");
      backstage.upstash("DEL", key);
    }
  }

  @Test
  void aKeyThatHoldsAnotherOrgsWordsOrEventsIsReported() throws Exception {
    String key = "leads:list:" + ben.org();
    backstage.upstash("SET", key, "they are " + ann.typed().business());
    reported("the Redis key " + key + " holds " + ann.typed().business());
    backstage.upstash("DEL", key);
    backstage.upstash("XADD", key, "1-0", "envelope", "{\"org_id\": \"" + ann.org() + "\"}");
    reported("the stream " + key + " mentions the org " + ann.org());
    backstage.upstash("DEL", key);
    backstage.upstash("SADD", key, "1");
    reported(key + " is a set, which cannot be judged");
    backstage.upstash("DEL", key);
  }

  @Test
  void aLogLineWithAPersonsWordsOrUnderTheWrongOrgIsReported() throws Exception {
    List<String> before = Files.readAllLines(footprint.logFile());
    for (String word : ann.typed().all()) {
      log("{\"timestamp\": \"now\", \"message\": \"" + word + "\"}");
      reported("the log line holds " + word);
    }
    log("{\"timestamp\": \"now\", \"message\": \"" + ann.token() + "\"}");
    reported("a log line holds a secret");
    log(
        "{\"timestamp\": \"now\", \"org_id\": \"%s\", \"message\": \"%s\"}"
            .formatted(ben.org(), ann.org()));
    reported("a log line " + ben.org() + " mentions " + ann.org());
    Files.write(footprint.logFile(), before, StandardOpenOption.TRUNCATE_EXISTING);
  }

  @Test
  void anEventOnTheBusWithAPersonsWordsOrOfTwoOrgsIsReported() throws Exception {
    for (String word : ann.typed().all()) {
      UUID event = backstage.publish(Json.object().put("note", "it is " + word));
      reported("the event holds " + word);
      forgetEvent(event);
    }
    UUID event = backstage.publish(ofBoth());
    reported("the event mentions the orgs ");
    forgetEvent(event);
    assertEquals(List.of(), footprint.findings());
  }

  @Test
  void aDeadLetterWithAPersonsWordsOrOfTwoOrgsIsReported() throws Exception {
    for (String word : ann.typed().all()) {
      JsonNode letter = Json.object().put("note", "it is " + word);
      backstage.send("DeadLetters", letter);
      reported("the dead letter holds " + word);
      backstage.remove("DeadLetters", letter);
    }
    backstage.send("DeadLetters", ofBoth());
    reported("the dead letter mentions the orgs ");
    backstage.remove("DeadLetters", ofBoth());
    assertEquals(List.of(), footprint.findings());
  }

  private JsonNode ofBoth() {
    return Json.object().put("org_id", ann.org().toString()).put("subject", "org/" + ben.org());
  }

  /** What is on the bus is not meant to be taken back. */
  private void forgetEvent(UUID event) throws SQLException {
    try (Connection local = backstage.localCloud();
        var delete = local.prepareStatement("delete from bus_events where id = ?")) {
      delete.setObject(1, event);
      assertEquals(1, delete.executeUpdate());
    }
  }

  private void log(String line) throws IOException {
    Files.writeString(
        footprint.logFile(), "now xentri-x 1 " + line + "\n", StandardOpenOption.APPEND);
  }

  private void reported(String finding) throws SQLException, IOException {
    List<String> findings = footprint.findings();
    assertFalse(
        findings.stream().noneMatch(found -> found.startsWith(finding)),
        () -> finding + " is not among " + findings);
  }
}
