package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.http.LoopbackServer;
import app.xentri.platform.Json;
import app.xentri.platform.function.Environment;
import app.xentri.platform.function.Platform;
import app.xentri.testkit.Requests;
import app.xentri.testkit.Svix;
import app.xentri.testkit.TestDatabase;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import tools.jackson.databind.JsonNode;

/**
 * Whatever happens at the provider, and in whichever order and how often we are told of it, we end
 * where the provider is.
 */
class ProviderHistoryTest {

  private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";

  /** One thing that happens at the provider. */
  enum Change {
    ANN_IS_RENAMED,
    BOB_IS_RENAMED,
    ANN_MOVES,
    BOB_MOVES,
    BOB_JOINS,
    BOB_JOINS_AS_ADMIN,
    BOB_LEAVES,
    BOB_BECOMES_ADMIN,
    BOB_BECOMES_MEMBER,
    ANN_LEAVES,
    ANN_COMES_BACK,
    ANN_BECOMES_MEMBER,
    ANN_BECOMES_ADMIN,
    THE_ORG_IS_RENAMED,
    THE_ORG_IS_DELETED,
    BOB_IS_DELETED,
    ANN_MAKES_ANOTHER
  }

  private static final Telling TOLD = new Telling();

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void everyOrderOfWhatIsToldEndsWhereTheProviderIs(
      @ForAll @Size(min = 1, max = 12) List<Change> history,
      @ForAll long order,
      @ForAll @IntRange(max = 6) int repeated) {
    TOLD.history(history, new Random(order), repeated);
  }

  /** Bob is in, is made an admin, is thrown out, and is taken in again. */
  private static final List<BiConsumer<String, String>> REJOINING =
      List.of(
          (org, bob) -> TOLD.provider.join(org, bob, "org:member"),
          (org, bob) -> TOLD.provider.changeRole(org, bob, "org:admin"),
          (org, bob) -> TOLD.provider.leave(org, bob),
          (org, bob) -> TOLD.provider.join(org, bob, "org:member"));

  /** Each message once, of somebody whom we know or do not yet; and each of them a second time. */
  @Example
  void everyOrderOfALeavingAndAComingBackEndsWithThePersonIn() {
    var orders = new TreeSet<String>();
    for (String told : List.of("0123", "00123", "01123", "01223", "01233")) {
      permute("", told, orders);
    }
    assertEquals(24 + 4 * 60, orders.size());
    for (String order : orders) {
      rejoin(true, order);
      if (order.length() == REJOINING.size()) {
        rejoin(false, order);
      }
    }
  }

  private static void rejoin(boolean known, String order) {
    TOLD.begin();
    List<Provider.Sent> told = TOLD.rejoining(known);
    order.chars().forEach(each -> TOLD.deliver(told.get(each - '0').again()));
    TOLD.assertSame("known " + known + ", told " + order);
  }

  private static void permute(String begun, String left, Set<String> found) {
    if (left.isEmpty()) {
      found.add(begun);
    }
    for (int i = 0; i < left.length(); i++) {
      permute(begun + left.charAt(i), left.substring(0, i) + left.substring(i + 1), found);
    }
  }

  /**
   * What happens there ({@code !}) and what we are told of it, mixed in every way in which no
   * message is faster than what it is about. In the end each is told once more, which changes
   * nothing.
   */
  @Example
  void howeverLateAMessageOfALeavingAndAComingBackIsThePersonEndsIn() {
    var mixtures = new TreeSet<String>();
    mix("", 0, "", mixtures);
    assertEquals(7 * 5 * 3, mixtures.size());
    for (String mixture : mixtures) {
      TOLD.begin();
      List<Provider.Sent> told = TOLD.rejoining(mixture);
      TOLD.assertSame(mixture);
      for (int again = 0; again < told.size(); again++) {
        TOLD.deliver(told.get(again).again());
        TOLD.assertSame(mixture + " and again " + again);
      }
    }
  }

  private static void mix(String begun, int happened, String untold, Set<String> found) {
    if (happened == REJOINING.size() && untold.isEmpty()) {
      found.add(begun);
    }
    if (happened < REJOINING.size()) {
      mix(begun + "!", happened + 1, untold + happened, found);
    }
    for (int i = 0; i < untold.length(); i++) {
      String left = untold.substring(0, i) + untold.substring(i + 1);
      mix(begun + untold.charAt(i), happened, left, found);
    }
  }

  @AfterContainer
  static void close() {
    TOLD.close();
  }

  /** A provider, our webhook beside it, and a database. */
  private static final class Telling implements AutoCloseable {

    private final TestDatabase database = new TestDatabase();
    private final Provider provider = new Provider();
    private final LoopbackServer relay = new LoopbackServer("lambda", ProviderHistoryTest::answer);
    private final Platform platform = new Platform(environment(), Clock.systemUTC());
    private final UnaryOperator<JsonNode> webhook = Hosted.function("clerk-webhook", platform);
    private final Connection eyes = eyes();
    private int number;

    /** Whom nothing is hidden from. */
    private Connection eyes() {
      return database.connect("postgres");
    }

    private Environment environment() {
      var variables = new HashMap<String, String>();
      variables.put("XENTRI_ENVIRONMENT", "local");
      variables.put("APP_ORIGIN", "http://127.0.0.1:1");
      variables.put("DATABASE_URL", database.url());
      variables.put("DATABASE_USER", "xentri_identity");
      variables.put("DATABASE_POOL_SIZE", "2");
      variables.put("CLERK_API_URL", provider.url());
      variables.put("CLERK_SECRET_KEY", "sk_test_none");
      variables.put("CLERK_WEBHOOK_SECRET", SECRET);
      variables.put("RELAY_FUNCTION_NAME", "event-relay");
      variables.put("PATIENCE", "10");
      System.setProperty("aws.region", "eu-central-1");
      System.setProperty("aws.accessKeyId", "test");
      System.setProperty("aws.secretAccessKey", "test");
      System.setProperty("aws.endpointUrl", relay.url());
      return new Environment(variables);
    }

    /** A history of its own: the provider's ids are new, and what is here of others stays. */
    void begin() {
      provider.forgetAll();
    }

    /** An org and Bob, of whom we may know already; then all that {@link #REJOINING} says. */
    List<Provider.Sent> rejoining(boolean known) {
      String org = bakery();
      String bob = provider.person("Bob");
      if (known) {
        provider.takeSent().forEach(this::deliver);
      }
      provider.takeSent();
      REJOINING.forEach(step -> step.accept(org, bob));
      return provider.takeSent();
    }

    /** As a mixture says: a step of {@link #REJOINING}, or the message about one. */
    List<Provider.Sent> rejoining(String mixture) {
      String org = bakery();
      String bob = provider.person("Bob");
      provider.takeSent();
      var told = new ArrayList<Provider.Sent>();
      for (int at = 0; at < mixture.length(); at++) {
        char each = mixture.charAt(at);
        if (each == '!') {
          REJOINING.get(told.size()).accept(org, bob);
          told.addAll(provider.takeSent());
        } else {
          deliver(told.get(each - '0'));
        }
      }
      return told;
    }

    private String bakery() {
      String org = provider.organization(provider.person("Ann"), "Bakery");
      provider.takeSent().forEach(this::deliver);
      return org;
    }

    void history(List<Change> history, Random random, int repeated) {
      begin();
      String ann = provider.person("Ann");
      String bob = provider.person("Bob");
      String org = provider.organization(ann, "Bakery");
      history.forEach(change -> happens(change, ann, bob, org));

      List<Provider.Sent> told = new ArrayList<>(provider.takeSent());
      while (!told.isEmpty()) {
        for (int i = 0; i < repeated; i++) {
          told.add(told.get(random.nextInt(told.size())));
        }
        Collections.shuffle(told, random);
        told.forEach(this::deliver);
        // A person who is in no organization gets one there, of which it tells too.
        told = new ArrayList<>(provider.takeSent());
      }
      assertSame("the end");
    }

    /** Of the people of this history. */
    void assertSame(String when) {
      assertEquals(
          provider.people(),
          ours(
              "select clerk_user_id || ' ' || name || ' ' || email from users where deleted_at is null and clerk_user_id = any(?)"),
          when);
      assertEquals(
          provider.memberships(),
          ours(
              """
            select concat_ws(' ', m.clerk_membership_id, u.clerk_user_id, o.clerk_org_id, m.role, o.name)
              from memberships m
              join users u on u.id = m.user_id and u.deleted_at is null
              join organizations o on o.id = m.org_id and o.deleted_at is null
             where u.clerk_user_id = any(?)
            """),
          when);
      assertEquals(
          Set.of(),
          ours(
              "select email || name from users where deleted_at is not null and email || name <> 'deleted' and clerk_user_id = any(?)"),
          when);
    }

    private void happens(Change change, String ann, String bob, String org) {
      number++;
      switch (change) {
        case ANN_IS_RENAMED -> provider.rename(ann, "Ann" + number);
        case BOB_IS_RENAMED -> provider.rename(bob, "Bob" + number);
        case ANN_MOVES -> provider.readdress(ann, "ann" + number + "@example.org");
        case BOB_MOVES -> provider.readdress(bob, "bob" + number + "@example.org");
        case BOB_JOINS -> provider.join(org, bob, "org:member");
        case BOB_JOINS_AS_ADMIN -> provider.join(org, bob, "org:admin");
        case BOB_LEAVES -> provider.leave(org, bob);
        case BOB_BECOMES_ADMIN -> provider.changeRole(org, bob, "org:admin");
        case BOB_BECOMES_MEMBER -> provider.changeRole(org, bob, "org:member");
        case ANN_LEAVES -> provider.leave(org, ann);
        case ANN_COMES_BACK -> provider.join(org, ann, "org:admin");
        case ANN_BECOMES_MEMBER -> provider.changeRole(org, ann, "org:member");
        case ANN_BECOMES_ADMIN -> provider.changeRole(org, ann, "org:admin");
        case THE_ORG_IS_RENAMED -> provider.renameOrganization(org, "Bakery" + number);
        case THE_ORG_IS_DELETED -> provider.deleteOrganization(org);
        case BOB_IS_DELETED -> provider.delete(bob);
        case ANN_MAKES_ANOTHER -> provider.organization(ann, "Another" + number);
      }
    }

    private void deliver(Provider.Sent message) {
      var headers =
          Svix.headers(SECRET, message.id(), Instant.now().getEpochSecond(), message.body());
      JsonNode reply =
          webhook.apply(Requests.event("POST /api/v1/webhooks/clerk", headers, message.body()));
      assertEquals(200, reply.path("statusCode").asInt(), reply.path("body").asString());
      assertTrue(Json.read(reply.path("body").asString()).has("data"));
    }

    private Set<String> ours(String sql) {
      var found = new TreeSet<String>();
      try (var statement = eyes.prepareStatement(sql)) {
        statement.setArray(1, eyes.createArrayOf("text", provider.everybody().toArray()));
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            found.add(rows.getString(1));
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
      return found;
    }

    @Override
    public void close() {
      try {
        eyes.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      platform.database().close();
      provider.close();
      relay.close();
      database.close();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }
}
