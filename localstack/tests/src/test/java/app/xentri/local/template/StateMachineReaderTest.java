package app.xentri.local.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateMachineReaderTest {

  private static final Place PLACE =
      new Place("eu-central-1", "000000000000", "demo", name -> "http://sqs.local/" + name);

  private static final String HEAD =
      """
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Bus: {Type: AWS::Events::EventBus, Properties: {Name: demo-bus}}
        Letters: {Type: AWS::SQS::Queue, Properties: {}}
        Worker: {Type: AWS::IAM::Role, Properties: {}}
        Machine:
          Type: AWS::Serverless::StateMachine
          Properties:
      """;

  private static final String DEFINITION =
      """
      {"QueryLanguage": "JSONata", "StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Arguments": {"QueueUrl": "${Queue}", "MessageBody": "{% $states.input %}"}, "End": true}}}
      """;

  @TempDir private Path folder;

  private Template read(String properties) throws IOException {
    Files.createDirectories(folder.resolve("statemachines"));
    Files.writeString(folder.resolve("statemachines/m.asl.json"), DEFINITION);
    Path file = folder.resolve("template.yaml");
    Files.writeString(file, HEAD + properties.indent(6));
    return TemplateReader.read(file, Map.of(), PLACE);
  }

  private static final String GOOD =
      """
      DefinitionUri: statemachines/m.asl.json
      DefinitionSubstitutions: {Queue: !Ref Letters}
      """;

  @Test
  void aMachineIsReadWithItsSubstitutionsAndTriggers() throws Exception {
    Template template =
        read(
            GOOD
                + """
                Name: !Sub '${AWS::StackName}-flow'
                Role: !GetAtt Worker.Arn
                Policies: [{SQSSendMessagePolicy: {QueueName: x}}]
                Logging: {Level: ERROR, IncludeExecutionData: true, Destinations: []}
                Tracing: {Enabled: true}
                Tags: {a: b}
                Events:
                  Told: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {source: [s]}}}
                  Daily: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), Input: '{"a":1}'}}
                """);
    Template.StateMachine machine = template.machines().getFirst();
    String arn = "arn:aws:states:eu-central-1:000000000000:stateMachine:demo-flow";
    assertEquals("demo-flow", machine.name());
    assertEquals(arn, machine.arn());
    assertEquals("arn:aws:iam::000000000000:role/demo-Worker", machine.role());
    assertTrue(machine.definition().contains("\"http://sqs.local/demo-Letters\""));
    assertEquals("{\"level\":\"ERROR\",\"includeExecutionData\":true}", machine.logging());
    assertTrue(machine.tracing());
    assertFalse(machine.express());
    assertEquals(arn, template.rules().getFirst().function());
    assertEquals("demo-bus", template.rules().getFirst().bus());
    assertEquals(arn, template.schedules().getFirst().function());
    assertEquals("{\"a\":1}", template.schedules().getFirst().input().orElseThrow());
  }

  @Test
  void aMachineMayStandInTheTemplateItself() throws Exception {
    Template template =
        read(
            """
            Type: EXPRESS
            Definition: {QueryLanguage: JSONata, StartAt: A, States: {A: {Type: Succeed, Output: '{% 1 %}'}}}
            """);
    Template.StateMachine machine = template.machines().getFirst();
    assertEquals("demo-Machine", machine.name());
    assertEquals("arn:aws:iam::000000000000:role/demo-MachineRole", machine.role());
    assertTrue(machine.express());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DefinitionUri: none.json|Resources.Machine.Properties.DefinitionUri: there is no file none.json",
        "DefinitionUri: statemachines/m.asl.json|DefinitionUri: DefinitionSubstitutions has no Queue",
        "Type: FAST|Resources.Machine.Properties.Type: expected STANDARD or EXPRESS, found FAST",
        "Name: x|exactly one of Definition and DefinitionUri is needed",
        "Definition: text|Resources.Machine.Properties.Definition: expected a mapping",
        "Definition: {StartAt: A, States: {A: {Type: Succeed}}}|Only the query language JSONata is understood at /QueryLanguage",
        "Definition: {QueryLanguage: JSONata, StartAt: A, States: {A: {Type: Pass}}}|Exactly one of 'Next' and 'End: true' is required at /States/A",
        "GOOD DeploymentPreference: {}|Resources.Machine.Properties.DeploymentPreference: the local cloud does not understand this property",
        "GOOD Events: {E: {Type: Api, Properties: {}}}|Resources.Machine.Properties.Events.E.Type: the local cloud does not understand events of type Api here",
        "GOOD Events: {E: {Type: ScheduleV2, Properties: {}}}|ScheduleExpression is missing",
        "GOOD Events: {E: {Type: EventBridgeRule, Properties: {Pattern: {a: [1]}, Target: {}}}}|Events.E.Properties.Target: the local cloud does not understand this property",
        "GOOD Logging: {Level: ALL, Sink: x}|Resources.Machine.Properties.Logging.Sink",
        "GOOD Tracing: {Enabled: perhaps}|Tracing.Enabled: expected true or false",
      })
  void whatIsNotUnderstoodIsRefusedByItsPath(String properties, String problem) {
    String written =
        properties.startsWith("GOOD ") ? GOOD + properties.substring("GOOD ".length()) : properties;
    var refusal = assertThrows(TemplateException.class, () -> read(written));
    assertTrue(String.valueOf(refusal.getMessage()).contains(problem), refusal.getMessage());
  }
}
