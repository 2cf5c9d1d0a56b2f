package asl.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import asl.engine.Execution.Status;
import asl.task.ErrorOutput;
import asl.task.Shapes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can hardly be kept stops nobody else. */
class PoisonTest {

  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final String PASS = "\"P\":{\"Type\":\"Pass\",\"End\":true}";

  private final World world;

  PoisonTest() throws Exception {
    world = new World(POSTGRES.database());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\\u0000b\"",
        "\"\\ud83d\\ude00\"",
        "1e400",
        "123456789012345678901234567890",
        "0.1234567890123456789",
        "[[[[[]]]]]"
      })
  void oddValuesPass(String json) throws Exception {
    Execution execution = world.run(PASS, json);
    assertEquals(Status.SUCCEEDED, execution.status(), execution::toString);
    Execution computed =
        world.run(
            "\"P\":{\"Type\":\"Pass\",\"Output\":{\"a\":\"{% $exists($states.input) %}\"},\"End\":true}",
            json);
    assertEquals(Optional.of("{\"a\":true}"), computed.output());
  }

  @Test
  void halfACharacterEndsItsExecutionAndNoOther() throws Exception {
    Execution odd = world.start(world.machine(PASS), "\"\\ud800\"");
    Execution other = world.run(PASS, "1");
    assertEquals(Status.SUCCEEDED, other.status());
    assertEquals(false, world.now(odd).status() == Status.RUNNING);
  }

  @Test
  void whatCannotBeReadAnyMoreEndsAndLetsTheOthersBy() throws Exception {
    Execution broken = world.start(world.machine(PASS), "1");
    try (var connection = POSTGRES.database().getConnection();
        var statement =
            connection.prepareStatement("update states_executions set frames = '{' where id = ?")) {
      statement.setLong(1, broken.id());
      statement.executeUpdate();
    }
    Execution other = world.run(PASS, "1");
    assertEquals(Status.SUCCEEDED, other.status());
    Execution ended = world.now(broken);
    assertEquals(Status.FAILED, ended.status());
    assertEquals(Optional.of("States.Runtime"), ended.error());
    assertEquals("2 1 ExecutionFailed", world.ways(broken).getLast());
  }

  @Test
  void anInputMayBeNestedDeep() throws Exception {
    String deep = "[".repeat(900) + "]".repeat(900);
    assertEquals(Status.SUCCEEDED, world.run(PASS, deep).status());
  }

  @Test
  void aCauseMayHoldWhatPostgresDoesNotKeep() throws Exception {
    Execution execution =
        world.run("\"F\":{\"Type\":\"Fail\",\"Cause\":\"{% 'a\\u0000b' %}\"}", "{}");
    assertEquals(Optional.of("ab"), execution.cause());
    world.answering(call -> World.payload("1"));
    Execution waiting =
        world.start(
            world.machine(
                "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke.waitForTaskToken\",\"Arguments\":{\"Payload\":\"{% $states.context.Task.Token %}\"},\"End\":true}"),
            "{}");
    world.time.settle();
    world.engine.finish(
        world.calls.getLast().request().path("Payload").asString(),
        new Shapes.Result.Failure(new ErrorOutput("e\0", "c\0")));
    assertEquals(Optional.of("e"), world.now(waiting).error());
  }
}
