package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A session from the first question to the Brief. */
@ExtendWith(DatabaseExtension.class)
class SessionApiTest extends SessionStage {

  SessionApiTest(TestDatabase database) {
    super(database);
  }

  private List<String> events() throws SQLException {
    var types = new ArrayList<String>();
    try (var connection = database.connect("postgres");
        var statement =
            connection.prepareStatement(
                "select type from system_events where org_id = ? order by org_seq")) {
      statement.setObject(1, acme.orgId());
      var rows = statement.executeQuery();
      while (rows.next()) {
        types.add(rows.getString(1).replace("xentri.brief.", ""));
      }
    }
    return types;
  }

  @Test
  void theWholeWayFromTheFirstQuestionToTheBrief() throws SQLException {
    var started = api.start();
    assertEquals(201, started.status());
    assertEquals("initiated", started.state());
    assertEquals(
        "What do you do? Tell me as you would tell a friend over coffee.",
        started.data().path("reply").asString());
    assertEquals(Api.tag(started, 1), started.etag());

    var id = started.id();
    Answer said = started;
    for (var answer : ANSWERS) {
      said = api.say(id, answer);
    }
    assertEquals("conversing", said.state());
    assertTrue(said.data().path("can_draft").asBoolean());

    var drafted = api.ready(id);
    assertEquals("review_pending", drafted.state());
    var accepted = api.put(id, "goals", version(drafted), Json.object().put("accepted", true));
    assertEquals(200, accepted.status());
    assertTrue(accepted.data().path("accepted").path("goals").asBoolean());

    var approved = api.approve(id);
    assertEquals("approved", approved.state());
    assertEquals(1, approved.data().path("brief_version").asInt());

    var brief = api.brief();
    assertEquals(200, brief.status());
    assertEquals(approved.data().path("brief_id").asString(), brief.id());
    assertEquals("1.0", brief.data().path("schema_version").asString());
    assertEquals(approved.data().path("draft"), brief.data().path("sections"));
    assertEquals("ready", brief.data().path("section_status").path("goals").asString());
    assertEquals("draft", brief.data().path("section_status").path("proof").asString());
    assertEquals(
        "Hart Plumbing",
        brief.data().path("sections").path("identity").path("fields").path("name").asString());
    assertEquals(List.of("session_started.v1", "drafted.v1", "created.v1"), events());
  }

  @Test
  void comingBackFindsTheOpenSessionAndWordsOfWelcome() throws SQLException {
    var id = talked();
    var back = api.start();
    assertEquals(200, back.status());
    assertEquals(id, back.id());
    assertTrue(back.data().path("reply").asString().startsWith("Welcome back. We were talking"));
    assertEquals(back.etag(), api.session(id).etag(), "coming back changes nothing");
    assertEquals(List.of("session_started.v1"), events());
  }

  @Test
  void twentyStartsAtOnceBeginOneSession() throws Exception {
    var ids = new HashSet<String>();
    var begun = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Answer>>();
      for (var i = 0; i < 20; i++) {
        running.add(threads.submit(() -> api.start()));
      }
      for (var future : running) {
        ids.add(future.get().id());
        begun += future.get().status() == 201 ? 1 : 0;
      }
    }
    assertEquals(1, ids.size());
    assertEquals(1, begun);
    assertEquals(List.of("session_started.v1"), events());
  }

  @Test
  void anAnswerSentTwiceWithOneKeyIsTakenInOnce() {
    var id = api.start().id();
    var first = api.say(id, "I run a bakery", "k");
    var again = api.say(id, "I run a bakery", "k");
    assertEquals(first.body(), again.body());
    assertEquals(3, api.messages(id, Map.of()).data().size());
    assertEquals("idempotency_key_reused", api.say(id, "I run a salon", "k").problem());
  }

  @Test
  void everyStatementNamesAMessageOfTheSessionThatSaysIt() {
    var id = talked();
    var said = new HashMap<String, String>();
    api.messages(id, Map.of("limit", "100"))
        .data()
        .forEach(m -> said.put(m.path("id").asString(), m.path("text").asString()));
    for (var section : api.session(id).data().path("draft")) {
      for (var statement : section.path("statements")) {
        var receipt = statement.path("receipts").path(0).asString();
        var text = statement.path("text").asString();
        var words = said.getOrDefault(receipt, "").toLowerCase(Locale.ROOT);
        var start = text.substring(0, Math.min(8, text.length() - 1));
        assertTrue(words.contains(start.toLowerCase(Locale.ROOT)), text);
      }
    }
  }

  @Test
  void messagesComeNewestFirstAndPageWithoutGaps() {
    var id = talked();
    var all = texts(api.messages(id, Map.of("limit", "100")));
    assertEquals(ANSWERS.size() * 2 + 1, all.size());
    assertEquals("What do you do? Tell me as you would tell a friend over coffee.", all.getLast());
    var paged = new ArrayList<String>();
    var page = api.messages(id, Map.of("limit", "5"));
    paged.addAll(texts(page));
    while (page.body().path("meta").path("next_cursor").isString()) {
      var cursor = page.body().path("meta").path("next_cursor").asString();
      page = api.messages(id, Map.of("limit", "5", "cursor", cursor));
      paged.addAll(texts(page));
    }
    assertEquals(all, paged);
    assertEquals(400, api.messages(id, Map.of("cursor", "bm9uc2Vuc2U")).status());
    assertEquals(400, api.messages(id, Map.of("limit", "0")).status());
  }

  @Test
  void eachEventOfASessionNamesTheOneItFollowsFrom() throws SQLException {
    var first = talked();
    api.ready(first);
    api.approve(first);
    var second = api.start().id();
    api.say(second, "Actually, we're now called Hart & Sons");
    var draft = api.ready(second);
    api.put(second, "goals", version(draft), Json.object().put("accepted", true));
    api.approve(second);
    api.patch("proof", 2, content("By hand."));
    assertEquals(
        List.of(
            "session_started.v1 <- null",
            "drafted.v1 <- session_started.v1",
            "created.v1 <- drafted.v1",
            "session_started.v1 <- null",
            "drafted.v1 <- session_started.v1",
            "updated.v1 <- drafted.v1",
            "updated.v1 <- drafted.v1",
            "updated.v1 <- created.v1"),
        causes());
  }

  @Test
  void aDraftNamesTheAnswersThatItWasMadeFrom() throws SQLException {
    var id = api.start().id();
    api.say(id, "I run a bakery called Old Mill in Leeds");
    api.put(id, "goals", 2, content("Open a second shop."));
    api.say(id, "Families who like bread");
    var said = new ArrayList<String>();
    api.messages(id, Map.of("limit", "100"))
        .data()
        .forEach(
            message -> {
              if (message.path("role").asString().equals("owner")) {
                said.add(message.path("id").asString());
              }
            });
    api.ready(id);
    try (var connection = database.connect("postgres");
        var statement =
            connection.prepareStatement(
                "select payload -> 'answers' from system_events where org_id = ? and type = 'xentri.brief.drafted.v1'")) {
      statement.setObject(1, acme.orgId());
      var rows = statement.executeQuery();
      assertTrue(rows.next());
      var named =
          Json.read(rows.getString(1)).valueStream().map(answer -> answer.asString()).toList();
      assertEquals(2, said.size());
      assertEquals(new TreeSet<>(said), new TreeSet<>(named));
    }
  }

  private List<String> causes() throws SQLException {
    var causes = new ArrayList<String>();
    try (var connection = database.connect("postgres");
        var statement =
            connection.prepareStatement(
                """
                select e.type, c.type, e.correlation_id is null or e.correlation_id = c.correlation_id
                  from system_events e left join system_events c on c.org_id = e.org_id and c.id = e.causation_id
                 where e.org_id = ? order by e.org_seq
                """)) {
      statement.setObject(1, acme.orgId());
      var rows = statement.executeQuery();
      while (rows.next()) {
        causes.add((rows.getString(1) + " <- " + rows.getString(2)).replace("xentri.brief.", ""));
        assertTrue(rows.getString(2) == null || rows.getBoolean(3), "cause of another session");
      }
    }
    return causes;
  }

  @Test
  void aFormFilledByHandLeadsToTheBriefWithoutAWord() {
    var id = api.start().id();
    var filled = api.put(id, "identity", 1, content("We repair clocks."));
    assertEquals("conversing", filled.state());
    assertEquals("What is your business called?", filled.data().path("reply").asString());
    assertEquals("partial", filled.data().path("progress").path("identity").asString());
    assertEquals("review_pending", api.ready(id).state());
    assertEquals("approved", api.approve(id).state());
  }

  @Test
  void whatTheStateDoesNotAllowIsRefusedWithWhatItDoes() {
    var id = api.start().id();
    for (var early : List.of(api.ready(id), api.approve(id))) {
      assertEquals(409, early.status());
      assertEquals("transition_not_allowed", early.problem());
      assertEquals("[\"conversing\"]", early.body().path("allowed").toString());
    }
    api.say(id, "I run a bakery");
    api.ready(id);
    api.approve(id);
    var late =
        List.of(
            api.say(id, "one more"),
            api.ready(id),
            api.approve(id),
            api.put(id, "goals", 5, content("x")));
    for (var answer : late) {
      assertTrue(answer.status() == 409 || answer.status() == 412, answer.toString());
    }
    var version = version(api.session(id));
    assertEquals(409, api.put(id, "goals", version, content("x")).status());
    assertTrue(api.say(id, "one more").body().path("allowed").isEmpty());
  }

  @Test
  void anotherOrgFindsNothingUnderTheSameIds() {
    var id = talked();
    var other =
        new Api(
            tenants,
            Api.noCache(),
            database.workspace("o" + UUID.randomUUID().toString().substring(0, 8)).caller());
    var madeUp = UUID.randomUUID().toString();
    for (var one : List.of(id, madeUp)) {
      assertEquals(404, other.session(one).status());
      assertEquals(404, other.messages(one, Map.of()).status());
      assertEquals(404, other.say(one, "hello").status());
      assertEquals(404, other.ready(one).status());
      assertEquals(404, other.approve(one).status());
      assertEquals(404, other.put(one, "goals", 1, content("x")).status());
    }
    assertNotEquals(id, other.start().id());
    assertEquals("conversing", api.session(id).state());
  }

  @Test
  void aSecondConversationStartsFromTheBriefAndChangesOnlyWhatItTouched() throws SQLException {
    var first = talked();
    api.ready(first);
    api.approve(first);
    var before = api.brief().data();
    var second = api.start();
    assertEquals(201, second.status());
    assertEquals(before.path("sections"), second.data().path("draft"));
    var id = second.id();
    api.say(id, "skip");
    api.patch("goals", 1, content("Edited meanwhile."));
    var reply = api.say(id, "Actually, we're now called Hart & Sons");
    assertTrue(reply.data().path("draft").path("identity").toString().contains("Hart & Sons"));
    api.ready(id);
    var approved = api.approve(id);
    assertEquals(3, approved.data().path("brief_version").asInt());
    var after = api.brief().data();
    assertTrue(after.path("sections").path("goals").toString().contains("Edited meanwhile."));
    assertTrue(after.path("sections").path("identity").toString().contains("Hart & Sons"));
    assertEquals(before.path("sections").path("audience"), after.path("sections").path("audience"));
    assertTrue(events().containsAll(List.of("created.v1", "updated.v1")), events().toString());
    assertEquals(1, events().stream().filter("created.v1"::equals).count());
  }

  @Test
  void whatPeopleTypeIsInNoEvent() throws SQLException {
    var id = api.start().id();
    api.say(id, "I run a canary-breeding shop called Zyzzyva");
    var ready = api.ready(id);
    api.put(id, "goals", version(ready), content("Canary-goal."));
    api.approve(id);
    api.patch("proof", 1, content("Canary-proof."));
    try (var connection = database.connect("postgres");
        var statement =
            connection.prepareStatement(
                "select string_agg(to_jsonb(e)::text, ' ') from system_events e where org_id = ?")) {
      statement.setObject(1, acme.orgId());
      var rows = statement.executeQuery();
      rows.next();
      var all = rows.getString(1).toLowerCase(Locale.ROOT);
      assertFalse(all.contains("canary") || all.contains("zyzzyva"), all);
    }
  }

  @Test
  void sessionsAndMessagesSurviveAsTheyAre() {
    var id = talked();
    JsonNode once = api.session(id).data();
    assertEquals(once, api.session(id).data());
  }
}
