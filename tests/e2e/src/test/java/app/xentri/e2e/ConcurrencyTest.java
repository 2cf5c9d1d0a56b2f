package app.xentri.e2e;

import static app.xentri.e2e.Person.data;
import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fifty at once. */
@ExtendWith(Cloud.class)
class ConcurrencyTest {

  private static List<HttpResponse<String>> fifty(Callable<HttpResponse<String>> call)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<HttpResponse<String>>>();
      for (int i = 0; i < 50; i++) {
        running.add(threads.submit(call));
      }
      var answers = new ArrayList<HttpResponse<String>>();
      for (Future<HttpResponse<String>> future : running) {
        answers.add(future.get());
      }
      return answers;
    }
  }

  @Test
  void fiftyRequestsWithOneKeyMakeOneEffectAndEqualAnswers(RunningCloud cloud) throws Exception {
    Person joe = Person.named(cloud, "joe");
    String key = UUID.randomUUID().toString();
    String body =
        "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"n8n\",\"outcome\":\"succeeded\"}}";
    Set<String> answers = new HashSet<>();
    fifty(() -> joe.post("/api/v1/events", body, key))
        .forEach(r -> answers.add(r.statusCode() + r.body()));
    assertEquals(1, answers.size(), answers.toString());
    assertEquals(
        1, joe.eventTypes().stream().filter("xentri.integration.reported.v1"::equals).count());
  }

  @Test
  void fiftySignUpsOfOneAddressMakeOneUserAndOneOrg(RunningCloud cloud) throws Exception {
    String body = "{\"email\":\"kim@example.com\",\"password\":\"a long enough pass phrase\"}";
    Set<String> users = new HashSet<>();
    Set<String> orgs = new HashSet<>();
    fifty(
            () ->
                cloud.send(
                    "",
                    "POST",
                    "/api/v1/auth/signup",
                    body,
                    Map.of("idempotency-key", UUID.randomUUID().toString())))
        .forEach(
            response -> {
              users.add(data(response).path("user_id").asString());
              orgs.add(data(response).path("org_id").asString());
            });
    assertEquals(1, users.size());
    assertEquals(1, orgs.size());
    Person kim = Person.named(cloud, "kim");
    assertEquals(1, data(kim.get("/api/v1/orgs")).size());
    assertEquals(orgs, Set.of(data(kim.get("/api/v1/orgs/current")).path("id").asString()));
    assertEquals(1, kim.eventTypes().stream().filter("xentri.user.signup.v1"::equals).count());
    assertEquals(1, kim.eventTypes().stream().filter("xentri.org.created.v1"::equals).count());
  }
}
