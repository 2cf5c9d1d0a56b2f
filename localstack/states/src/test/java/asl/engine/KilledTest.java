package asl.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import asl.engine.Execution.Status;
import asl.task.ServiceCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process dies at any moment; the next one goes on. */
class KilledTest {

  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  /** Every kind of state, a retry, a child, two branches and two iterations. */
  private static final String STATES =
      """
      "A":{"Type":"Pass","Assign":{"x":1},"Next":"T"},
      "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"once","Payload":{"id":"{% $uuid() %}"}},
        "Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":3}],"Next":"W"},
      "W":{"Type":"Wait","Seconds":60,"Next":"K"},
      "K":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","Arguments":{"FunctionName":"token","Payload":"{% $states.context.Task.Token %}"},
        "TimeoutSeconds":10,"Catch":[{"ErrorEquals":["States.Timeout"],"Next":"C"}],"Next":"C"},
      "C":{"Type":"Choice","Choices":[{"Condition":"{% $x = 1 %}","Next":"S"}],"Default":"F"},
      "S":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Arguments":{"StateMachineArn":"CHILD"},"Next":"P"},
      "P":{"Type":"Parallel","Branches":[
          {"StartAt":"B1","States":{"B1":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"b1","Payload":{}},"End":true}}},
          {"StartAt":"B2","States":{"B2":{"Type":"Wait","Seconds":5,"End":true}}}],"Next":"M"},
      "M":{"Type":"Map","Items":[1,2],"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
        "Arguments":{"FunctionName":"item","Payload":"{% $states.input %}"},"End":true}}},"Output":"done","End":true},
      "F":{"Type":"Fail"}
      """;

  private static final String CHILD =
      """
      "CW":{"Type":"Wait","Seconds":7,"Next":"CT"},
      "CT":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"child","Payload":{}},"End":true}
      """;

  /** Thrown where a process would be gone. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Lets so many commits pass; the next one is done or not, and its caller never hears of it. */
  private static final class Dying {
    private int left;
    private final boolean committed;

    Dying(int left, boolean committed) {
      this.left = left;
      this.committed = committed;
    }

    DataSource over(DataSource database) {
      return (DataSource)
          Proxy.newProxyInstance(
              Dying.class.getClassLoader(),
              new Class<?>[] {DataSource.class},
              (_, method, arguments) ->
                  method.getName().equals("getConnection")
                      ? over((Connection) call(database, method, arguments))
                      : call(database, method, arguments));
    }

    private Connection over(Connection connection) {
      return (Connection)
          Proxy.newProxyInstance(
              Dying.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (_, method, arguments) -> {
                if (!method.getName().equals("commit") || --left > 0) {
                  return call(connection, method, arguments);
                }
                if (left == 0 && committed) {
                  connection.commit();
                }
                throw new Killed();
              });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments)
        throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getTargetException();
      }
    }
  }

  private record Run(int processes, Execution execution) {}

  /** Effects by the token of the call that asked for them. */
  private final Map<String, List<String>> effects = new HashMap<>();

  private World world(DataSource database) throws SQLException {
    World world = new World(database);
    world.answering(
        call -> {
          effects
              .computeIfAbsent(name(call), _ -> new ArrayList<>())
              .add(call.token() + " " + call.request());
          return World.payload("1");
        });
    return world;
  }

  private static String name(ServiceCall call) {
    return call.request().path("FunctionName").asString()
        + call.request().path("Payload").path(0).asString("")
        + (call.request().path("FunctionName").asString().equals("item")
            ? call.request().path("Payload").toString()
            : "");
  }

  /** Runs to the end, with a death after each so many commits; says how many runs it took. */
  private Run run(int commits, boolean committed) throws SQLException {
    effects.clear();
    String child = "child-" + UUID.randomUUID();
    String parent = "parent-" + UUID.randomUUID();
    int runs = 0;
    Execution started = null;
    java.time.Instant now = World.START;
    while (true) {
      runs++;
      assertTrue(runs < 400, "it does not come to an end");
      Dying dying = new Dying(Integer.MAX_VALUE, committed);
      World world = world(dying.over(POSTGRES.database()));
      world.clock.moveTo(now);
      world.declare(child, World.definition(CHILD));
      world.declare(
          parent, World.definition(STATES.replace("CHILD", world.engine.arns().machine(child))));
      try {
        if (started == null) {
          started = world.start(parent, "run", "{}");
          continue; // The next ones die.
        }
        dying.left = commits;
        world.time.drive(world.engine);
        world.time.passAll();
        break;
      } catch (Killed e) {
        now = world.clock.instant();
      }
    }
    Execution ended = world(POSTGRES.database()).now(started);
    assertEquals(Status.SUCCEEDED, ended.status(), ended::toString);
    assertEquals("\"done\"", ended.output().orElseThrow());
    return new Run(runs, ended);
  }

  @Test
  void itGoesOnAfterADeathAtAnyCommit() throws Exception {
    assertEquals(2, run(1_000_000, true).processes());
    Map<String, List<String>> expected = new HashMap<>(effects);
    assertEquals(6, expected.size());
    for (boolean committed : List.of(true, false)) {
      // Starting a child and keeping that takes two: with fewer it would be tried for ever.
      for (int commits = committed ? 2 : 3; commits <= 9; commits++) {
        assertTrue(run(commits, committed).processes() > 2, "nobody died");
        assertEquals(expected.keySet(), effects.keySet());
        for (var effect : effects.entrySet()) {
          assertEquals(
              1,
              effect.getValue().stream().distinct().count(),
              () -> "one call, however often it was made: " + effect);
        }
      }
    }
  }

  @Test
  void aHistoryHasNoGapAndNoEventTwiceAfterDeaths() throws Exception {
    Execution execution = run(3, true).execution();
    World world = world(POSTGRES.database());
    List<HistoryEvent> history = world.history(execution);
    for (int i = 0; i < history.size(); i++) {
      assertEquals(i + 1, history.get(i).id());
      assertTrue(history.get(i).previous() <= i);
    }
    assertEquals(execution.events(), history.size());
    assertEquals(
        1, history.stream().filter(event -> event.type().equals("ExecutionSucceeded")).count());
  }
}
