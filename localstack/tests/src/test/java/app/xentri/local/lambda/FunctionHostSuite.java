package app.xentri.local.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Function;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every host must do; each host has a class that runs this. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FunctionHostSuite {
  static final FunctionEnvironment ENVIRONMENT =
      new FunctionEnvironment(
          "eu-central-1",
          () -> Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_ENDPOINT_URL", "http://127.0.0.1:1"));

  @TempDir static Path folder;

  private final ConcurrentLinkedQueue<String> stream = new ConcurrentLinkedQueue<>();
  private Template template;
  private FunctionHost host;

  abstract FunctionHost host(Template template, Path folder);

  @BeforeAll
  void start() {
    template = DemoFunctions.in(folder);
    host = host(template, folder.resolve("tasks"));
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @Test
  void aStreamHandlerAnswers() {
    assertEquals("\"good morning\"", answer("demo-mirror", "echo good morning"));
  }

  @Test
  void textBeyondAsciiSurvives() {
    assertEquals("\"Grüße, 東京 🌞\"", answer("demo-mirror", "echo Grüße, 東京 🌞"));
  }

  @Test
  void awsConvertsTheEventOfATypedHandler() {
    assertEquals(
        new Outcome.Answered("{\"greeting\":\"Hello Ada\"}"),
        host.invoke(
            invocation("demo-greeter", "{\"name\":\"Ada\"}", new InvocationLog(stream::add))));
  }

  @Test
  void eachFunctionSeesItsOwnEnvironment() {
    assertEquals("\"low\"", answer("demo-mirror", "env LEVEL"));
    assertEquals("\"high\"", answer("demo-other", "env LEVEL"));
    assertEquals("\"low\"", answer("demo-mirror", "envAtStart"));
    assertEquals("\"high\"", answer("demo-other", "envAtStart"));
    assertEquals("\"high\"", answer("demo-other", "thread"));
  }

  @Test
  void aFunctionSeesNothingOfTheLocalCloudsOwnEnvironment() {
    assertEquals("\"\"", answer("demo-mirror", "env EMPTY"));
    assertEquals("\"null\"", answer("demo-mirror", "env HOME"));
    String names = answer("demo-mirror", "envNames");
    assertTrue(
        names.contains("AWS_LAMBDA_FUNCTION_NAME") && names.contains("AWS_ENDPOINT_URL"), names);
    assertTrue(!names.contains("JAVA_HOME") && !names.contains("MAVEN"), names);
  }

  @Test
  void theContextIsThatOfTheFunction() {
    assertEquals("\"demo-mirror 256 true 36\"", answer("demo-mirror", "context"));
    assertEquals("\"demo-other 512 true 36\"", answer("demo-other", "context"));
  }

  @Test
  void whatAFunctionPrintsIsInItsInvocationsLog() throws InterruptedException {
    InvocationLog log = new InvocationLog(stream::add);
    host.invoke(invocation("demo-mirror", "\"print one two\"", log));
    InvocationLog other = new InvocationLog(stream::add);
    host.invoke(invocation("demo-other", "\"context\"", other));
    assertEventually(log, "one two");
    assertEventually(log, "error: one two");
    assertEventually(other, "through the logger");
    assertTrue(!other.lines().contains("one two"));
  }

  @Test
  void aThrownExceptionIsAFailureWithItsTypeAndMessage() {
    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, outcome("demo-mirror", "throw out of milk"));
    assertEquals("java.lang.IllegalStateException", failed.type());
    assertTrue(failed.payload().contains("\"errorMessage\":\"out of milk\""), failed.payload());
    assertEquals("\"still here\"", answer("demo-mirror", "echo still here"));
  }

  @Test
  void aFunctionThatCannotBeConstructedFailsEveryTime() {
    assertInstanceOf(Outcome.Failed.class, outcome("demo-unborn", "x"));
    assertInstanceOf(Outcome.Failed.class, outcome("demo-unborn", "x"));
  }

  @Test
  void aHandlerThatDoesNotExistIsAFailure() {
    assertInstanceOf(Outcome.Failed.class, outcome("demo-missing", "x"));
  }

  @Test
  void aFunctionThatOverrunsIsTimedOutAndCanBeCalledAgain() {
    long from = System.nanoTime();
    assertEquals(new Outcome.TimedOut(Duration.ofSeconds(5)), outcome("demo-other", "sleep 20000"));
    assertTrue(Duration.ofNanos(System.nanoTime() - from).toSeconds() < 10);
    assertEquals("\"again\"", answer("demo-other", "echo again"));
  }

  @Test
  void callsRunAtTheSameTime() throws Exception {
    answer("demo-mirror", "echo warm");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(threads.submit(() -> answer("demo-mirror", "sleep 1200")));
      }
      for (Future<String> answer : answers) {
        assertEquals("\"slept\"", answer.get(30, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aFunctionCannotReachTheLocalCloudsClasses() {
    assertEquals("\"Greeter\"", answer("demo-mirror", "load app.xentri.local.lambda.demo.Greeter"));
    assertEquals("\"not found\"", answer("demo-mirror", "load app.xentri.local.lambda.Lambda"));
    assertEquals("\"not found\"", answer("demo-mirror", "load org.snakeyaml.engine.v2.api.Load"));
  }

  String answer(String function, String text) {
    return assertInstanceOf(Outcome.Answered.class, outcome(function, text)).payload();
  }

  Outcome outcome(String function, String text) {
    InvocationLog log = new InvocationLog(stream::add);
    Outcome outcome = host.invoke(invocation(function, "\"" + text + "\"", log));
    if (outcome instanceof Outcome.Failed failed
        && !function.matches("demo-(unborn|missing)")
        && !text.startsWith("throw")) {
      throw new AssertionError(failed.payload() + log.lines());
    }
    return outcome;
  }

  private Invocation invocation(String name, String event, InvocationLog log) {
    Function function = template.function(name).orElseThrow();
    return new Invocation(
        UUID.randomUUID().toString(), function, DemoFunctions.PLACE.functionArn(name), event, log);
  }

  private static void assertEventually(InvocationLog log, String line) throws InterruptedException {
    for (int i = 0; i < 100 && !log.lines().contains(line); i++) {
      Thread.sleep(20); // Output of another process arrives a moment after its answer.
    }
    assertTrue(log.lines().contains(line), () -> line + " is missing in " + log.lines());
  }
}
