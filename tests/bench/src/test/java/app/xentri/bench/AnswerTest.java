package app.xentri.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statusCode\":200}",
        "{\"statusCode\":204}",
        "{\"effect\":\"done\"}",
        "{\"sinks\":[{\"sink\":\"bus\",\"published\":3,\"failures\":0}]}",
        "{}"
      })
  void whatWasDoneIsMeasured(String body) {
    Answer answer = new Answer(1, Json.read(body));
    assertEquals(answer, answer.success("me-get"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statusCode\":304}",
        "{\"statusCode\":404}",
        "{\"statusCode\":500}",
        "{\"errorType\":\"java.lang.IllegalStateException\"}",
        "{\"sinks\":[{\"sink\":\"bus\",\"published\":0,\"failures\":1}]}"
      })
  void whatWasRefusedOrFailedEndsTheMeasurementAndIsNamed(String body) {
    Answer answer = new Answer(1, Json.read(body));
    var refused = assertThrows(IllegalStateException.class, () -> answer.success("me-get"));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("me-get "), refused.getMessage());
  }
}
