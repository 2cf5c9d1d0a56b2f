package app.xentri.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How a function's outcomes look to a task. */
class StateServicesTest {

  private static final Account ACCOUNT = new Account("123456789012", "eu-central-1");

  private static JsonNode invoke(RecordingFunctions functions, String request) throws AwsRefusal {
    return StateServices.invoke(functions, ACCOUNT, Json.parse(request));
  }

  @Test
  void anAnswerIsJsonOrNothing() throws Exception {
    var echo = new RecordingFunctions(Set.of("f"));
    assertEquals(
        Json.parse("{\"StatusCode\":200,\"ExecutedVersion\":\"$LATEST\",\"Payload\":{\"a\":1}}"),
        invoke(echo, "{\"FunctionName\":\"f\",\"Payload\":{\"a\":1}}"));
    var silent = new RecordingFunctions(Set.of("f"), _ -> Invocation.answered(new byte[0]));
    assertTrue(invoke(silent, "{\"FunctionName\":\"f\",\"Payload\":1}").path("Payload").isNull());
  }

  @Test
  void aFunctionIsCalledByItsNameOrItsArn() throws Exception {
    var functions = new RecordingFunctions(Set.of("f"));
    invoke(
        functions,
        "{\"FunctionName\":\"arn:aws:lambda:eu-central-1:123456789012:function:f:live\",\"Payload\":1}");
    invoke(functions, "{\"FunctionName\":\"f\",\"InvocationType\":\"Event\",\"Payload\":2}");
    assertEquals(new RecordingFunctions.Call("f", "1", true), functions.next());
    assertEquals(new RecordingFunctions.Call("f", "2", false), functions.next());
  }

  @Test
  void whatCannotBeCalledIsARefusalAndWhatFailsAnAnswer() throws Exception {
    var missing =
        assertThrows(
            AwsRefusal.class,
            () -> invoke(new RecordingFunctions(Set.of()), "{\"FunctionName\":\"f\"}"));
    assertEquals("ResourceNotFoundException", missing.code());
    var busy =
        new RecordingFunctions(
            Set.of("f"), _ -> RecordingFunctions.failure("TooManyRequestsException"));
    var throttled =
        assertThrows(
            AwsRefusal.class, () -> invoke(busy, "{\"FunctionName\":\"f\",\"Payload\":1}"));
    assertEquals(429, throttled.status());
    var failing = new RecordingFunctions(Set.of("f"), _ -> RecordingFunctions.failure("Oh"));
    JsonNode answer = invoke(failing, "{\"FunctionName\":\"f\",\"Payload\":1}");
    assertEquals("Unhandled", answer.path("FunctionError").asString());
    assertEquals("Oh", answer.path("Payload").path("errorType").asString());
  }
}
