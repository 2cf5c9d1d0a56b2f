package app.xentri.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Home;
import app.xentri.local.Json;
import app.xentri.local.lambda.AsyncInvocations;
import app.xentri.local.lambda.DemoFunctions;
import app.xentri.local.lambda.FunctionEnvironment;
import app.xentri.local.lambda.FunctionLog;
import app.xentri.local.lambda.InProcessHost;
import app.xentri.local.lambda.Lambda;
import app.xentri.local.lambda.LambdaInvoker;
import app.xentri.local.lambda.Packages;
import app.xentri.local.mail.Mailbox;
import app.xentri.local.postgres.PostgresServer;
import app.xentri.local.postgres.SharedPostgres;
import app.xentri.local.process.RunInOwnJvm;
import app.xentri.local.template.Template;
import asl.definition.Machine.Kind;
import asl.engine.MachineSettings;
import asl.task.ServiceCall;
import asl.task.Services;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;

/** A template's machines, with a real function, through AWS's own clients. */
class StateMachinesTest {

  @RegisterExtension static final SharedPostgres POSTGRES = new SharedPostgres();

  private static final Account ACCOUNT = new Account("000000000000", "eu-central-1");
  private static final Keys KEYS = new Keys("AKIATEST", "secret");

  private static final String RESOURCES =
      """
        Bus: {Type: AWS::Events::EventBus, Properties: {Name: demo-bus}}
        Flow:
          Type: AWS::Serverless::StateMachine
          Properties:
            Name: demo-flow
            DefinitionUri: statemachines/flow.asl.json
            DefinitionSubstitutions: {Mirror: !GetAtt Mirror.Arn, Letters: !Ref Letters}
            Tracing: {Enabled: true}
            Events:
              Told: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {source: [demo]}}}
        Quick:
          Type: AWS::Serverless::StateMachine
          Properties:
            Name: demo-quick
            Type: EXPRESS
            Definition: {QueryLanguage: JSONata, StartAt: P, States: {P: {Type: Pass, Output: '{% $states.input.n * 2 %}', End: true}}}
      """;

  /** Calls a function, waits a moment, asks somebody by a message, and tells what came of it. */
  private static final String FLOW =
      """
      {"QueryLanguage":"JSONata","StartAt":"Call","States":{
        "Call":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
          "Arguments":{"FunctionName":"${Mirror}","Payload":"{% $states.input.say ? $states.input.say : 'echo event' %}"},
          "Assign":{"said":"{% $states.result.Payload %}"},
          "Catch":[{"ErrorEquals":["java.lang.IllegalStateException"],"Output":{"caught":"{% $states.errorOutput.Error %}"},"Next":"Tell"}],
          "Next":"Rest"},
        "Rest":{"Type":"Wait","Seconds":"{% $states.context.Execution.Input.rest ? $states.context.Execution.Input.rest : 0 %}","Next":"Ask"},
        "Ask":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","TimeoutSeconds":60,
          "Arguments":{"QueueUrl":"${Letters}","MessageBody":{"token":"{% $states.context.Task.Token %}","said":"{% $said %}"}},"End":true},
        "Tell":{"Type":"Succeed"}}}
      """;

  @TempDir static Path folder;

  private static Lambda lambda;
  private static AsyncInvocations queue;
  private static AwsEndpoint endpoint;
  private static EventBus bus;
  private static StateMachines states;
  private static SfnClient sfn;
  private static SqsClient sqs;
  private static Template template;

  @BeforeAll
  static void start() throws Exception {
    POSTGRES.drop(
        "bus_deliveries",
        "bus_events",
        "mails",
        "queue_messages",
        "queues",
        "states_history",
        "states_executions",
        "states_machines",
        "states_definitions");
    Files.createDirectories(folder.resolve("statemachines"));
    Files.writeString(folder.resolve("statemachines/flow.asl.json"), FLOW);
    template = DemoFunctions.in(folder, RESOURCES);
    Clock clock = Clock.systemUTC();
    endpoint = new AwsEndpoint(KEYS);
    lambda =
        new Lambda(
            template,
            DemoFunctions.PLACE,
            new InProcessHost(
                template,
                Packages.ofProject(),
                new FunctionEnvironment("eu-central-1", () -> Map.of())),
            new FunctionLog(folder.resolve("functions.log"), clock),
            clock);
    Queues queues = new Queues(POSTGRES.localCloud(), ACCOUNT, endpoint.url());
    queues.provide(List.of(new QueueSettings("demo-Letters", false, Optional.empty(), 0)));
    queue =
        new AsyncInvocations(
            lambda,
            DemoFunctions.PLACE,
            queues,
            Files.createDirectories(folder.resolve("async")),
            List.of(Duration.ofSeconds(1)),
            clock);
    LambdaInvoker functions = new LambdaInvoker(lambda, queue, "test");
    states =
        new StateMachines(
            POSTGRES.localCloud(),
            ACCOUNT,
            template.machines().stream()
                .map(
                    machine ->
                        new MachineSettings(
                            machine.name(),
                            machine.express() ? Kind.EXPRESS : Kind.STANDARD,
                            machine.definition(),
                            machine.role(),
                            machine.logging(),
                            machine.tracing()))
                .toList(),
            clock);
    Template.Rule rule = template.rules().getFirst();
    bus =
        new EventBus(
            POSTGRES.localCloud(),
            ACCOUNT,
            List.of(
                new BusRule(
                    rule.name(),
                    rule.bus(),
                    rule.pattern(),
                    List.of(
                        new BusRule.Target(
                            rule.function(), 0, Duration.ofHours(1), Optional.empty())))),
            states.beside(functions),
            queues);
    endpoint.open(
        new AwsServices(
            ACCOUNT,
            bus,
            functions,
            new Mailbox(POSTGRES.localCloud()),
            queues,
            Map.of(),
            Map.of()),
        states);
    sfn =
        builder(SfnClient.builder())
            // It would put "sync-" before the address; see localstack/README.md.
            .overrideConfiguration(
                c ->
                    c.putAdvancedOption(
                        SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
            .build();
    sqs = builder(SqsClient.builder()).build();
  }

  @AfterAll
  static void stop() {
    sfn.close();
    sqs.close();
    endpoint.close();
    bus.close();
    states.close();
    queue.close();
    lambda.close();
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B builder(
      B builder) {
    return builder
        .endpointOverride(URI.create(endpoint.url()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(KEYS.accessKeyId(), KEYS.secretAccessKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  private static String arn(String name) {
    return ACCOUNT.arn("states", "stateMachine:" + name);
  }

  private static String begin(String input) {
    return sfn.startExecution(r -> r.stateMachineArn(arn("demo-flow")).input(input)).executionArn();
  }

  private static DescribeExecutionResponse await(
      String execution, Predicate<DescribeExecutionResponse> wanted) throws InterruptedException {
    for (int i = 0; i < 400; i++) {
      DescribeExecutionResponse now = sfn.describeExecution(r -> r.executionArn(execution));
      if (wanted.test(now)) {
        return now;
      }
      Thread.sleep(25);
    }
    throw new AssertionError(sfn.getExecutionHistory(r -> r.executionArn(execution)).toString());
  }

  private static boolean hasEnded(DescribeExecutionResponse execution) {
    return execution.status() != ExecutionStatus.RUNNING;
  }

  private static JsonNode message() {
    var received =
        sqs.receiveMessage(
                r ->
                    r.queueUrl(endpoint.url() + "/000000000000/demo-Letters")
                        .maxNumberOfMessages(1)
                        .waitTimeSeconds(10))
            .messages();
    assertEquals(1, received.size());
    sqs.deleteMessage(
        r ->
            r.queueUrl(endpoint.url() + "/000000000000/demo-Letters")
                .receiptHandle(received.getFirst().receiptHandle()));
    return Json.parse(received.getFirst().body());
  }

  @Test
  void anExecutionCallsAFunctionWaitsAndIsEndedByItsToken() throws Exception {
    String execution = begin("{\"say\":\"echo hello\",\"rest\":1}");
    JsonNode message = message();
    assertEquals("hello", message.path("said").asString());
    assertEquals(
        ExecutionStatus.RUNNING, sfn.describeExecution(r -> r.executionArn(execution)).status());
    String token = message.path("token").asString();
    sfn.sendTaskHeartbeat(r -> r.taskToken(token));
    sfn.sendTaskSuccess(r -> r.taskToken(token).output("{\"answer\":42}"));
    DescribeExecutionResponse ended = await(execution, StateMachinesTest::hasEnded);
    assertEquals(ExecutionStatus.SUCCEEDED, ended.status());
    assertEquals("{\"answer\":42}", ended.output());
    assertTrue(Duration.between(ended.startDate(), ended.stopDate()).toMillis() >= 1000);
    assertThrows(
        TaskTimedOutException.class,
        () -> sfn.sendTaskSuccess(r -> r.taskToken(token).output("1")));
    List<HistoryEvent> history =
        sfn.getExecutionHistoryPaginator(r -> r.executionArn(execution).maxResults(5)).stream()
            .flatMap(page -> page.events().stream())
            .toList();
    assertEquals(
        List.of(
            HistoryEventType.EXECUTION_STARTED,
            HistoryEventType.TASK_STATE_ENTERED,
            HistoryEventType.TASK_SCHEDULED,
            HistoryEventType.TASK_STARTED,
            HistoryEventType.TASK_SUCCEEDED,
            HistoryEventType.TASK_STATE_EXITED,
            HistoryEventType.WAIT_STATE_ENTERED,
            HistoryEventType.WAIT_STATE_EXITED,
            HistoryEventType.TASK_STATE_ENTERED,
            HistoryEventType.TASK_SCHEDULED,
            HistoryEventType.TASK_STARTED,
            HistoryEventType.TASK_SUBMITTED,
            HistoryEventType.TASK_SUCCEEDED,
            HistoryEventType.TASK_STATE_EXITED,
            HistoryEventType.EXECUTION_SUCCEEDED),
        history.stream().map(HistoryEvent::type).toList());
    assertEquals("Call", history.get(1).stateEnteredEventDetails().name());
    assertEquals(
        "\"hello\"", history.get(5).stateExitedEventDetails().assignedVariables().get("said"));
  }

  @Test
  void whatAFunctionThrowsIsCaughtByItsName() throws Exception {
    DescribeExecutionResponse ended =
        await(begin("{\"say\":\"throw oh\"}"), StateMachinesTest::hasEnded);
    assertEquals("{\"caught\":\"java.lang.IllegalStateException\"}", ended.output());
  }

  @Test
  void anEventStartsAnExecution() throws Exception {
    try (EventBridgeClient events = builder(EventBridgeClient.builder()).build()) {
      events.putEvents(
          r ->
              r.entries(
                  PutEventsRequestEntry.builder()
                      .eventBusName("demo-bus")
                      .source("demo")
                      .detailType("d")
                      .detail("{\"n\":1}")
                      .build()));
    }
    JsonNode message = message();
    assertEquals("event", message.path("said").asString());
    String token = message.path("token").asString();
    sfn.sendTaskFailure(r -> r.taskToken(token).error("Mine").cause("why"));
    String failed =
        sfn.listExecutions(
                r -> r.stateMachineArn(arn("demo-flow")).statusFilter(ExecutionStatus.FAILED))
            .executions()
            .getFirst()
            .executionArn();
    DescribeExecutionResponse ended = await(failed, StateMachinesTest::hasEnded);
    assertEquals("Mine", ended.error());
    assertEquals("d", Json.parse(ended.input()).path("detail-type").asString());
  }

  @Test
  void refusalsAreTheClientsOwnExceptions() throws Exception {
    assertThrows(
        StateMachineDoesNotExistException.class,
        () -> sfn.startExecution(r -> r.stateMachineArn(arn("none"))));
    assertThrows(
        InvalidExecutionInputException.class,
        () -> sfn.startExecution(r -> r.stateMachineArn(arn("demo-flow")).input("{")));
    assertThrows(
        ExecutionDoesNotExistException.class,
        () ->
            sfn.describeExecution(
                r -> r.executionArn(ACCOUNT.arn("states", "execution:demo-flow:none"))));
    sfn.startExecution(
        r -> r.stateMachineArn(arn("demo-flow")).name("taken").input("{\"say\":\"throw x\"}"));
    assertThrows(
        ExecutionAlreadyExistsException.class,
        () ->
            sfn.startExecution(
                r -> r.stateMachineArn(arn("demo-flow")).name("taken").input("{\"say\":\"y\"}")));
  }

  @Test
  void machinesAreThoseOfTheTemplate() {
    assertEquals(
        List.of("demo-flow", "demo-quick"),
        sfn.listStateMachines().stateMachines().stream().map(machine -> machine.name()).toList());
    var flow = sfn.describeStateMachine(r -> r.stateMachineArn(arn("demo-flow")));
    assertTrue(flow.tracingConfiguration().enabled());
    assertTrue(flow.definition().contains(ACCOUNT.arn("lambda", "function:demo-mirror")));
    assertEquals("arn:aws:iam::000000000000:role/demo-FlowRole", flow.roleArn());
  }

  @Test
  void anExpressExecutionAnswersAtOnce() {
    var answer =
        sfn.startSyncExecution(r -> r.stateMachineArn(arn("demo-quick")).input("{\"n\":21}"));
    assertEquals(SyncExecutionStatus.SUCCEEDED, answer.status());
    assertEquals("42", answer.output());
  }

  @Test
  void withoutAMachineTheServiceIsThereForWhoAsks() throws Exception {
    try (StateMachines none =
        new StateMachines(POSTGRES.localCloud(), ACCOUNT, List.of(), Clock.systemUTC())) {
      none.begin(new Recorder(new LinkedBlockingQueue<>()));
      assertEquals(0, none.handle("ListStateMachines", Json.object()).path("stateMachines").size());
    }
  }

  private record Recorder(BlockingQueue<String> calls) implements Services {
    @Override
    public boolean offers(String service, String action) {
      return true;
    }

    @Override
    public JsonNode call(ServiceCall call) {
      calls.add(call.token() + " " + call.request());
      return Json.parse("{\"StatusCode\":200,\"Payload\":\"done\"}");
    }
  }

  @Test
  void aKilledRunsCallIsMadeAgainWithTheSameTokenAndArguments(@TempDir Path home) throws Exception {
    RunInOwnJvm.untilKilled(StatesMain.class, home.toString());
    String called = Files.readString(home.resolve("called"));
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    try (PostgresServer server = new PostgresServer(new Home(home));
        StateMachines next = StatesMain.machines(server)) {
      next.begin(new Recorder(calls));
      assertEquals(called, calls.poll(10, java.util.concurrent.TimeUnit.SECONDS));
      JsonNode request =
          Json.object().put("executionArn", StatesMain.ACCOUNT.arn("states", "execution:flow:run"));
      JsonNode execution = next.handle("DescribeExecution", request);
      for (int i = 0; i < 200 && execution.path("status").asString().equals("RUNNING"); i++) {
        Thread.sleep(25);
        execution = next.handle("DescribeExecution", request);
      }
      assertEquals("\"done\"", execution.path("output").asString());
      assertTrue(calls.isEmpty());
    }
  }
}
