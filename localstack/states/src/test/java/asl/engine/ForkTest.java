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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Parallel and Map. */
class ForkTest {

  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private final World world;

  ForkTest() throws Exception {
    world = new World(POSTGRES.database());
  }

  private static JsonNode output(Execution execution) {
    assertEquals(Status.SUCCEEDED, execution.status(), execution::toString);
    return Json.parse(execution.output().orElseThrow());
  }

  private static String parallel(String more, String... branches) {
    return "\"P\":{\"Type\":\"Parallel\",\"Branches\":[%s]%s}"
        .formatted(
            String.join(
                ",",
                java.util.Arrays.stream(branches)
                    .map(
                        states ->
                            "{\"StartAt\":\"%s\",\"States\":{%s}}"
                                .formatted(states.substring(1, states.indexOf('"', 1)), states))
                    .toList()),
            more);
  }

  private static String map(String more, String states) {
    return "\"M\":{\"Type\":\"Map\",\"ItemProcessor\":{\"ProcessorConfig\":{\"Mode\":\"INLINE\"},\"StartAt\":\"%s\",\"States\":{%s}}%s}"
        .formatted(states.substring(1, states.indexOf('"', 1)), states, more);
  }

  @Test
  void branchesRunSideBySideAndTheirOutputsStandInTheirOrder() throws Exception {
    Execution execution =
        world.run(
            "\"A\":{\"Type\":\"Pass\",\"Assign\":{\"outer\":1},\"Next\":\"P\"},"
                + parallel(
                    ",\"Arguments\":{\"in\":\"{% $states.input %}\"},\"Output\":{\"all\":\"{% $states.result %}\"},\"Assign\":{\"n\":\"{% $count($states.result) %}\"},\"Next\":\"Z\"",
                    "\"W\":{\"Type\":\"Wait\",\"Seconds\":10,\"Assign\":{\"mine\":2},\"Next\":\"W2\"},\"W2\":{\"Type\":\"Pass\",\"Output\":\"{% [$outer, $mine, $states.input.in] %}\",\"End\":true}",
                    "\"B\":{\"Type\":\"Pass\",\"Output\":\"{% [$outer, $exists($mine)] %}\",\"End\":true}")
                + ",\"Z\":{\"Type\":\"Pass\",\"Output\":[\"{% $n %}\",\"{% $exists($mine) %}\",\"{% $states.input %}\"],\"End\":true}",
            "7");
    assertEquals(Json.parse("[2,false,{\"all\":[[1,2,7],[1,false]]}]"), output(execution));
    assertEquals(World.START.plusSeconds(10), execution.stoppedAt().orElseThrow());
    assertEquals(
        List.of(
            "1 0 ExecutionStarted",
            "2 0 PassStateEntered",
            "3 2 PassStateExited",
            "4 3 ParallelStateEntered",
            "5 4 ParallelStateStarted",
            "6 5 WaitStateEntered",
            "7 5 PassStateEntered",
            "8 7 PassStateExited",
            "9 6 WaitStateExited",
            "10 9 PassStateEntered",
            "11 10 PassStateExited",
            "12 11 ParallelStateSucceeded",
            "13 11 ParallelStateExited"),
        world.ways(execution).subList(0, 13));
  }

  @Test
  void aBranchThatFailsTakesTheOthersWithIt() throws Exception {
    Execution execution =
        world.run(
            parallel(
                    ",\"Catch\":[{\"ErrorEquals\":[\"E\"],\"Next\":\"Z\"}],\"End\":true",
                    "\"W\":{\"Type\":\"Wait\",\"Seconds\":1000,\"End\":true}",
                    "\"F\":{\"Type\":\"Fail\",\"Error\":\"E\",\"Cause\":\"c\"}")
                + ",\"Z\":{\"Type\":\"Pass\",\"End\":true}",
            "{}");
    assertEquals(Json.parse("{\"Error\":\"E\",\"Cause\":\"c\"}"), output(execution));
    assertEquals(World.START, execution.stoppedAt().orElseThrow());
    assertEquals(
        List.of(
            "3 2 ParallelStateStarted",
            "4 3 WaitStateEntered",
            "5 3 FailStateEntered",
            "6 5 WaitStateAborted",
            "7 5 ParallelStateFailed",
            "8 7 ParallelStateExited"),
        world.ways(execution).subList(2, 8));
  }

  @Test
  void aParallelIsTriedAgainAsAWhole() throws Exception {
    world.answering(
        call -> world.calls.size() < 3 ? World.failure("E") : World.payload("\"done\""));
    Execution execution =
        world.run(
            parallel(
                ",\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"],\"IntervalSeconds\":5,\"BackoffRate\":1}],\"End\":true",
                "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Arguments\":{},\"Output\":\"{% $states.result.Payload %}\",\"End\":true}"),
            "{}");
    assertEquals(Json.parse("[\"done\"]"), output(execution));
    assertEquals(World.START.plusSeconds(10), execution.stoppedAt().orElseThrow());
    assertEquals(
        List.of(
            "3 2 ParallelStateStarted",
            "4 3 TaskStateEntered",
            "5 4 TaskScheduled",
            "6 5 TaskStarted",
            "7 6 TaskFailed",
            "8 7 TaskStateAborted",
            "9 7 ParallelStateStarted"),
        world.ways(execution).subList(2, 9));
  }

  @Test
  void aMapRunsItsProcessorForEachItem() throws Exception {
    Execution execution =
        world.run(
            map(
                ",\"Items\":\"{% $states.input.list %}\",\"MaxConcurrency\":1,\"ItemSelector\":{\"i\":\"{% $states.context.Map.Item.Index %}\",\"v\":\"{% $states.context.Map.Item.Value %}\",\"all\":\"{% $count($states.input.list) %}\"},\"End\":true",
                "\"I\":{\"Type\":\"Pass\",\"Output\":\"{% [$states.input.i, $states.input.v, $states.input.all, $states.context.Map.Item.Index] %}\",\"End\":true}"),
            "{\"list\":[\"a\",null]}");
    assertEquals(Json.parse("[[0,\"a\",2,0],[1,null,2,1]]"), output(execution));
    assertEquals(
        List.of(
            "1 0 ExecutionStarted",
            "2 0 MapStateEntered",
            "3 2 MapStateStarted",
            "4 3 MapIterationStarted",
            "5 4 PassStateEntered",
            "6 5 PassStateExited",
            "7 6 MapIterationSucceeded",
            "8 6 MapIterationStarted",
            "9 8 PassStateEntered",
            "10 9 PassStateExited",
            "11 10 MapIterationSucceeded",
            "12 11 MapStateSucceeded",
            "13 11 MapStateExited",
            "14 13 ExecutionSucceeded"),
        world.ways(execution));
  }

  @ParameterizedTest
  @CsvSource({"1,30", "2,20", "3,10", "0,10", "'{% $count($states.input) - 1 %}',20"})
  void noMoreIterationsRunAtOnceThanMay(String concurrency, int seconds) throws Exception {
    String written = concurrency.startsWith("{") ? "\"" + concurrency + "\"" : concurrency;
    Execution execution =
        world.run(
            map(
                ",\"MaxConcurrency\":" + written + ",\"End\":true",
                "\"W\":{\"Type\":\"Wait\",\"Seconds\":10,\"End\":true}"),
            "[1,2,3]");
    assertEquals(Json.parse("[1,2,3]"), output(execution));
    assertEquals(World.START.plusSeconds(seconds), execution.stoppedAt().orElseThrow());
  }

  @Test
  void fortyIterationsRunAtOnceAtMost() throws Exception {
    Execution execution =
        world.run(
            map(
                ",\"Items\":\"{% [1..41] %}\",\"Output\":\"{% $count($states.result) %}\",\"End\":true",
                "\"W\":{\"Type\":\"Wait\",\"Seconds\":10,\"End\":true}"),
            "{}");
    assertEquals(Json.parse("41"), output(execution));
    assertEquals(World.START.plusSeconds(20), execution.stoppedAt().orElseThrow());
  }

  @Test
  void aMapOfNothingIsDone() throws Exception {
    Execution execution =
        world.run(map(",\"End\":true", "\"I\":{\"Type\":\"Pass\",\"End\":true}"), "[]");
    assertEquals(Json.parse("[]"), output(execution));
    assertEquals(
        List.of("3 2 MapStateStarted", "4 3 MapStateSucceeded", "5 3 MapStateExited"),
        world.ways(execution).subList(2, 5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}|Map state input must be an array but was: {\"a\":1}|",
        "3|Expected 'array', but was 'number' for value: 3|,\"Items\":\"{% $states.input %}\"",
        "[1]|returned nothing (undefined).|,\"ItemSelector\":\"{% $none %}\"",
        "[1]|Expected 'number', but was 'string' for value: \"x\"|,\"MaxConcurrency\":\"{% 'x' %}\"",
        "[1]|must be between 0 and 100|,\"ToleratedFailurePercentage\":\"{% 101 %}\"",
      })
  void aMapThatCannotBeginFailsWithItsPlace(String input, String cause, String more)
      throws Exception {
    Execution execution =
        world.run(
            map(
                (more == null ? "" : more) + ",\"End\":true",
                "\"I\":{\"Type\":\"Pass\",\"End\":true}"),
            input);
    assertEquals(Optional.of("States.QueryEvaluationError"), execution.error());
    assertTrue(execution.cause().orElseThrow().contains(cause), execution::toString);
    List<String> ways = world.ways(execution);
    assertTrue(ways.get(ways.size() - 2).endsWith("MapStateFailed"), ways::toString);
    assertEquals(more != null, world.details(execution, ways.size() - 2).has("location"));
  }

  private static final String FAILING =
      "\"C\":{\"Type\":\"Choice\",\"Choices\":[{\"Condition\":\"{% $states.input < 0 %}\",\"Next\":\"F\"}],\"Default\":\"S\"},"
          + "\"F\":{\"Type\":\"Fail\",\"Error\":\"Neg\"},\"S\":{\"Type\":\"Succeed\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,-1,2]|Neg|",
        "[1,-1,2]|[1,2]|,\"ToleratedFailureCount\":1",
        "[1,-1,-2]|States.ExceedToleratedFailureThreshold|,\"ToleratedFailureCount\":1",
        "[1,-1,2,3]|[1,2,3]|,\"ToleratedFailurePercentage\":25",
        "[1,-1,2]|States.ExceedToleratedFailureThreshold|,\"ToleratedFailurePercentage\":33",
        "[-1,-2]|[]|,\"ToleratedFailurePercentage\":\"{% 100 %}\"",
        "[-1,-2]|States.ExceedToleratedFailureThreshold|,\"ToleratedFailurePercentage\":100,\"ToleratedFailureCount\":1",
        "[-1]|States.ExceedToleratedFailureThreshold|,\"ToleratedFailureCount\":0",
      })
  void soManyIterationsMayFail(String input, String expected, String more) throws Exception {
    Execution execution =
        world.run(map((more == null ? "" : more) + ",\"End\":true", FAILING), input);
    if (expected.startsWith("[")) {
      assertEquals(Json.parse(expected), output(execution));
    } else {
      assertEquals(Optional.of(expected), execution.error());
    }
  }

  @Test
  void anIterationThatFailsTakesTheOthersWithIt() throws Exception {
    Execution execution =
        world.run(
            map(
                ",\"End\":true",
                "\"C\":{\"Type\":\"Choice\",\"Choices\":[{\"Condition\":\"{% $states.input = 2 %}\",\"Next\":\"F\"}],\"Default\":\"W\"},"
                    + "\"F\":{\"Type\":\"Fail\",\"Error\":\"Two\"},\"W\":{\"Type\":\"Wait\",\"Seconds\":9,\"End\":true}"),
            "[1,2]");
    assertEquals(Optional.of("Two"), execution.error());
    List<String> ways = world.ways(execution);
    assertEquals(
        List.of(
            "12 11 MapIterationFailed",
            "13 11 MapIterationAborted",
            "14 11 WaitStateAborted",
            "15 11 MapStateFailed",
            "16 15 ExecutionFailed"),
        ways.subList(11, 16),
        ways::toString);
  }

  @Test
  void whatIsNestedKeepsItsScopes() throws Exception {
    Execution execution =
        world.run(
            "\"A\":{\"Type\":\"Pass\",\"Assign\":{\"top\":\"t\"},\"Next\":\"M\"},"
                + map(
                    ",\"Items\":[1,2],\"End\":true",
                    "\"I\":{\"Type\":\"Pass\",\"Assign\":{\"mid\":\"{% $states.input * 10 %}\"},\"Next\":\"P\"},"
                        + parallel(
                            ",\"End\":true",
                            "\"W\":{\"Type\":\"Wait\",\"Seconds\":\"{% $mid %}\",\"Next\":\"X\"},\"X\":{\"Type\":\"Pass\",\"Assign\":{\"low\":\"l\"},\"Output\":\"{% $top & $mid & $states.context.Map.Item.Index %}\",\"End\":true}",
                            "\"Y\":{\"Type\":\"Pass\",\"Output\":\"{% $exists($low) %}\",\"End\":true}")),
            "{}");
    assertEquals(Json.parse("[[\"t100\",false],[\"t201\",false]]"), output(execution));
    assertEquals(World.START.plusSeconds(20), execution.stoppedAt().orElseThrow());
  }

  @Test
  void timersOfOneExecutionFireInTheirOrder() throws Exception {
    Execution execution =
        world.start(
            world.machine(
                map(
                    ",\"End\":true",
                    "\"W\":{\"Type\":\"Wait\",\"Seconds\":\"{% $states.input %}\",\"End\":true}")),
            "[30,10,20]");
    // Nobody looks for a minute: all are due at once.
    world.time.settle();
    world.clock.moveTo(World.START.plus(Duration.ofMinutes(1)));
    world.time.settle();
    assertEquals(Json.parse("[30,10,20]"), output(world.now(execution)));
    List<Integer> order =
        world.history(execution).stream()
            .filter(event -> event.type().equals("WaitStateExited"))
            .map(
                event ->
                    Json.parse(event.details().orElseThrow())
                        .path("stateExitedEventDetails")
                        .path("output")
                        .asString())
            .map(Integer::valueOf)
            .toList();
    assertEquals(List.of(10, 20, 30), order);
  }
}
