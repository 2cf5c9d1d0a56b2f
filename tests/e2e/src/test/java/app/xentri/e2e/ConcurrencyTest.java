package app.xentri.e2e;

import static app.xentri.e2e.Person.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fifty at once. */
@ExtendWith(Cloud.class)
class ConcurrencyTest {

  private static final int MANY = 50;

  /** What differs from one request to the next by design; all else has to be the same. */
  private static final Set<String> OF_THE_REQUEST = Set.of("date", "x-trace-id", "apigw-requestid");

  /** Sends all of them the moment that all are ready to. */
  private static List<HttpResponse<String>> fifty(IntFunction<HttpResponse<String>> call)
      throws InterruptedException, ExecutionException {
    var start = new CountDownLatch(MANY);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<HttpResponse<String>>>();
      for (int i = 0; i < MANY; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return call.apply(number);
                }));
      }
      var answers = new ArrayList<HttpResponse<String>>();
      for (Future<HttpResponse<String>> future : running) {
        answers.add(future.get());
      }
      return answers;
    }
  }

  /** All fifty answers are this status and, header by header and byte by byte, one answer. */
  private static HttpResponse<String> one(int status, List<HttpResponse<String>> answers) {
    Set<String> different = new HashSet<>();
    for (HttpResponse<String> answer : answers) {
      Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
      headers.keySet().removeAll(OF_THE_REQUEST);
      different.add(answer.statusCode() + " " + headers + "\n" + answer.body());
    }
    assertEquals(1, different.size(), () -> String.join("\n\n", different));
    assertEquals(status, answers.getFirst().statusCode(), answers.getFirst().body());
    return answers.getFirst();
  }

  @Test
  void fiftyRequestsWithOneKeyMakeOneEventAndOneAnswer(RunningCloud cloud, Stored stored)
      throws Exception {
    Person joe = Person.named(cloud, "joe");
    String key = UUID.randomUUID().toString();
    var answer = one(201, fifty(_ -> joe.post("/api/v1/events", Person.EVENT, key)));
    String event = data(answer).path("id").asString();
    assertEquals(
        1,
        stored.count(
            "select count(*) from system_events e where e.id = '%s' and e.type = 'xentri.integration.reported.v1' and org_id = '%s'"
                .formatted(event, joe.org())));
    assertEquals(
        1,
        stored.count(
            "select count(*) from system_events e where e.type = 'xentri.integration.reported.v1' and org_id = '%s'"
                .formatted(joe.org())));
    assertEquals(
        1, stored.count("select count(*) from idempotency_keys where key = '%s'".formatted(key)));
  }

  @Test
  void fiftyMessagesWithOneKeyAreSaidOnce(RunningCloud cloud, Stored stored) throws Exception {
    Person joe = Person.named(cloud, "joe");
    String id = data(joe.post("/api/v1/brief/sessions", "")).path("id").asString();
    String messages = "select count(*) from brief_messages where session_id = '%s'".formatted(id);
    long before = stored.count(messages);
    String key = UUID.randomUUID().toString();
    String body = Json.write(Json.object().put("text", Person.ANSWERS.getFirst()));
    one(201, fifty(_ -> joe.post("/api/v1/brief/sessions/" + id + "/messages", body, key)));
    assertEquals(before + 2, stored.count(messages), "what was said and one reply");
  }

  @Test
  void fiftyOrganizationsWithOneKeyAreOneHereAndAtTheProvider(RunningCloud cloud, Stored stored)
      throws Exception {
    Person mia = Person.named(cloud, "mia");
    String key = UUID.randomUUID().toString();
    one(201, fifty(_ -> mia.post("/api/v1/orgs", "{\"name\":\"Only Once\"}", key)));
    assertEquals(1, stored.count("select count(*) from organizations where name = 'Only Once'"));
    assertEquals(
        1,
        stored.countAtProvider(
            "select count(*) from clerk.organizations where name = 'Only Once'"));
    assertEquals(2, data(mia.get("/api/v1/orgs")).size(), "the first one and this one");
  }

  /** Fifty wait for the provider in one line: whoever is told to come again does, as the same. */
  private static HttpResponse<String> signUpAtLast(RunningCloud cloud, String email) {
    String key = newKey();
    HttpResponse<String> answer = signUp(cloud, email, key);
    for (int again = 0; answer.statusCode() == 503 && again < 20; again++) {
      assertTrue(answer.headers().firstValue("retry-after").isPresent(), answer.body());
      answer = signUp(cloud, email, key);
    }
    return answer;
  }

  @Test
  void fiftySignUpsOfOneAddressMakeOneUserAndOneOrg(RunningCloud cloud, Stored stored)
      throws Exception {
    var answers =
        fifty(i -> signUpAtLast(cloud, i % 2 == 0 ? "kim@example.com" : "KIM@Example.com"));
    Set<String> users = new HashSet<>();
    Set<String> orgs = new HashSet<>();
    for (HttpResponse<String> answer : answers) {
      assertEquals(201, answer.statusCode(), answer.body());
      users.add(UUID.fromString(data(answer).path("user_id").asString()).toString());
      orgs.add(UUID.fromString(data(answer).path("org_id").asString()).toString());
    }
    assertEquals(1, users.size(), users.toString());
    assertEquals(1, orgs.size(), orgs.toString());
    oneUserAndOneOrg(stored, "kim@example.com", users.iterator().next());

    Person kim = Person.named(cloud, "kim");
    assertEquals(orgs, Set.of(data(kim.get("/api/v1/orgs/current")).path("id").asString()));
    assertEquals(1, kim.eventTypes().stream().filter("xentri.user.signup.v1"::equals).count());
    assertEquals(1, kim.eventTypes().stream().filter("xentri.org.created.v1"::equals).count());
    assertEquals(1, data(kim.get("/api/v1/orgs")).size());
  }

  @Test
  void fiftySignUpsWithOneKeyGetOneAnswer(RunningCloud cloud, Stored stored) throws Exception {
    String key = newKey();
    var answer = one(201, fifty(_ -> signUp(cloud, "ned@example.com", key)));
    oneUserAndOneOrg(stored, "ned@example.com", data(answer).path("user_id").asString());
  }

  private static HttpResponse<String> signUp(RunningCloud cloud, String email, String key) {
    String body =
        Json.write(Json.object().put("email", email).put("password", "a long enough pass phrase"));
    return cloud.send("", "POST", "/api/v1/auth/signup", body, Map.of("idempotency-key", key));
  }

  private static void oneUserAndOneOrg(Stored stored, String email, String userId) {
    assertEquals(1, stored.count("select count(*) from users where email = '%s'".formatted(email)));
    assertEquals(
        1, stored.count("select count(*) from memberships where user_id = '%s'".formatted(userId)));
    assertEquals(
        1,
        stored.countAtProvider(
            "select count(*) from clerk.users where email = '%s'".formatted(email)));
    assertEquals(
        1,
        stored.countAtProvider(
            "select count(*) from clerk.organizations o join clerk.users u on u.id = o.created_by where u.email = '%s'"
                .formatted(email)));
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }
}
