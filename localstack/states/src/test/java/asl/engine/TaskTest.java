package asl.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import asl.Json;
import asl.definition.DefinitionException;
import asl.engine.Execution.Status;
import asl.task.ErrorOutput;
import asl.task.ServiceException;
import asl.task.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Calls of services, what is done about their failures, and tasks that wait for a token. */
class TaskTest {

  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private final World world;

  TaskTest() throws Exception {
    world = new World(POSTGRES.database());
  }

  private static String invoke(String more) {
    return """
        "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
          "Arguments":{"FunctionName":"f","Payload":{"n":"{%% $states.input.n %%}","key":"{%% $states.context.State.EnteredTime %%}"}},
          %s}"""
        .formatted(more);
  }

  private static final String AFTER = ",\"After\":{\"Type\":\"Pass\",\"End\":true}";

  private static JsonNode output(Execution execution) {
    assertEquals(Status.SUCCEEDED, execution.status(), execution::toString);
    return Json.parse(execution.output().orElseThrow());
  }

  @Test
  void aFunctionIsCalledAndItsAnswerBecomesTheOutput() throws Exception {
    world.answering(call -> World.payload("{\"twice\":4}"));
    Execution execution =
        world.run(
            invoke(
                    """
                "Assign":{"r":"{% $states.result.Payload.twice %}"},"Output":"{% $states.result.Payload %}","TimeoutSeconds":30,"HeartbeatSeconds":10,"Next":"After"
                """)
                + ",\"After\":{\"Type\":\"Pass\",\"Output\":[\"{% $r %}\",\"{% $states.input %}\"],\"End\":true}",
            "{\"n\":2}");
    assertEquals(Json.parse("[4,{\"twice\":4}]"), output(execution));
    assertEquals(
        Json.parse(
            "{\"FunctionName\":\"f\",\"Payload\":{\"n\":2,\"key\":\"2026-01-01T00:00:00.000Z\"}}"),
        world.calls.getFirst().request());
    assertEquals(
        List.of(
            "1 0 ExecutionStarted",
            "2 0 TaskStateEntered",
            "3 2 TaskScheduled",
            "4 3 TaskStarted",
            "5 4 TaskSucceeded",
            "6 5 TaskStateExited",
            "7 6 PassStateEntered",
            "8 7 PassStateExited",
            "9 8 ExecutionSucceeded"),
        world.ways(execution));
    JsonNode scheduled = world.details(execution, 3);
    assertEquals("lambda", scheduled.path("resourceType").asString());
    assertEquals("invoke", scheduled.path("resource").asString());
    assertEquals("eu-central-1", scheduled.path("region").asString());
    assertEquals(30, scheduled.path("timeoutInSeconds").asInt());
    assertEquals(10, scheduled.path("heartbeatInSeconds").asInt());
    assertEquals(
        world.calls.getFirst().request(), Json.parse(scheduled.path("parameters").asString()));
  }

  @Test
  void aFunctionThatFailsGivesItsErrorAndWhatItSaid() throws Exception {
    world.answering(call -> World.failure("Shop.Closed"));
    Execution execution = world.run(invoke("\"End\":true"), "{\"n\":1}");
    assertEquals(Status.FAILED, execution.status());
    assertEquals(Optional.of("Shop.Closed"), execution.error());
    assertEquals(
        Json.parse("{\"errorType\":\"Shop.Closed\",\"errorMessage\":\"as planned\"}"),
        Json.parse(execution.cause().orElseThrow()));
    assertEquals(
        List.of("5 4 TaskFailed", "6 5 ExecutionFailed"), world.ways(execution).subList(4, 6));
  }

  @Test
  void aServiceThatRefusesGivesItsOwnError() throws Exception {
    world.answering(
        call -> {
          throw new ServiceException(404, "ResourceNotFoundException", "Function not found: f");
        });
    Execution execution = world.run(invoke("\"End\":true"), "{\"n\":1}");
    assertEquals(Optional.of("Lambda.ResourceNotFoundException"), execution.error());
    assertTrue(
        execution.cause().orElseThrow().startsWith("Function not found: f (Service: Lambda;"));
  }

  @Test
  void anUnexpectedFaultOfTheCarrierFailsTheTask() throws Exception {
    world.answering(
        call -> {
          throw new IllegalStateException("broken");
        });
    Execution execution = world.run(invoke("\"End\":true"), "{\"n\":1}");
    assertEquals(Optional.of("Lambda.InternalFailure"), execution.error());
  }

  private static final String RETRY =
      """
      "Retry":[
        {"ErrorEquals":["Slow","Busy"],"IntervalSeconds":2,"BackoffRate":3,"MaxAttempts":3,"MaxDelaySeconds":10},
        {"ErrorEquals":["States.TaskFailed"],"IntervalSeconds":1,"BackoffRate":1,"MaxAttempts":1}],
      "Catch":[{"ErrorEquals":["States.ALL"],"Assign":{"e":"{% $states.errorOutput.Error %}"},"Output":{"in":"{% $states.input.n %}","error":"{% $states.errorOutput %}"},"Next":"Caught"}],
      "Next":"After"
      """;

  @Test
  void retriesWaitLongerEachTimeAndKeepOneKeyForTheState() throws Exception {
    List<Instant> times = new ArrayList<>();
    world.answering(
        call -> {
          times.add(world.clock.instant());
          return times.size() < 4 ? World.failure("Busy") : World.payload("1");
        });
    Execution execution =
        world.run(invoke(RETRY) + AFTER + ",\"Caught\":{\"Type\":\"Succeed\"}", "{\"n\":1}");
    output(execution);
    assertEquals(
        List.of(0L, 2L, 8L, 18L),
        times.stream().map(time -> Duration.between(World.START, time).toSeconds()).toList());
    assertEquals(1, world.calls.stream().map(call -> call.request()).distinct().count());
    assertEquals(4, world.calls.stream().map(call -> call.token()).distinct().count());
    assertEquals(
        List.of("5 4 TaskFailed", "6 5 TaskScheduled", "7 6 TaskStarted", "8 7 TaskFailed"),
        world.ways(execution).subList(4, 8));
  }

  @Test
  void eachRetrierCountsForItselfAndACatcherTakesOver() throws Exception {
    world.answering(call -> World.failure(world.calls.size() % 2 == 1 ? "Busy" : "Other"));
    Execution execution =
        world.run(
            invoke(RETRY)
                + AFTER
                + ",\"Caught\":{\"Type\":\"Pass\",\"Output\":[\"{% $e %}\",\"{% $states.input %}\"],\"End\":true}",
            "{\"n\":7}");
    // Busy, Other (once more), Busy, Other: none left for that one.
    assertEquals(4, world.calls.size());
    JsonNode output = output(execution);
    assertEquals("Other", output.path(0).asString());
    assertEquals(7, output.path(1).path("in").asInt());
    assertEquals(
        "as planned",
        Json.parse(output.path(1).path("error").path("Cause").asString())
            .path("errorMessage")
            .asString());
  }

  @Test
  void jitterIsAnyTimeUpToTheWait() throws Exception {
    world.answering(call -> World.failure("Busy"));
    Execution execution =
        world.run(
            invoke(
                """
                "Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":100,"MaxAttempts":1,"JitterStrategy":"FULL"}],"End":true
                """),
            "{\"n\":1}");
    Duration took = Duration.between(World.START, execution.stoppedAt().orElseThrow());
    assertTrue(took.toMillis() > 0 && took.toSeconds() < 100, took.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "States.ALL,Custom,true",
    "States.ALL,States.Runtime,false",
    "States.Runtime,States.Runtime,true",
    "States.TaskFailed,Custom,true",
    "States.TaskFailed,States.Timeout,false",
    "Custom,Other,false",
  })
  void errorsAreCaughtByName(String caught, String error, boolean isCaught) throws Exception {
    world.answering(call -> World.failure(error));
    Execution execution =
        world.run(
            invoke(
                    "\"Catch\":[{\"ErrorEquals\":[\"%s\"],\"Next\":\"After\"}],\"End\":true"
                        .formatted(caught))
                + AFTER,
            "{\"n\":1}");
    assertEquals(isCaught ? Status.SUCCEEDED : Status.FAILED, execution.status());
  }

  @Test
  void whatCannotBeComputedMayBeCaught() throws Exception {
    world.answering(call -> World.payload("1"));
    String caught =
        "\"Catch\":[{\"ErrorEquals\":[\"States.QueryEvaluationError\"],\"Next\":\"After\"}],\"End\":true";
    // In the arguments, then in the output after the call.
    assertEquals(
        "States.QueryEvaluationError",
        output(world.run(invoke(caught) + AFTER, "{}")).path("Error").asString());
    assertEquals(0, world.calls.size());
    Execution after =
        world.run(
            invoke("\"Output\":\"{% $states.result.none %}\"," + caught) + AFTER, "{\"n\":1}");
    assertEquals("States.QueryEvaluationError", output(after).path("Error").asString());
    assertEquals("6 5 EvaluationFailed", world.ways(after).get(5));
  }

  @Test
  void aResultThatIsTooLargeIsAnErrorOfTheTask() throws Exception {
    world.answering(call -> World.payload("\"" + "x".repeat(256 * 1024) + "\""));
    Execution execution =
        world.run(
            invoke(
                    "\"Catch\":[{\"ErrorEquals\":[\"States.DataLimitExceeded\"],\"Next\":\"After\"}],\"End\":true")
                + AFTER,
            "{\"n\":1}");
    assertEquals(
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes"
            + " service limit.",
        output(execution).path("Cause").asString());
  }

  @Test
  void eventsAndMessagesAreWrittenAsTextAndEventsSayWhoSentThem() throws Exception {
    world.answering(
        call ->
            Json.parse(
                call.service().equals("events")
                    ? "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e\"}]}"
                    : "{\"MessageId\":\"m\"}"));
    Execution execution =
        world.run(
            """
            "E":{"Type":"Task","Resource":"arn:aws:states:::events:putEvents","Arguments":{"Entries":[{"Source":"s","DetailType":"d","Detail":{"a":1}}]},"Next":"Q"},
            "Q":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Arguments":{"QueueUrl":"u","MessageBody":{"b":2}},"End":true}
            """,
            "{}");
    assertEquals("m", output(execution).path("MessageId").asString());
    JsonNode entry = world.calls.getFirst().request().path("Entries").path(0);
    assertEquals("{\"a\":1}", entry.path("Detail").asString());
    assertEquals(
        Json.parse(
            "[\"%s\",\"%s\"]"
                .formatted(
                    world.engine.arns().machine(execution.machine()),
                    world
                        .engine
                        .arns()
                        .execution(execution.kind(), execution.machine(), execution.name()))),
        entry.path("Resources"));
    assertEquals("{\"b\":2}", world.calls.getLast().request().path("MessageBody").asString());
  }

  @Test
  void anEventThatTheBusDoesNotTakeFailsTheTask() throws Exception {
    world.answering(
        call ->
            Json.parse(
                "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"MalformedDetail\"}]}"));
    Execution execution =
        world.run(
            """
            "E":{"Type":"Task","Resource":"arn:aws:states:::events:putEvents","Arguments":{"Entries":[{"Detail":1}]},"End":true}
            """,
            "{}");
    assertEquals(Optional.of("EventBridge.FailedEntry"), execution.error());
  }

  @Test
  void callsOfTheSdkGoAndComeAsTheyAre() throws Exception {
    world.answering(
        call -> {
          throw new ServiceException(400, "QueueDoesNotExist", "no queue");
        });
    Execution execution =
        world.run(
            """
            "Q":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sqs:getQueueUrl","Arguments":{"QueueName":{"as":"is"}},"End":true}
            """,
            "{}");
    assertEquals(Optional.of("Sqs.QueueDoesNotExistException"), execution.error());
    assertEquals(Json.parse("{\"QueueName\":{\"as\":\"is\"}}"), world.calls.getFirst().request());
    assertEquals("aws-sdk:sqs", world.details(execution, 3).path("resourceType").asString());
  }

  @Test
  void aMachineThatCallsWhatNobodyCarriesIsRefused() {
    var refusal =
        assertThrows(
            DefinitionException.class,
            () ->
                world.machine(
                    "\"A\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::unknown:go\",\"End\":true}"));
    assertEquals("/States/A/Resource", refusal.problems().getFirst().pointer());
  }

  private static final String TOKEN =
      """
      "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Arguments":{"FunctionName":"f","Payload":{"token":"{% $states.context.Task.Token %}"}},
        "TimeoutSeconds":"{% $states.input.most %}","HeartbeatSeconds":"{% $states.input.beat %}",
        "Catch":[{"ErrorEquals":["States.HeartbeatTimeout"],"Output":["beat","{% $states.errorOutput %}"],"Next":"After"},
          {"ErrorEquals":["States.Timeout"],"Output":["time","{% $states.errorOutput %}"],"Next":"After"},
          {"ErrorEquals":["States.ALL"],"Output":["other","{% $states.errorOutput %}"],"Next":"After"}],
        "Next":"After"},
      "After":{"Type":"Pass","End":true}
      """;

  private Execution waiting() throws Exception {
    world.answering(call -> World.payload("null"));
    Execution execution = world.start(world.machine(TOKEN), "{\"most\":600,\"beat\":60}");
    world.time.settle();
    assertEquals(Status.RUNNING, world.now(execution).status());
    return execution;
  }

  private String token() {
    return world.calls.getLast().request().path("Payload").path("token").asString();
  }

  @Test
  void aTokenEndsItsTask() throws Exception {
    Execution execution = waiting();
    assertEquals("5 4 TaskSubmitted", world.ways(execution).getLast());
    world.engine.finish(token(), new Shapes.Result.Value(Json.parse("{\"ok\":true}")));
    world.time.settle();
    assertEquals(Json.parse("{\"ok\":true}"), output(world.now(execution)));
    assertEquals("6 5 TaskSucceeded", world.ways(execution).get(5));
  }

  @Test
  void aTokenMayEndItsTaskBeforeTheCallHasComeBack() throws Exception {
    world.answering(
        call -> {
          try {
            world.engine.finish(
                call.request().path("Payload").path("token").asString(),
                new Shapes.Result.Value(Json.parse("1")));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          return World.payload("null");
        });
    Execution execution = world.start(world.machine(TOKEN), "{\"most\":600,\"beat\":60}");
    world.time.settle();
    assertEquals(Json.parse("1"), output(world.now(execution)));
  }

  @Test
  void aTokenFailsItsTaskWithWhatIsSaidOrNothing() throws Exception {
    Execution execution = waiting();
    world.engine.finish(token(), new Shapes.Result.Failure(new ErrorOutput("Mine", "why")));
    world.time.settle();
    assertEquals(
        Json.parse("[\"other\",{\"Error\":\"Mine\",\"Cause\":\"why\"}]"),
        output(world.now(execution)));
    Execution silent = waiting();
    world.engine.finish(token(), new Shapes.Result.Failure(new ErrorOutput(null, null)));
    world.time.settle();
    assertEquals(
        Json.parse("[\"other\",{\"Error\":null,\"Cause\":null}]"), output(world.now(silent)));
  }

  @Test
  void aTaskThatIsSilentTimesOutAtItsSecond() throws Exception {
    Execution execution = waiting();
    for (int i = 0; i < 5; i++) {
      world.time.pass(Duration.ofSeconds(50));
      world.engine.heartbeat(token());
    }
    world.time.passAll();
    Execution ended = world.now(execution);
    assertEquals(
        Json.parse("[\"beat\",{\"Error\":\"States.Timeout\",\"Cause\":\"\"}]"), output(ended));
    assertEquals(World.START.plusSeconds(310), ended.stoppedAt().orElseThrow());
    assertEquals("6 5 TaskTimedOut", world.ways(execution).get(5));
  }

  @Test
  void aTaskThatTakesTooLongTimesOutWhateverIsHeardOfIt() throws Exception {
    Execution execution = waiting();
    for (int i = 0; i < 11; i++) {
      world.time.pass(Duration.ofSeconds(55));
      if (i < 10) {
        world.engine.heartbeat(token());
      }
    }
    Execution ended = world.now(execution);
    assertEquals(
        Json.parse("[\"time\",{\"Error\":\"States.Timeout\",\"Cause\":\"\"}]"), output(ended));
    assertEquals(World.START.plusSeconds(600), ended.stoppedAt().orElseThrow());
  }

  @Test
  void aTokenIsGoodForItsTaskOnly() throws Exception {
    waiting();
    String token = token();
    world.engine.finish(token, new Shapes.Result.Value(Json.parse("1")));
    var result = new Shapes.Result.Value(Json.parse("2"));
    assertEquals(
        "TaskTimedOut",
        assertThrows(Refusal.class, () -> world.engine.finish(token, result)).code());
    assertEquals(
        "TaskTimedOut", assertThrows(Refusal.class, () -> world.engine.heartbeat(token)).code());
    for (String wrong : List.of("", "nonsense", "AAAA", token.substring(5))) {
      assertEquals(
          "InvalidToken",
          assertThrows(Refusal.class, () -> world.engine.finish(wrong, result)).code(),
          wrong);
    }
  }

  @Test
  void aRequestThatHasNoAnswerInTimeIsNotWaitedForAndItsLateAnswerIsNotTaken() throws Exception {
    world.answering(
        call -> {
          world.clock.moveTo(world.clock.instant().plusSeconds(31));
          try {
            // What a worker would do meanwhile.
            assertTrue(world.engine.step());
          } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
          }
          return World.payload("1");
        });
    Execution execution = world.run(invoke("\"TimeoutSeconds\":30,\"End\":true"), "{\"n\":1}");
    assertEquals(Optional.of("States.Timeout"), execution.error());
    assertEquals("5 4 TaskTimedOut", world.ways(execution).get(4));
    assertEquals(6, execution.events());
  }

  private String child(String states) throws Exception {
    return world.engine.arns().machine(world.machine(states));
  }

  private static String start(String suffix, String arn, String more) {
    return """
        "S":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution%s",
          "Arguments":{"StateMachineArn":"%s","Input":{"n":1}%s},"Next":"After"},
        "After":{"Type":"Pass","End":true}
        """
        .formatted(suffix, arn, more);
  }

  @Test
  void anExecutionStartsAnotherAndGoesOn() throws Exception {
    String arn = child("\"W\":{\"Type\":\"Wait\",\"Seconds\":100,\"End\":true}");
    Execution execution = world.run(start("", arn, ",\"Name\":\"kid\""), "{}");
    JsonNode output = output(execution);
    assertTrue(output.path("ExecutionArn").asString().endsWith(":kid"));
    assertEquals(World.START.toEpochMilli(), output.path("StartDate").longValue());
    assertEquals(World.START, execution.stoppedAt().orElseThrow());
  }

  @Test
  void anExecutionWaitsForAnotherAndGetsItsOutput() throws Exception {
    String arn =
        child(
            "\"W\":{\"Type\":\"Wait\",\"Seconds\":100,\"Output\":{\"m\":\"{% $states.input.n + 1 %}\"},\"End\":true}");
    Execution execution = world.run(start(".sync:2", arn, ""), "{}");
    JsonNode output = output(execution);
    assertEquals(Json.parse("{\"m\":2}"), output.path("Output"));
    assertEquals(Json.parse("{\"n\":1}"), output.path("Input"));
    assertEquals("SUCCEEDED", output.path("Status").asString());
    assertEquals(World.START.plusSeconds(100), execution.stoppedAt().orElseThrow());
    assertEquals("startExecution.sync:2", world.details(execution, 5).path("resource").asString());
  }

  @Test
  void anExecutionThatWaitsForAFailingOneFails() throws Exception {
    String arn = child("\"F\":{\"Type\":\"Fail\",\"Error\":\"Oh\",\"Cause\":\"no\"}");
    Execution execution = world.run(start(".sync:2", arn, ""), "{}");
    assertEquals(Optional.of("States.TaskFailed"), execution.error());
    JsonNode cause = Json.parse(execution.cause().orElseThrow());
    assertEquals("Oh", cause.path("Error").asString());
    assertEquals("{\"n\":1}", cause.path("Input").asString());
    assertEquals("FAILED", cause.path("Status").asString());
  }

  @Test
  void whoIsStoppedStopsWhatItWaitsFor() throws Exception {
    String arn = child("\"W\":{\"Type\":\"Wait\",\"Seconds\":100,\"End\":true}");
    Execution parent = world.start(world.machine(start(".sync:2", arn, ",\"Name\":\"kid\"")), "{}");
    world.time.settle();
    world.engine.stop(parent, new ErrorOutput("Mine", "why"));
    String machine = arn.substring(arn.lastIndexOf(':') + 1);
    assertEquals(Status.ABORTED, world.engine.find(machine, "kid").orElseThrow().status());
    Execution stopped = world.now(parent);
    assertEquals(Status.ABORTED, stopped.status());
    assertEquals(Optional.of("Mine"), stopped.error());
    assertEquals("6 0 ExecutionAborted", world.ways(parent).getLast());
    assertNotEquals(Optional.empty(), stopped.stoppedAt());
  }

  @Test
  void aChildThatCannotStartIsAnErrorOfTheTask() throws Exception {
    String arn = child("\"W\":{\"Type\":\"Wait\",\"Seconds\":100,\"End\":true}");
    world.start(arn.substring(arn.lastIndexOf(':') + 1), "kid", "{}");
    Execution taken = world.run(start("", arn, ",\"Name\":\"kid\""), "{}");
    assertEquals(Optional.of("StepFunctions.ExecutionAlreadyExistsException"), taken.error());
    Execution none = world.run(start("", arn + "x", ""), "{}");
    assertEquals(Optional.of("StepFunctions.StateMachineDoesNotExistException"), none.error());
  }
}
