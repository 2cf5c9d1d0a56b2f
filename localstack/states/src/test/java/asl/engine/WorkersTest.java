package asl.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import asl.Json;
import asl.definition.Machine.Kind;
import asl.engine.Execution.Status;
import asl.task.ServiceCall;
import asl.task.Services;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** By the clock on the wall and with threads. */
class WorkersTest {

  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final List<String> troubles = new ArrayList<>();

  private final Services services =
      new Services() {
        @Override
        public boolean offers(String service, String action) {
          return true;
        }

        @Override
        public JsonNode call(ServiceCall call) {
          calls.merge(call.token(), 1, Integer::sum);
          return World.payload(call.request().path("Payload").toString());
        }
      };

  private static final String STATES =
      """
      "M":{"Type":"Map","MaxConcurrency":0,"ItemProcessor":{"StartAt":"T","States":{
          "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"Payload":"{% $states.input %}"},"Output":"{% $states.result.Payload %}","Next":"W"},
          "W":{"Type":"Wait","Seconds":1,"End":true}}},"End":true}
      """;

  private static final String ITEMS = "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]";

  private List<Execution> run(DataSource database, int executions) throws Exception {
    try (Workers workers = new Workers(InstantSource.system(), 8, this::note)) {
      Engine engine =
          new Engine(
              POSTGRES.database(),
              new Arns("aws", "eu-central-1", "1"),
              InstantSource.system(),
              services,
              new Random(1),
              workers);
      MachineSettings machine =
          new MachineSettings(
              "m-" + UUID.randomUUID(), Kind.STANDARD, World.definition(STATES), "r", "{}", false);
      engine.declare(machine);
      Engine tried =
          POSTGRES.database().equals(database)
              ? engine
              : new Engine(
                  database,
                  engine.arns(),
                  InstantSource.system(),
                  services,
                  new Random(1),
                  workers);
      workers.run(tried, 3);
      List<Execution> started = new ArrayList<>();
      for (int i = 0; i < executions; i++) {
        started.add(
            engine.start(new Engine.Start(machine.name(), "n" + i, ITEMS, Optional.empty())));
      }
      List<Execution> ended = new ArrayList<>();
      for (Execution execution : started) {
        for (int i = 0;
            i < 600
                && engine.find(execution.machine(), execution.name()).orElseThrow().status()
                    == Status.RUNNING;
            i++) {
          TimeUnit.MILLISECONDS.sleep(50);
        }
        ended.add(engine.find(execution.machine(), execution.name()).orElseThrow());
      }
      return ended;
    }
  }

  private synchronized void note(String what, Exception cause) {
    troubles.add(what + ": " + cause);
  }

  @Test
  void iterationsThatEndTogetherAllCount() throws Exception {
    for (Execution execution : run(POSTGRES.database(), 5)) {
      assertEquals(Status.SUCCEEDED, execution.status(), execution::toString);
      assertEquals(Json.parse(ITEMS), Json.parse(execution.output().orElseThrow()));
    }
    assertEquals(100, calls.size());
    assertTrue(calls.values().stream().allMatch(times -> times == 1));
    assertEquals(List.of(), troubles);
  }

  /** Throws at every so many-th call of a method, after it was done or instead. */
  private static Object flaky(
      Object target, Class<?> type, String failing, AtomicInteger count, boolean done) {
    return Proxy.newProxyInstance(
        WorkersTest.class.getClassLoader(),
        new Class<?>[] {type},
        (_, method, arguments) -> {
          boolean fails = method.getName().equals(failing) && count.incrementAndGet() % 20 == 0;
          if (fails && !done) {
            throw new SQLException("gone", "08006");
          }
          try {
            Object result = method.invoke(target, arguments);
            if (fails) {
              throw new SQLException("gone", "08006");
            }
            return result;
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        });
  }

  private void assertDelayedOnly(DataSource database) throws Exception {
    for (Execution execution : run(database, 2)) {
      assertEquals(Status.SUCCEEDED, execution.status(), execution::toString);
      assertEquals(Json.parse(ITEMS), Json.parse(execution.output().orElseThrow()));
    }
    assertEquals(40, calls.size(), "a call that is repeated has the same token");
    assertTrue(!troubles.isEmpty(), "nothing went away");
  }

  @Test
  void aDatabaseThatGoesAwayForMomentsDelaysOnly() throws Exception {
    assertDelayedOnly(
        (DataSource)
            flaky(
                POSTGRES.database(),
                DataSource.class,
                "getConnection",
                new AtomicInteger(),
                false));
  }

  @Test
  void aCommitWhoseAnswerIsLostDelaysOnly() throws Exception {
    AtomicInteger commits = new AtomicInteger();
    DataSource database =
        (DataSource)
            Proxy.newProxyInstance(
                WorkersTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (_, _, _) ->
                    flaky(
                        POSTGRES.database().getConnection(),
                        Connection.class,
                        "commit",
                        commits,
                        true));
    assertDelayedOnly(database);
  }
}
