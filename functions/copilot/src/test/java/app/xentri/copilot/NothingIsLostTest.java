package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api.Answer;
import app.xentri.copilot.brief.Section;
import app.xentri.platform.Json;
import app.xentri.platform.identity.Caller;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two people edit a Brief by hand, talk, edit the draft, decide and approve, in any order and on
 * whatever they have read last. Every sentence bears a word of its own, so that a model can tell
 * what has become of it: what somebody wrote and saw saved stays until somebody rewrites or removes
 * that very sentence, and what was removed never comes back.
 */
@ExtendWith(DatabaseExtension.class)
class NothingIsLostTest extends SessionStage {

  private static final int WALKS = 30;
  private static final int STEPS = 40;

  NothingIsLostTest(TestDatabase database) {
    super(database);
  }

  @Test
  void whateverTwoPeopleDoNothingThatWasSavedIsLostAndNothingRemovedComesBack() {
    for (var seed = 1; seed <= WALKS; seed++) {
      var walk = new Walk(seed);
      walk.begin();
      for (var step = 0; step < STEPS; step++) {
        walk.step();
      }
      walk.end();
    }
  }

  /** Another member of an org. */
  private Caller colleague(TestDatabase.Workspace workspace, String name) {
    var user = UUID.randomUUID();
    try (var connection = database.connect("xentri_owner");
        var insert =
            connection.prepareStatement(
                "with one as (insert into users (id, clerk_user_id, email) values (?, ?, ?))"
                    + " insert into memberships (org_id, user_id, role) values (?, ?, 'member')")) {
      insert.setObject(1, user);
      insert.setString(2, "user_" + name);
      insert.setString(3, name + "@example.com");
      insert.setObject(4, workspace.orgId());
      insert.setObject(5, user);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Caller("user_" + name, "sess_" + name, null, null, workspace.caller().traceId());
  }

  /** Somebody, and what they have read last. */
  private static final class Person {
    private final Api api;
    private @Nullable Answer brief;
    private @Nullable Answer session;

    Person(Api api) {
      this.api = api;
    }
  }

  private final class Walk {
    private static final Pattern WORD = Pattern.compile("w\\d+x");

    private final int seed;
    private final Random random;
    private final List<Person> people;
    private final Map<String, String> alive = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, String> accepted = new HashMap<>();
    private final Map<String, String> tagged = new HashMap<>();
    private final List<String> done = new ArrayList<>();
    private String open = "";
    private int words;

    Walk(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      var workspace = database.workspace("walk" + UUID.randomUUID().toString().substring(0, 8));
      var other = colleague(workspace, "other" + UUID.randomUUID().toString().substring(0, 8));
      this.people =
          Stream.of(workspace.caller(), other)
              .map(caller -> new Person(new Api(tenants, Api.noCache(), caller)))
              .toList();
    }

    private Person anybody() {
      return people.get(random.nextInt(people.size()));
    }

    private String anySection() {
      return List.of(Section.values()).get(random.nextInt(Section.values().length)).wire();
    }

    void begin() {
      open = people.getFirst().api.start().id();
      for (var section : Section.values()) {
        editDraft(people.getFirst(), section.wire());
      }
      approve(people.getFirst(), false);
    }

    void step() {
      var who = anybody();
      switch (random.nextInt(9)) {
        case 0, 1, 2 -> editByHand(who, anySection());
        case 3, 4 -> editDraft(who, anySection());
        case 5 -> answer(who);
        case 6 -> accept(who, anySection());
        case 7 -> look(who);
        default -> approve(who, random.nextBoolean());
      }
      check();
    }

    void end() {
      answer(people.getFirst());
      approve(people.getFirst(), false);
      var brief = people.getFirst().api.brief().data().path("sections");
      assertEquals(new TreeSet<>(alive.keySet()), new TreeSet<>(wordsIn(brief)), this::toString);
    }

    private void look(Person who) {
      who.brief = who.api.brief();
      who.session = open.isEmpty() ? null : seen(who.api.session(open));
    }

    private void editByHand(Person who, String section) {
      if (who.brief == null) {
        who.brief = who.api.brief();
      }
      var before = who.brief.data().path("sections").path(section);
      var after = changed(before);
      var tag = Objects.requireNonNull(who.brief.etag());
      var answer = who.api.patch(section, version(who.brief), body(after));
      who.brief = answer.status() == 200 ? answer : null;
      if (answer.status() == 200) {
        took("by hand " + tag, section, before, after);
      }
    }

    private Answer session(Person who) {
      if (open.isEmpty()) {
        var begun = who.api.start();
        open = begun.id();
        accepted.clear();
      }
      if (who.session == null || !who.session.id().equals(open)) {
        who.session = seen(who.api.session(open));
      }
      return who.session;
    }

    private void editDraft(Person who, String section) {
      var read = session(who);
      var before = read.data().path("draft").path(section);
      var after = changed(before);
      var answer = who.api.put(open, section, version(read), body(after));
      who.session = answer.status() == 200 ? seen(answer) : null;
      if (answer.status() == 200) {
        accepted.remove(section);
        took("in the draft", section, before, after);
      }
    }

    private void answer(Person who) {
      session(who);
      var word = word();
      var answer = who.api.say(open, "We also look after " + word + " these days.");
      assertEquals(201, answer.status(), this::toString);
      who.session = seen(answer);
      done.add("answer " + word);
      for (var section : Section.values()) {
        if (wordsIn(answer.data().path("draft").path(section.wire())).contains(word)) {
          alive.put(word, section.wire());
        }
      }
    }

    private void accept(Person who, String section) {
      var read = session(who);
      if (isTalking(read)) {
        who.api.ready(open);
      }
      var answer = who.api.put(open, section, version(read), Json.object().put("accepted", true));
      who.session = null;
      if (answer.status() == 200) {
        accepted.put(section, Json.write(answer.data().path("draft").path(section)));
        who.session = seen(answer);
        done.add("accept " + section);
      }
    }

    private void approve(Person who, boolean asRead) {
      var read = session(who);
      if (isTalking(read)) {
        who.session = null;
        who.api.ready(open);
        read = seen(who.api.session(open));
        if (isTalking(read)) {
          // Nothing has been said in it yet.
          return;
        }
      }
      var answer =
          asRead
              ? who.api.approve(open, Objects.requireNonNull(read.etag()))
              : who.api.approve(open);
      who.session = null;
      if (answer.status() == 200) {
        done.add("approve");
        open = "";
        accepted.clear();
        var brief = wordsIn(who.api.brief().data().path("sections"));
        assertTrue(brief.containsAll(alive.keySet()), () -> "lost by approving: " + this);
      }
    }

    private static boolean isTalking(Answer session) {
      return session.state().equals("initiated") || session.state().equals("conversing");
    }

    /** One sentence more, another one instead, or one less; each with a word of its own. */
    private ObjectNode changed(JsonNode before) {
      var content = (ObjectNode) before.deepCopy();
      var statements = (ArrayNode) content.path("statements");
      var at = statements.isEmpty() ? 0 : random.nextInt(statements.size());
      switch (statements.isEmpty() ? 0 : random.nextInt(3)) {
        case 0 -> owners(statements.insertObject(at), UUID.randomUUID().toString());
        case 1 -> {
          var old = (ObjectNode) statements.path(at);
          owners(old, old.path("id").asString());
        }
        default -> statements.remove(at);
      }
      return content;
    }

    private void owners(ObjectNode statement, String id) {
      statement.put("id", id).put("text", "We know " + word() + " well.").put("source", "owner");
      statement.putArray("receipts");
    }

    private String word() {
      words++;
      return "w" + words + "x";
    }

    private static ObjectNode body(ObjectNode content) {
      var body = Json.object();
      body.set("content", content);
      return body;
    }

    private void took(String how, String section, JsonNode before, JsonNode after) {
      var born = wordsIn(after);
      var lost = wordsIn(before);
      born.removeAll(wordsIn(before));
      lost.removeAll(wordsIn(after));
      born.forEach(word -> alive.put(word, section));
      lost.forEach(alive::remove);
      gone.addAll(lost);
      done.add(how + " " + section + " +" + born + " -" + lost);
    }

    private static Set<String> wordsIn(JsonNode tree) {
      var found = new HashSet<String>();
      WORD.matcher(Json.write(tree)).results().forEach(word -> found.add(word.group()));
      return found;
    }

    private void check() {
      var sections = people.getFirst().api.brief().data().path("sections");
      var draft = Json.object();
      if (!open.isEmpty()) {
        var session = seen(people.getFirst().api.session(open));
        draft = (ObjectNode) session.data().path("draft");
        for (var one : session.data().path("accepted").properties()) {
          if (one.getValue().asBoolean()) {
            assertEquals(
                accepted.get(one.getKey()),
                Json.write(draft.path(one.getKey())),
                () -> "accepted unseen: " + this);
          }
        }
      }
      for (var one : alive.entrySet()) {
        var here = wordsIn(sections.path(one.getValue()));
        here.addAll(wordsIn(draft.path(one.getValue())));
        assertTrue(here.contains(one.getKey()), () -> "lost " + one + ": " + this);
      }
    }

    /** Two things that bear one tag are one thing. */
    private Answer seen(Answer session) {
      var shown = (ObjectNode) session.data().deepCopy();
      shown.remove(List.of("reply", "quick_replies", "updated_at", "messages"));
      var text = Json.write(shown);
      assertEquals(
          tagged.getOrDefault(Objects.requireNonNull(session.etag()), text), text, this::toString);
      tagged.put(session.etag(), text);
      return session;
    }

    @Override
    public String toString() {
      return "walk " + seed + "\n" + String.join("\n", done) + "\nalive " + alive;
    }
  }
}
