package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api.Answer;
import app.xentri.platform.Json;
import app.xentri.platform.database.TenantTx;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import app.xentri.testkit.TestDatabase.Workspace;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.PSQLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Versions of the Brief: kept, compared, brought back. */
@ExtendWith(DatabaseExtension.class)
class BriefHistoryTest {

  private final TestDatabase database;
  private final TenantTx tenants;

  BriefHistoryTest(TestDatabase database) {
    this.database = database;
    this.tenants = database.tenants(() -> {});
  }

  private Workspace workspace() {
    return database.workspace("h" + UUID.randomUUID().toString().substring(0, 8));
  }

  private Api api(Workspace workspace) {
    return new Api(tenants, Api.noCache(), workspace.caller());
  }

  private static Api approved(Api api) {
    var id = api.start().id();
    api.say(id, "I run a bakery called Old Mill in Leeds, we bake bread for young families");
    api.ready(id);
    api.approve(id);
    return api;
  }

  private static ObjectNode goals(String... texts) {
    var body = Json.object();
    var content = body.putObject("content");
    var statements = content.putArray("statements");
    for (var i = 0; i < texts.length; i++) {
      statements
          .addObject()
          .put("id", "g" + i)
          .put("text", texts[i])
          .put("source", "owner")
          .putArray("receipts");
    }
    content.putObject("fields");
    return body;
  }

  private static ObjectNode prices(String... namesAndPrices) {
    var body = Json.object();
    var content = body.putObject("content");
    content.putArray("statements");
    var items = content.putObject("fields").putArray("items");
    for (var i = 0; i < namesAndPrices.length; i += 2) {
      items.addObject().put("name", namesAndPrices[i]).put("price", namesAndPrices[i + 1]);
    }
    return body;
  }

  private static JsonNode at(Answer answer, int index) {
    return answer.data().path(index);
  }

  private static List<Long> numbers(Answer page) {
    return page.data().valueStream().map(one -> one.path("version").asLong()).toList();
  }

  private List<String> events(Workspace workspace) throws SQLException {
    try (var connection = database.connect("postgres");
        var statement =
            connection.prepareStatement(
                "select type || ' ' || payload::text from system_events where org_id = ? order by org_seq")) {
      statement.setObject(1, workspace.orgId());
      var rows = statement.executeQuery();
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private List<String> causes(Workspace workspace) throws SQLException {
    try (var connection = database.connect("postgres");
        var statement =
            connection.prepareStatement(
                """
                select concat_ws(' ', e.type, e.payload ->> 'section', '<-', c.type, c.payload ->> 'section', 'v' || (c.payload ->> 'version'))
                  from system_events e join system_events c on c.org_id = e.org_id and c.id = e.causation_id
                 where e.org_id = ? and c.org_seq < e.org_seq order by e.org_seq
                """)) {
      statement.setObject(1, workspace.orgId());
      var rows = statement.executeQuery();
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1).replace("xentri.brief.", "").replace(".v1", ""));
      }
      return found;
    }
  }

  @Test
  void aChangeFollowsFromTheOneThatMadeItsSectionWhatItWas() throws SQLException {
    var acme = workspace();
    var api = approved(api(acme));
    api.patch("goals", 1, goals("Open a second shop."));
    api.patch("offerings", 2, prices("Rye bread", "£4"));
    api.patch("goals", 3, goals("Open a third shop."));
    api.restore(2, 4);
    api.patch("goals", 5, goals("Close the shop."));
    assertEquals(
        List.of(
            "drafted <- session_started",
            "created <- drafted",
            "updated goals <- created v1",
            "updated offerings <- created v1",
            "updated goals <- updated goals v2",
            "restored <- updated goals v4",
            "updated offerings <- restored v5",
            "updated goals <- restored v5",
            "updated goals <- updated goals v5"),
        causes(acme));
  }

  @Test
  void beforeTheFirstApprovalTheHistoryIsEmpty() {
    var api = api(workspace());
    assertEquals(List.of(), numbers(api.versions(Map.of())));
    assertEquals(404, api.version("1", Map.of()).status());
    assertEquals("brief_not_found", api.restore(1, 1).problem());
  }

  @Test
  void eachVersionSaysWhoMadeItHowAndWhatItChanged() {
    var acme = workspace();
    var api = approved(api(acme));
    api.patch("goals", 1, goals("Open a second shop."));
    api.restore(1, 2);
    var page = api.versions(Map.of());
    assertEquals(List.of(3L, 2L, 1L), numbers(page));
    assertEquals("restore", at(page, 0).path("source").asString());
    assertEquals(1, at(page, 0).path("restored_from").asLong());
    assertEquals("edit", at(page, 1).path("source").asString());
    assertEquals("[\"goals\"]", Json.write(at(page, 1).path("changed")));
    assertEquals("conversation", at(page, 2).path("source").asString());
    assertEquals("[]", Json.write(at(page, 2).path("changed")));
    assertEquals(
        List.of("person", "person", "copilot"),
        page.data().valueStream().map(one -> one.path("author").path("type").asString()).toList());
    page.data()
        .forEach(
            one ->
                assertEquals(acme.userId().toString(), one.path("author").path("id").asString()));
  }

  @Test
  void aPersonIsNamedAsLongAsTheyAreInTheOrg() throws SQLException {
    var acme = workspace();
    var api = approved(api(acme));
    set("update users set name = 'Ann Hart' where id = '" + acme.userId() + "'");
    assertEquals("Ann Hart", at(api.versions(Map.of()), 0).path("author").path("name").asString());
  }

  private void set(String sql) throws SQLException {
    try (var connection = database.connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void theHistoryComesInPages() {
    var api = approved(api(workspace()));
    for (var i = 1; i < 5; i++) {
      api.patch("goals", i, goals("Goal " + i));
    }
    var first = api.versions(Map.of("limit", "2"));
    assertEquals(List.of(5L, 4L), numbers(first));
    var cursor = first.body().path("meta").path("next_cursor").asString();
    var second = api.versions(Map.of("limit", "2", "cursor", cursor));
    assertEquals(List.of(3L, 2L), numbers(second));
    var last = second.body().path("meta").path("next_cursor").asString();
    var third = api.versions(Map.of("limit", "2", "cursor", last));
    assertEquals(List.of(1L), numbers(third));
    assertTrue(third.body().path("meta").path("next_cursor").isNull());
  }

  @Test
  void aVersionIsComparedWithTheOneBeforeOrWithAnother() {
    var api = approved(api(workspace()));
    api.patch("goals", 1, goals("Grow.", "Hire."));
    api.patch("goals", 2, goals("Grow a lot.").put("status", "ready"));
    api.patch("offerings", 3, prices("Call-out", "£60", "Boiler", "£90"));
    api.patch("offerings", 4, prices("Call-out", "£70", "Drain", "£40"));
    var third = api.version("3", Map.of());
    assertEquals(2, third.data().path("against").asLong());
    assertEquals(
        List.of(
            "goals statement g0: Grow. → Grow a lot.",
            "goals statement g1: Hire. → ",
            "goals status : draft → ready"),
        changes(third));
    assertEquals(
        List.of(
            "offerings statement item-1: Call-out – £60 → Call-out – £70",
            "offerings statement item-2: Boiler – £90 → Drain – £40",
            "offerings field items: Call-out – £60 → Call-out – £70",
            "offerings field items:  → Drain – £40",
            "offerings field items: Boiler – £90 → "),
        changes(api.version("5", Map.of("against", "4"))));
    assertEquals(List.of(), changes(api.version("1", Map.of())));
    assertTrue(api.version("1", Map.of()).data().path("against").isMissingNode());
    assertEquals(404, api.version("3", Map.of("against", "99")).status());
    for (var none : List.of("99", "0", "-1", "one", "999999999999999999999")) {
      assertEquals(404, api.version(none, Map.of()).status(), none);
    }
  }

  private static List<String> changes(Answer version) {
    return version
        .data()
        .path("changes")
        .valueStream()
        .map(
            one ->
                "%s %s %s: %s → %s"
                    .formatted(
                        one.path("section").asString(),
                        one.path("part").asString(),
                        one.path("name").asString(""),
                        one.path("before").asString(""),
                        one.path("after").asString("")))
        .toList();
  }

  @Test
  void aRestoreIsANewVersionThatSaysByteForByteWhatTheOldOneSaid() throws SQLException {
    var acme = workspace();
    var api = approved(api(acme));
    var first = api.brief();
    api.patch("goals", 1, goals("Grow."));
    api.patch("identity", 2, goals("A mill.").put("status", "draft"));
    var before = events(acme).size();
    var restored = api.restore(1, 3);
    assertEquals(200, restored.status());
    assertEquals(4, restored.data().path("version").asLong());
    assertEquals(
        Json.write(first.data().path("sections")), Json.write(restored.data().path("sections")));
    assertEquals(
        Json.write(first.data().path("section_status")),
        Json.write(restored.data().path("section_status")));
    assertEquals(restored.data(), api.brief().data());
    var told = events(acme);
    assertTrue(told.get(before).startsWith("xentri.brief.restored.v1"), told.get(before));
    assertEquals(
        2,
        told.subList(before + 1, told.size()).stream()
            .filter(event -> event.startsWith("xentri.brief.updated.v1"))
            .count());
    assertEquals(List.of(4L, 3L, 2L, 1L), numbers(api.versions(Map.of())));
  }

  @Test
  void restoringWhatStandsAlreadyMakesNoVersionAndNoEvent() throws SQLException {
    var acme = workspace();
    var api = approved(api(acme));
    var before = events(acme);
    assertEquals(1, api.restore(1, 1).data().path("version").asLong());
    assertEquals(before, events(acme));
    assertEquals(List.of(1L), numbers(api.versions(Map.of())));
  }

  @Test
  void aRestoreOverWhatOneHasNotSeenIsRefusedWithWhatStandsNow() {
    var api = approved(api(workspace()));
    api.patch("goals", 1, goals("Grow."));
    api.patch("goals", 2, goals("Grow more."));
    var stale = api.restore(1, 2);
    assertEquals(412, stale.status());
    assertEquals(api.brief().data(), stale.body().path("current"));
    assertEquals(422, api.restore(99, 3).status());
  }

  @Test
  void anotherOrgsVersionsAreNotThere() {
    var one = approved(api(workspace()));
    one.patch("goals", 1, goals("Theirs."));
    var other = approved(api(workspace()));
    assertEquals(List.of(1L), numbers(other.versions(Map.of())));
    assertEquals(404, other.version("2", Map.of()).status());
    assertEquals(422, other.restore(2, 1).status());
  }

  @Test
  void whatWasKeptCannotBeWrittenByHand() throws SQLException {
    approved(api(workspace()));
    try (var connection = database.connect("xentri_app");
        var statement = connection.createStatement()) {
      for (var sql :
          List.of(
              "update brief_versions set source = 'edit'",
              "delete from brief_versions",
              "insert into brief_versions (version) values (9)")) {
        assertEquals(
            "42501",
            assertThrows(PSQLException.class, () -> statement.execute(sql), sql).getSQLState());
      }
    }
  }

  @Test
  void whateverChangesTheBriefIsInTheHistory() throws SQLException {
    var api = approved(api(workspace()));
    var id = api.start().id();
    api.say(id, "We want to open a second shop in York next year");
    api.ready(id);
    api.approve(id);
    var stands = api.brief().data();
    var kept = api.version(stands.path("version").asString(), Map.of()).data();
    assertEquals(stands.path("sections"), kept.path("sections"));
    assertEquals("conversation", kept.path("source").asString());
    assertEquals(2, stands.path("version").asLong());
  }

  /** Before statements stated their facts, rows were kept without; reading one gives them these. */
  @Test
  void whatIsStoredAboutASentenceIsNoChangeOfIt() throws SQLException {
    var api = approved(api(workspace()));
    set(
        """
        alter table brief_versions disable row level security;
        update brief_versions set sections = (
          select jsonb_object_agg(key, value || jsonb_build_object('statements',
            (select coalesce(jsonb_agg(one - 'states'), '[]') from jsonb_array_elements(value -> 'statements') one)))
            from jsonb_each(sections));
        alter table brief_versions enable row level security;
        """);
    api.patch("goals", 1, goals("Open a second shop."));
    assertEquals("[\"goals\"]", Json.write(api.version("2", Map.of()).data().path("changed")));
    assertEquals("[\"goals\"]", Json.write(at(api.versions(Map.of()), 0).path("changed")));
  }

  @Test
  void aDraftFollowsARestoreAsItFollowsAnEdit() {
    var api = approved(api(workspace()));
    api.patch("goals", 1, goals("A second van."));
    var drafting = api.start();
    var same = Json.object();
    same.set("content", drafting.data().path("draft").path("audience"));
    assertEquals(
        200,
        api.put(drafting.id(), "audience", drafting.data().path("version").asLong(), same)
            .status());
    var read = api.ready(drafting.id());
    assertTrue(Json.write(read.data().path("draft").path("goals")).contains("A second van."));
    assertEquals(3, api.restore(1, 2).data().path("version").asLong());
    var tag = Objects.requireNonNull(read.etag());
    assertEquals(412, api.approve(drafting.id(), tag).status());
    assertFalse(
        Json.write(api.session(drafting.id()).data().path("draft").path("goals"))
            .contains("A second van."));
    api.approve(drafting.id());
    assertFalse(
        Json.write(api.brief().data().path("sections").path("goals")).contains("A second van."));
  }
}
