package asl.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import asl.definition.Machine.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineReaderTest {

  private static final String END = "\"Z\":{\"Type\":\"Succeed\"}";

  private static String machine(String states) {
    String first = states.substring(states.indexOf('"') + 1);
    return "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"%s\",\"States\":{%s}}"
        .formatted(first.substring(0, first.indexOf('"')), states);
  }

  private static List<String> problems(String definition) {
    return assertThrows(
            DefinitionException.class, () -> Machine.read(definition, Kind.STANDARD), definition)
        .problems()
        .stream()
        .map(DefinitionException.Problem::toString)
        .toList();
  }

  private static Arguments refused(String states, String problem) {
    return Arguments.of(machine(states), problem);
  }

  private static String task(String fields) {
    return "\"A\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"End\":true"
        + fields
        + "}";
  }

  private static String map(String fields, String inner) {
    return """
        "M":{"Type":"Map","End":true%s,"ItemProcessor":{"StartAt":"I","States":{"I":%s}}}"""
        .formatted(fields, inner);
  }

  private static String pass(String fields) {
    return "\"A\":{\"Type\":\"Pass\",\"End\":true" + fields + "}";
  }

  static Stream<Arguments> refusedDefinitions() {
    return Stream.of(
        Arguments.of("{", "The definition is not JSON"),
        Arguments.of("[]", "Expected an object at /"),
        Arguments.of("{}", "Only the query language JSONata is understood at /QueryLanguage"),
        Arguments.of(
            "{\"QueryLanguage\":\"JSONPath\",\"StartAt\":\"A\",\"States\":{}}",
            "Only the query language JSONata is understood at /QueryLanguage"),
        Arguments.of(
            "{\"QueryLanguage\":\"JSONata\"}", "These fields are required: [StartAt] at /"),
        Arguments.of("{\"QueryLanguage\":\"JSONata\"}", "These fields are required: [States] at /"),
        Arguments.of(
            "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"Q\",\"States\":{" + END + "}}",
            "There is no state 'Q' at /StartAt"),
        Arguments.of(
            "{\"QueryLanguage\":\"JSONata\",\"Version\":\"2\",\"StartAt\":\"Z\",\"States\":{"
                + END
                + "}}",
            "The only version is 1.0 at /Version"),
        Arguments.of(
            "{\"QueryLanguage\":\"JSONata\",\"TimeoutSeconds\":0,\"StartAt\":\"Z\",\"States\":{"
                + END
                + "}}",
            "Expected a whole number from 1 to 99999999 at /TimeoutSeconds"),
        Arguments.of(
            "{\"QueryLanguage\":\"JSONata\",\"Retries\":1,\"StartAt\":\"Z\",\"States\":{"
                + END
                + "}}",
            "The field 'Retries' is not understood at /Retries"),
        refused(
            "\"A\":{\"Type\":\"Sleep\"}", "There is no type 'Sleep' of state at /States/A/Type"),
        refused("\"A\":{}", "These fields are required: [Type] at /States/A"),
        refused(
            pass(",\"Resultt\":1"), "The field 'Resultt' is not understood at /States/A/Resultt"),
        refused(
            pass(",\"ResultPath\":\"$\""),
            "The field 'ResultPath' belongs to JSONPath; only JSONata is understood at"
                + " /States/A/ResultPath"),
        refused(pass(",\"Result\":1"), "The field 'Result' belongs to JSONPath"),
        refused(
            pass(",\"QueryLanguage\":\"JSONPath\""),
            "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at"
                + " /States/A"),
        refused(pass(",\"Next\":\"A\""), "Exactly one of 'Next' and 'End: true' is required"),
        refused("\"A\":{\"Type\":\"Pass\"}", "Exactly one of 'Next' and 'End: true' is required"),
        refused("\"A\":{\"Type\":\"Pass\",\"Next\":\"B\"}", "There is no state 'B' at /States/A"),
        refused(pass("") + "," + END, "State 'Z' is not reachable at /States/Z"),
        refused(pass(",\"Output\":{\"a\":[\"{% ( %}\"]}"), "The expression is not valid: "),
        refused(
            pass(",\"Output\":\"{% 1\""),
            "An expression must begin with {% and end with %}, without a space outside at"
                + " /States/A/Output"),
        refused(
            pass(",\"Output\":\" {% 1 %}\""), "An expression must begin with {% and end with %}"),
        refused(pass(",\"Assign\":{\"states\":1}"), "The variable $states is reserved"),
        refused(pass(",\"Assign\":{\"1a\":1}"), "A variable's name has up to 80 letters"),
        refused(pass(",\"Assign\":[]"), "Expected an object at /States/A/Assign"),
        refused(
            "\"" + "n".repeat(81) + "\":{\"Type\":\"Succeed\"}",
            "A state's name has 1 to 80 characters"),
        refused(
            "\"A\":{\"Type\":\"Choice\",\"Choices\":[]}",
            "'Choices' must hold at least one rule at /States/A"),
        refused(
            "\"A\":{\"Type\":\"Choice\",\"Choices\":[{\"Condition\":\"yes\",\"Next\":\"Z\"}]},"
                + END,
            "A 'Condition' is required, which is true, false or an expression at"
                + " /States/A/Choices/0"),
        refused(
            "\"A\":{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.x\",\"Condition\":true,\"Next\":\"Z\"}]},"
                + END,
            "The field 'Variable' belongs to JSONPath"),
        refused(
            "\"A\":{\"Type\":\"Wait\",\"End\":true}",
            "Exactly one of 'Seconds' and 'Timestamp' is required"),
        refused(
            "\"A\":{\"Type\":\"Wait\",\"Seconds\":1,\"Timestamp\":\"2026-01-01T00:00:00Z\",\"End\":true}",
            "Exactly one of 'Seconds' and 'Timestamp' is required"),
        refused(
            "\"A\":{\"Type\":\"Wait\",\"Seconds\":-1,\"End\":true}",
            "Expected a whole number from 0 to 99999999 or an expression at /States/A/Seconds"),
        refused(
            "\"A\":{\"Type\":\"Wait\",\"Timestamp\":\"tomorrow\",\"End\":true}",
            "Expected a time as 2026-01-31T12:00:00Z at /States/A/Timestamp"),
        refused(
            "\"A\":{\"Type\":\"Succeed\",\"End\":true}",
            "The field 'End' is not understood at /States/A/End"),
        refused("\"A\":{\"Type\":\"Fail\",\"Error\":1}", "Expected a string at /States/A/Error"),
        refused("\"A\":{\"Type\":\"Task\",\"End\":true}", "These fields are required: [Resource]"),
        refused(
            "\"A\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::activity:x\",\"End\":true,\"Credentials\":{}}",
            "The field 'Credentials' is not understood"),
        refused(
            "\"A\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:eu:1:function:f\",\"End\":true}",
            "The resource 'arn:aws:lambda:eu:1:function:f' is not understood at /States/A/Resource"),
        refused(
            "\"A\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::states:startExecution.sync\",\"End\":true}",
            "is not understood at /States/A/Resource"),
        refused(
            task(",\"TimeoutSeconds\":5,\"HeartbeatSeconds\":5"),
            "'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'"),
        refused(
            task(",\"TimeoutSeconds\":\"5\""),
            "Expected a whole number from 1 to 99999999 or an expression"),
        refused(
            task(",\"Retry\":[{\"ErrorEquals\":[]}]"),
            "'ErrorEquals' must hold at least one name of an error at /States/A/Retry/0"),
        refused(
            task(",\"Retry\":[{\"ErrorEquals\":[\"States.ALL\",\"E\"]}]"),
            "'States.ALL' must stand alone, and in the last place"),
        refused(
            task(",\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"]},{\"ErrorEquals\":[\"E\"]}]"),
            "'States.ALL' must stand alone, and in the last place at"
                + " /States/A/Retry/0/ErrorEquals"),
        refused(
            task(",\"Retry\":[{\"ErrorEquals\":[\"States.Oops\"]}]"),
            "There is no error 'States.Oops'"),
        refused(
            task(",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"IntervalSeconds\":0}]"),
            "/States/A/Retry/0/IntervalSeconds"),
        refused(
            task(",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"MaxAttempts\":-1}]"),
            "/States/A/Retry/0/MaxAttempts"),
        refused(
            task(",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"BackoffRate\":0.5}]"),
            "/States/A/Retry/0/BackoffRate"),
        refused(
            task(
                ",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"IntervalSeconds\":5,\"MaxDelaySeconds\":5}]"),
            "/States/A/Retry/0/MaxDelaySeconds"),
        refused(
            task(",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"JitterStrategy\":\"SOME\"}]"),
            "Expected FULL or NONE"),
        refused(
            task(",\"Catch\":[{\"ErrorEquals\":[\"E\"],\"Next\":\"Q\"}]"), "There is no state 'Q'"),
        refused(
            task(",\"Catch\":[{\"ErrorEquals\":[\"E\"],\"Next\":\"A\",\"ResultPath\":\"$\"}]"),
            "The field 'ResultPath' belongs to JSONPath"),
        refused(pass(",\"Retry\":[]"), "The field 'Retry' is not understood at /States/A/Retry"),
        refused(
            "\"A\":{\"Type\":\"Parallel\",\"Branches\":[],\"End\":true}",
            "'Branches' must hold at least one branch"),
        refused(
            "\"A\":{\"Type\":\"Parallel\",\"Branches\":[{\"StartAt\":\"B\",\"States\":{\"B\":{\"Type\":\"Pass\",\"Next\":\"A\"}}}],\"End\":true}",
            "There is no state 'A' at /States/A/Branches/0/States/B"),
        refused(
            "\"A\":{\"Type\":\"Map\",\"End\":true}", "These fields are required: [ItemProcessor]"),
        refused(
            map(",\"ItemReader\":{}", "{\"Type\":\"Succeed\"}"),
            "The field 'ItemReader' is not understood at /States/M/ItemReader"),
        refused(
            map(",\"ItemBatcher\":{}", "{\"Type\":\"Succeed\"}"),
            "The field 'ItemBatcher' is not understood"),
        refused(
            map(",\"ResultWriter\":{}", "{\"Type\":\"Succeed\"}"),
            "The field 'ResultWriter' is not understood"),
        refused(
            map(",\"Label\":\"l\"", "{\"Type\":\"Succeed\"}"),
            "The field 'Label' is not understood"),
        refused(
            map(",\"Items\":{}", "{\"Type\":\"Succeed\"}"),
            "Expected an array or an expression at /States/M/Items"),
        refused(
            map(",\"ToleratedFailurePercentage\":101", "{\"Type\":\"Succeed\"}"),
            "Expected a number from 0 to 100 or an expression"),
        refused(
            "\"M\":{\"Type\":\"Map\",\"End\":true,\"ItemProcessor\":{\"ProcessorConfig\":{\"Mode\":\"DISTRIBUTED\"},\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}}}",
            "Only the mode INLINE is understood"),
        refused(
            map(",\"Assign\":{\"x\":1}", "{\"Type\":\"Pass\",\"Assign\":{\"x\":2},\"End\":true}"),
            "The variable 'x' is already one of the scope around these states"),
        refused(
            map("", "{\"Type\":\"Pass\",\"Next\":\"M\"},\"M\":{\"Type\":\"Succeed\"}") + "," + END,
            "State 'Z' is not reachable"));
  }

  @ParameterizedTest
  @MethodSource("refusedDefinitions")
  void whatCannotBeRunIsRefusedByNameAndPlace(String definition, String problem) {
    List<String> problems = problems(definition);
    assertTrue(problems.stream().anyMatch(found -> found.contains(problem)), problems.toString());
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertEquals(3, problems(machine(pass(",\"X\":1,\"Y\":2,\"Assign\":{\"states\":1}"))).size());
  }

  @Test
  void aNameIsTakenOnceInTheWholeMachine() {
    assertTrue(
        problems(
                machine(
                    "\"M\":{\"Type\":\"Parallel\",\"End\":true,\"Branches\":[{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}},"
                        + "{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}}]}"))
            .toString()
            .contains("The name of the state is already taken in this machine"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "arn:aws:states:::states:startExecution.sync:2"
      })
  void anExpressMachineWaitsForNobody(String resource) {
    String definition =
        machine("\"A\":{\"Type\":\"Task\",\"Resource\":\"" + resource + "\",\"End\":true}");
    assertEquals(1, Machine.read(definition, Kind.STANDARD).tasks().size());
    var refusal =
        assertThrows(DefinitionException.class, () -> Machine.read(definition, Kind.EXPRESS));
    assertTrue(
        refusal
            .problems()
            .getFirst()
            .message()
            .startsWith("Express state machine does not support '."),
        refusal.toString());
  }

  @Test
  void aMachineKnowsItsGraphs() {
    Machine machine =
        Machine.read(
            machine(
                "\"A\":{\"Type\":\"Parallel\",\"Comment\":\"c\",\"End\":true,\"Branches\":[{\"Comment\":\"c\",\"StartAt\":\"B\",\"States\":{\"B\":{\"Type\":\"Succeed\"}}}]}"),
            Kind.STANDARD);
    assertEquals(Set.of("", "/States/A/Branches/0"), machine.graphs().keySet());
  }

  @Test
  void aDefinitionHasAnEnd() {
    String large = machine(pass(",\"Comment\":\"" + "x".repeat(1024 * 1024) + "\""));
    assertTrue(problems(large).toString().contains("larger than 1 MB"));
  }
}
