package asl.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import asl.Json;
import asl.definition.Machine.Kind;
import asl.engine.Engine;
import asl.engine.MachineSettings;
import asl.engine.Postgres;
import asl.engine.Refusal;
import asl.engine.Workers;
import asl.engine.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StatesApiTest {

  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final String PASS = "\"P\":{\"Type\":\"Pass\",\"End\":true}";
  private static final String WAIT = "\"W\":{\"Type\":\"Wait\",\"Seconds\":10,\"End\":true}";

  private final World world;
  private final StatesApi api;

  StatesApiTest() throws Exception {
    world = new World(POSTGRES.database());
    api = new StatesApi(world.engine);
  }

  private JsonNode call(String operation, String request) throws Exception {
    return api.handle(operation, Json.parse(request));
  }

  private String refusal(String operation, String request) {
    return assertThrows(Refusal.class, () -> call(operation, request)).code();
  }

  private String arn(String states) throws Exception {
    return world.engine.arns().machine(world.machine(states));
  }

  private String start(String arn, String more) throws Exception {
    return call("StartExecution", "{\"stateMachineArn\":\"" + arn + "\"" + more + "}")
        .path("executionArn")
        .asString();
  }

  private JsonNode describe(String execution) throws Exception {
    return call("DescribeExecution", "{\"executionArn\":\"" + execution + "\"}");
  }

  @Test
  void anExecutionIsStartedAndDescribed() throws Exception {
    String arn = arn(PASS);
    String execution =
        start(arn, ",\"name\":\"one\",\"input\":\"{ \\\"a\\\": 1 }\",\"traceHeader\":\"Root=1\"");
    JsonNode running = describe(execution);
    assertEquals("RUNNING", running.path("status").asString());
    assertFalse(running.has("stopDate"));
    world.time.passAll();
    JsonNode ended = describe(execution);
    assertEquals("SUCCEEDED", ended.path("status").asString());
    assertEquals("{ \"a\": 1 }", ended.path("input").asString());
    assertEquals("{\"a\":1}", ended.path("output").asString());
    assertEquals("one", ended.path("name").asString());
    assertEquals(arn, ended.path("stateMachineArn").asString());
    assertEquals("Root=1", ended.path("traceHeader").asString());
    assertEquals(1767225600, ended.path("startDate").asInt());
    assertTrue(ended.path("outputDetails").path("included").asBoolean());
  }

  @Test
  void aNameStandsForOneExecution() throws Exception {
    String arn = arn(WAIT);
    String first = start(arn, ",\"name\":\"one\",\"input\":\"{\\\"a\\\":1}\"");
    assertEquals(first, start(arn, ",\"name\":\"one\",\"input\":\"{ \\\"a\\\": 1 }\""));
    String other = "{\"stateMachineArn\":\"" + arn + "\",\"name\":\"one\",\"input\":\"2\"}";
    assertEquals("ExecutionAlreadyExists", refusal("StartExecution", other));
    world.time.passAll();
    // Ended: whatever the input is.
    assertEquals(
        "ExecutionAlreadyExists",
        refusal(
            "StartExecution",
            "{\"stateMachineArn\":\"" + arn + "\",\"name\":\"one\",\"input\":\"{\\\"a\\\":1}\"}"));
    world.time.pass(Duration.ofDays(91));
    assertEquals(first, start(arn, ",\"name\":\"one\",\"input\":\"2\""));
    world.time.passAll();
    assertEquals("2", describe(first).path("output").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "", " ", "{'a':1}", "{\"a\":1} x"})
  void anInputIsJson(String input) throws Exception {
    String request =
        Json.text(
            Json.MAPPER.createObjectNode().put("stateMachineArn", arn(PASS)).put("input", input));
    assertEquals("InvalidExecutionInput", refusal("StartExecution", request));
  }

  @Test
  void anInputHasALimit() throws Exception {
    String arn = arn(PASS);
    start(arn, ",\"input\":\"\\\"" + "x".repeat(256 * 1024 - 2) + "\\\"\"");
    assertEquals(
        "ValidationException",
        refusal(
            "StartExecution",
            "{\"stateMachineArn\":\""
                + arn
                + "\",\"input\":\"\\\""
                + "é".repeat(128 * 1024)
                + "\\\"\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "a:b", "a*", "a\\\"b", "a{b", "TOOLONG"})
  void namesHaveRules(String name) throws Exception {
    String written = name.equals("TOOLONG") ? "n".repeat(81) : name;
    assertEquals(
        "InvalidName",
        refusal(
            "StartExecution",
            "{\"stateMachineArn\":\"" + arn(PASS) + "\",\"name\":\"" + written + "\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "StartExecution|stateMachineArn|nonsense|InvalidArn",
        "StartExecution|stateMachineArn|arn:aws:states:eu-central-1:1:stateMachine:none|StateMachineDoesNotExist",
        "StartExecution|stateMachineArn|arn:aws:states:eu-central-1:1:execution:m:n|InvalidArn",
        "DescribeStateMachine|stateMachineArn|arn:aws:states:eu-central-1:1:stateMachine:none|StateMachineDoesNotExist",
        "ListExecutions|stateMachineArn|arn:aws:states:eu-central-1:1:stateMachine:none|StateMachineDoesNotExist",
        "DescribeExecution|executionArn|nonsense|InvalidArn",
        "DescribeExecution|executionArn|arn:aws:states:eu-central-1:1:execution:m:n|ExecutionDoesNotExist",
        "DescribeExecution|executionArn|arn:aws:states:eu-central-1:1:express:m:n:i|InvalidArn",
        "GetExecutionHistory|executionArn|arn:aws:states:eu-central-1:1:execution:m:n|ExecutionDoesNotExist",
        "StopExecution|executionArn|arn:aws:states:eu-central-1:1:execution:m:n|ExecutionDoesNotExist",
        "SendTaskSuccess|taskToken|nonsense|InvalidOutput",
        "SendTaskFailure|taskToken|nonsense|InvalidToken",
        "SendTaskHeartbeat|taskToken|nonsense|InvalidToken",
        "CreateActivity|name|a|UnknownOperationException",
      })
  void whatIsNotThereIsRefusedByName(String operation, String field, String value, String code) {
    assertEquals(code, refusal(operation, "{\"" + field + "\":\"" + value + "\"}"));
  }

  @Test
  void aStoppedExecutionSaysWhy() throws Exception {
    String execution = start(arn(WAIT), "");
    world.time.settle();
    call(
        "StopExecution",
        "{\"executionArn\":\"" + execution + "\",\"error\":\"Mine\",\"cause\":\"why\"}");
    JsonNode stopped = describe(execution);
    assertEquals("ABORTED", stopped.path("status").asString());
    assertEquals("Mine", stopped.path("error").asString());
    assertEquals("why", stopped.path("cause").asString());
    JsonNode again = call("StopExecution", "{\"executionArn\":\"" + execution + "\"}");
    assertEquals(stopped.path("stopDate"), again.path("stopDate"));
    world.time.passAll();
    assertEquals("ABORTED", describe(execution).path("status").asString());
  }

  @Test
  void aHistoryHasPagesInBothOrders() throws Exception {
    String execution = start(arn(PASS), ",\"input\":\"{\\\"secret\\\":1}\"");
    world.time.passAll();
    for (boolean reverse : List.of(false, true)) {
      List<Integer> ids = new ArrayList<>();
      String token = "";
      int pages = 0;
      do {
        JsonNode page =
            call(
                "GetExecutionHistory",
                "{\"executionArn\":\"%s\",\"maxResults\":3,\"reverseOrder\":%s%s}"
                    .formatted(
                        execution,
                        reverse,
                        token.isEmpty() ? "" : ",\"nextToken\":\"" + token + "\""));
        page.path("events").forEach(event -> ids.add(event.path("id").asInt()));
        token = page.path("nextToken").asString("");
        pages++;
      } while (!token.isEmpty());
      assertEquals(2, pages);
      assertEquals(reverse ? List.of(4, 3, 2, 1) : List.of(1, 2, 3, 4), ids);
    }
    JsonNode bare =
        call(
            "GetExecutionHistory",
            "{\"executionArn\":\"" + execution + "\",\"includeExecutionData\":false}");
    assertFalse(bare.toString().contains("secret"));
    JsonNode event = bare.path("events").path(1);
    assertEquals("PassStateEntered", event.path("type").asString());
    assertEquals("P", event.path("stateEnteredEventDetails").path("name").asString());
  }

  @Test
  void executionsAreListedNewestFirstByStatusAndInPages() throws Exception {
    String arn = arn(WAIT);
    for (int i = 0; i < 5; i++) {
      start(arn, ",\"name\":\"n" + i + "\"");
    }
    world.time.passAll();
    start(arn, ",\"name\":\"n5\"");
    Set<String> names = new HashSet<>();
    JsonNode page =
        call("ListExecutions", "{\"stateMachineArn\":\"" + arn + "\",\"maxResults\":4}");
    assertEquals("n5", page.path("executions").path(0).path("name").asString());
    page.path("executions").forEach(each -> names.add(each.path("name").asString()));
    JsonNode last =
        call(
            "ListExecutions",
            "{\"stateMachineArn\":\"%s\",\"nextToken\":\"%s\"}"
                .formatted(arn, page.path("nextToken").asString()));
    last.path("executions").forEach(each -> names.add(each.path("name").asString()));
    assertEquals(6, names.size());
    assertFalse(last.has("nextToken"));
    JsonNode running =
        call(
            "ListExecutions", "{\"stateMachineArn\":\"" + arn + "\",\"statusFilter\":\"RUNNING\"}");
    assertEquals(1, running.path("executions").size());
    assertEquals(
        "ValidationException",
        refusal("ListExecutions", "{\"stateMachineArn\":\"" + arn + "\",\"statusFilter\":\"X\"}"));
    assertEquals(
        "ValidationException",
        refusal("ListExecutions", "{\"stateMachineArn\":\"" + arn + "\",\"maxResults\":1001}"));
    assertEquals(
        "InvalidToken",
        refusal("ListExecutions", "{\"stateMachineArn\":\"" + arn + "\",\"nextToken\":\"!\"}"));
  }

  @Test
  void machinesAreListedAndDescribed() throws Exception {
    String arn = arn(PASS);
    arn(WAIT);
    JsonNode page = call("ListStateMachines", "{\"maxResults\":1}");
    assertEquals(arn, page.path("stateMachines").path(0).path("stateMachineArn").asString());
    JsonNode next =
        call("ListStateMachines", "{\"nextToken\":\"" + page.path("nextToken").asString() + "\"}");
    assertEquals(1, next.path("stateMachines").size());
    JsonNode machine = call("DescribeStateMachine", "{\"stateMachineArn\":\"" + arn + "\"}");
    assertEquals("ACTIVE", machine.path("status").asString());
    assertEquals("STANDARD", machine.path("type").asString());
    assertEquals(World.definition(PASS), machine.path("definition").asString());
  }

  @Test
  void anExecutionKeepsTheDefinitionByWhichItWasStarted() throws Exception {
    String name = "changing-" + UUID.randomUUID();
    world.declare(name, World.definition(WAIT));
    String execution = start(world.engine.arns().machine(name), "");
    world.time.settle();
    world.declare(name, World.definition("\"F\":{\"Type\":\"Fail\"}"));
    assertEquals(
        World.definition(WAIT),
        call("DescribeStateMachineForExecution", "{\"executionArn\":\"" + execution + "\"}")
            .path("definition")
            .asString());
    // Also when the process has not read that one.
    World next = new World(POSTGRES.database());
    next.time.passAll();
    assertEquals("SUCCEEDED", describe(execution).path("status").asString());
  }

  @Test
  void aDefinitionIsValidated() throws Exception {
    JsonNode good =
        call(
            "ValidateStateMachineDefinition",
            Json.text(Json.MAPPER.createObjectNode().put("definition", World.definition(PASS))));
    assertEquals("OK", good.path("result").asString());
    JsonNode bad = call("ValidateStateMachineDefinition", "{\"definition\":\"{}\"}");
    assertEquals("FAIL", bad.path("result").asString());
    assertEquals("/QueryLanguage", bad.path("diagnostics").path(0).path("location").asString());
  }

  @Test
  void anExpressExecutionAnswersItsCaller() throws Exception {
    try (Workers workers =
        new Workers(
            InstantSource.system(),
            4,
            (what, cause) -> {
              throw new AssertionError(what, cause);
            })) {
      Engine engine =
          new Engine(
              POSTGRES.database(),
              world.engine.arns(),
              InstantSource.system(),
              world,
              new Random(1),
              workers);
      workers.run(engine, 2);
      world.answering(call -> World.payload("{\"a\":2}"));
      String name = "express-" + UUID.randomUUID();
      engine.declare(
          new MachineSettings(
              name,
              Kind.EXPRESS,
              World.definition(
                  """
                  "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{},"Output":"{% $states.result.Payload %}","Next":"C"},
                  "C":{"Type":"Choice","Choices":[{"Condition":"{% $states.context.Execution.Input.fail %}","Next":"F"}],"Default":"S"},
                  "S":{"Type":"Succeed"},"F":{"Type":"Fail","Error":"E","Cause":"c"}
                  """),
              "arn:aws:iam::1:role/r",
              "{}",
              false));
      StatesApi running = new StatesApi(engine);
      String arn = engine.arns().machine(name);
      JsonNode good =
          running.handle(
              "StartSyncExecution",
              Json.parse(
                  "{\"stateMachineArn\":\"%s\",\"name\":\"n\",\"input\":\"{\\\"fail\\\":false}\"}"
                      .formatted(arn)));
      assertEquals("SUCCEEDED", good.path("status").asString());
      assertEquals("{\"a\":2}", good.path("output").asString());
      assertEquals("n", good.path("name").asString());
      assertTrue(good.path("executionArn").asString().contains(":express:" + name + ":n:"));
      JsonNode bad =
          running.handle(
              "StartSyncExecution",
              Json.parse(
                  "{\"stateMachineArn\":\"%s\",\"name\":\"n\",\"input\":\"{\\\"fail\\\":true}\"}"
                      .formatted(arn)));
      assertEquals("FAILED", bad.path("status").asString());
      assertEquals("E", bad.path("error").asString());
      assertNotEquals(good.path("executionArn"), bad.path("executionArn"));
      assertThrows(
          Refusal.class,
          () ->
              running.handle(
                  "ListExecutions", Json.parse("{\"stateMachineArn\":\"" + arn + "\"}")));
    }
    assertEquals(
        "StateMachineTypeNotSupported",
        refusal("StartSyncExecution", "{\"stateMachineArn\":\"" + arn(PASS) + "\"}"));
  }
}
