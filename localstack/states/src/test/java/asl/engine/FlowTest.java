package asl.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import asl.Json;
import asl.engine.Execution.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From state to state: Pass, Choice, Wait, Succeed, Fail, variables. */
class FlowTest {

  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private final World world;

  FlowTest() throws Exception {
    world = new World(POSTGRES.database());
  }

  private static void assertOutput(String json, Execution execution) {
    assertEquals(Status.SUCCEEDED, execution.status(), () -> execution.toString());
    assertEquals(Json.parse(json), Json.parse(execution.output().orElseThrow()));
  }

  private static void assertFailed(String error, Execution execution) {
    assertEquals(Status.FAILED, execution.status(), () -> execution.toString());
    assertEquals(Optional.of(error), execution.error());
  }

  @Test
  void aPassHandsItsInputOn() throws Exception {
    Execution execution = world.run("\"P\":{\"Type\":\"Pass\",\"End\":true}", "{\"a\":[1,null]}");
    assertOutput("{\"a\":[1,null]}", execution);
    assertEquals(
        List.of(
            "1 0 ExecutionStarted",
            "2 0 PassStateEntered",
            "3 2 PassStateExited",
            "4 3 ExecutionSucceeded"),
        world.ways(execution));
    assertEquals(
        Json.parse(
            """
            {"name":"P","input":"{\\"a\\":[1,null]}","inputDetails":{"truncated":false}}"""),
        world.details(execution, 2));
  }

  @Test
  void outputAndVariablesAreComputedFromWhatWasBeforeEither() throws Exception {
    Execution execution =
        world.run(
            """
            "A":{"Type":"Pass","Assign":{"n":"{% $states.input.n %}"},"Next":"B"},
            "B":{"Type":"Pass","Assign":{"n":"{% $n + 1 %}"},"Output":{"before":"{% $n %}"},"Next":"C"},
            "C":{"Type":"Pass","Output":{"after":"{% $n %}","in":"{% $states.input %}"},"End":true}
            """,
            "{\"n\":1}");
    assertOutput("{\"after\":2,\"in\":{\"before\":1}}", execution);
    assertEquals("1", world.details(execution, 3).path("assignedVariables").path("n").asString());
  }

  @Test
  void whatIsUndefinedFailsWithItsPlace() throws Exception {
    Execution execution =
        world.run(
            """
            "A":{"Type":"Pass","Output":{"x":["{% $states.input.none %}"]},"End":true}
            """,
            "{}");
    assertFailed("States.QueryEvaluationError", execution);
    assertEquals(
        Optional.of(
            "An error occurred while executing the state 'A' (entered at the event id #2). The"
                + " JSONata expression '$states.input.none' specified for the field 'Output/x/0'"
                + " returned nothing (undefined)."),
        execution.cause());
    assertEquals(
        List.of(
            "1 0 ExecutionStarted",
            "2 0 PassStateEntered",
            "3 0 EvaluationFailed",
            "4 3 ExecutionFailed"),
        world.ways(execution));
    assertEquals("Output/x/0", world.details(execution, 3).path("location").asString());
  }

  private static final String CHOICE =
      """
      "C":{"Type":"Choice","Choices":[
        {"Condition":"{% $states.input.n > 10 %}","Next":"Big","Assign":{"by":"rule"},"Output":"{% $states.input.n %}"},
        {"Condition":"{% $states.input.n = 3 %}","Next":"Three"}],
        "Default":"Other","Assign":{"by":"default"},"Output":"none"},
      "Big":{"Type":"Pass","Output":{"by":"{% $by %}","in":"{% $states.input %}"},"End":true},
      "Three":{"Type":"Succeed","Output":"three"},
      "Other":{"Type":"Pass","Output":{"by":"{% $by %}","in":"{% $states.input %}"},"End":true}
      """;

  @Test
  void aChoiceTakesTheFirstRuleThatHolds() throws Exception {
    assertOutput("{\"by\":\"rule\",\"in\":11}", world.run(CHOICE, "{\"n\":11}"));
    assertOutput("\"three\"", world.run(CHOICE, "{\"n\":3}"));
    assertOutput("{\"by\":\"default\",\"in\":\"none\"}", world.run(CHOICE, "{\"n\":4}"));
  }

  @Test
  void aChoiceWithoutAWayFails() throws Exception {
    String states =
        """
        "C":{"Type":"Choice","Choices":[{"Condition":"{% $states.input.x %}","Next":"S"}]},
        "S":{"Type":"Succeed"}
        """;
    assertFailed("States.NoChoiceMatched", world.run(states, "{\"x\":false}"));
    Execution wrong = world.run(states, "{\"x\":1}");
    assertFailed("States.QueryEvaluationError", wrong);
    assertTrue(
        wrong
            .cause()
            .orElseThrow()
            .endsWith(
                "returned an unexpected result type. Expected 'boolean', but was 'number' for value:"
                    + " 1"));
  }

  @Test
  void aWaitOfDaysPassesAtOnceAndToTheSecond() throws Exception {
    Execution execution =
        world.run(
            """
            "W":{"Type":"Wait","Seconds":"{% $states.input.days * 86400 %}","Next":"U"},
            "U":{"Type":"Wait","Timestamp":"2026-06-01T10:00:00+02:00","Next":"P"},
            "P":{"Type":"Pass","Output":"{% $now() %}","End":true}
            """,
            "{\"days\":90}");
    assertOutput("\"2026-06-01T08:00:00.000Z\"", execution);
    assertEquals(World.START.plus(Duration.ofDays(90)), world.history(execution).get(2).at());
  }

  @Test
  void aTimeThatHasPassedIsNotWaitedFor() throws Exception {
    String states = "\"W\":{\"Type\":\"Wait\",\"Timestamp\":\"{% $states.input %}\",\"End\":true}";
    Execution execution = world.run(states, "\"2025-01-01T00:00:00Z\"");
    assertOutput("\"2025-01-01T00:00:00Z\"", execution);
    assertEquals(World.START, execution.stoppedAt().orElseThrow());
    for (String wrong :
        List.of("2026-01-01 00:00:00Z", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z")) {
      Execution failed = world.run(states, "\"" + wrong + "\"");
      assertFailed("States.QueryEvaluationError", failed);
      assertTrue(failed.cause().orElseThrow().endsWith("date-time format string: " + wrong));
      assertEquals("3 2 EvaluationFailed", world.ways(failed).get(2));
    }
  }

  @Test
  void secondsMustBeSeconds() throws Exception {
    String states = "\"W\":{\"Type\":\"Wait\",\"Seconds\":\"{% $states.input %}\",\"End\":true}";
    assertOutput("0", world.run(states, "0"));
    for (String wrong : List.of("-1", "1.5", "100000000", "\"1\"", "null")) {
      assertFailed("States.QueryEvaluationError", world.run(states, wrong));
    }
  }

  @Test
  void aFailGivesErrorAndCauseAsTheyAreComputed() throws Exception {
    String states =
        """
        "F":{"Type":"Fail","Error":"{% 'E' & $states.input.n %}","Cause":"because"}
        """;
    Execution execution = world.run(states, "{\"n\":1}");
    assertFailed("E1", execution);
    assertEquals(Optional.of("because"), execution.cause());
    assertEquals(
        List.of("1 0 ExecutionStarted", "2 0 FailStateEntered", "3 2 ExecutionFailed"),
        world.ways(execution));
    Execution bare = world.run("\"F\":{\"Type\":\"Fail\"}", "{}");
    assertEquals(Status.FAILED, bare.status());
    assertEquals(Optional.empty(), bare.error());
  }

  @Test
  void theContextSaysWhereAStateIs() throws Exception {
    Execution execution =
        world.run(
            "\"P\":{\"Type\":\"Pass\",\"Output\":\"{% $states.context %}\",\"End\":true}", "[1]");
    assertOutput(
        """
        {"Execution":{"Id":"arn:aws:states:eu-central-1:123456789012:execution:%1$s:%2$s","Name":"%2$s",
          "RoleArn":"arn:aws:iam::1:role/r","StartTime":"2026-01-01T00:00:00.000Z","RedriveCount":0,"Input":[1]},
        "State":{"Name":"P","EnteredTime":"2026-01-01T00:00:00.000Z","RetryCount":0},
        "StateMachine":{"Id":"arn:aws:states:eu-central-1:123456789012:stateMachine:%1$s","Name":"%1$s"}}
        """
            .formatted(execution.machine(), execution.name()),
        execution);
  }

  @Test
  void anOutputIsAsLargeAsAnInputMayBe() throws Exception {
    String states =
        """
        "P":{"Type":"Pass","Output":"{% $join($map([1..$states.input], function($n) { 'x' }), '') %}","End":true}
        """;
    assertEquals(Status.SUCCEEDED, world.run(states, "1000").status());
    String doubled =
        """
        "P":{"Type":"Pass","Output":{"a":"{% $states.input %}","b":"{% $states.input %}"},"End":true}
        """;
    Execution large = world.run(doubled, "\"" + "é".repeat(70_000) + "\"");
    assertFailed("States.DataLimitExceeded", large);
    assertEquals(
        Optional.of(
            "The state/task 'P' returned a result with a size exceeding the maximum number of bytes"
                + " service limit."),
        large.cause());
  }

  @Test
  void aLoopEndsWithItsHistory() throws Exception {
    Execution execution =
        world.run(
            """
            "A":{"Type":"Pass","Next":"B"},
            "B":{"Type":"Choice","Choices":[{"Condition":true,"Next":"A"}],"Default":"S"},
            "S":{"Type":"Succeed"}
            """,
            "{}");
    assertFailed("States.Runtime", execution);
    assertEquals(25_000, execution.events());
    List<HistoryEvent> history = world.history(execution);
    assertEquals(25_000, history.size());
    assertEquals("ExecutionFailed", history.getLast().type());
  }

  @Test
  void aMachineThatTakesTooLongTimesOut() throws Exception {
    world.declare(
        "slow",
        """
        {"QueryLanguage":"JSONata","TimeoutSeconds":60,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":61,"End":true}}}
        """);
    Execution started = world.start("slow", "{}");
    world.time.passAll();
    Execution execution = world.now(started);
    assertEquals(Status.TIMED_OUT, execution.status());
    assertEquals(World.START.plusSeconds(60), execution.stoppedAt().orElseThrow());
    assertEquals("3 0 ExecutionTimedOut", world.ways(execution).getLast());
  }
}
