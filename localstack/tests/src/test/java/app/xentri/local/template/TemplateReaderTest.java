package app.xentri.local.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template.Access;
import app.xentri.local.template.Template.Function;
import app.xentri.local.template.Template.Route;
import app.xentri.local.template.Template.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemplateReaderTest {
  private static final Place PLACE =
      new Place("eu-central-1", "000000000000", "demo", name -> "http://sqs.local/" + name);

  private static final String FUNCTION =
      """
      Transform: AWS::Serverless-2016-10-31
      Parameters:
        Origin: {Type: String, Default: 'https://demo.example'}
      Globals:
        Function:
          Runtime: java25
          Timeout: 15
          Layers: [!Ref Base]
          Environment: {Variables: {ORIGIN: !Ref Origin, LEVEL: low}}
      Resources:
        Base: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/base}}
        Extra: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/extra}}
        Letters: {Type: AWS::SQS::Queue, Properties: {}}
        Bus: {Type: AWS::Events::EventBus, Properties: {Name: !Sub '${AWS::StackName}-bus'}}
        Thing:
          Type: AWS::Serverless::Function
          Metadata: {BuildMethod: makefile, Access: public}
          Properties:
            FunctionName: !Sub '${AWS::StackName}-thing'
            Handler: demo.Thing
            CodeUri: functions/demo
            Layers: [!Ref Extra]
            Environment: {Variables: {LEVEL: high, QUEUE: !Ref Letters, BUS: !GetAtt Bus.Arn}}
            EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Letters.Arn}}}
            Events:
              Http: {Type: HttpApi, Properties: {Method: post, Path: '/things/{id}'}}
              Every: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
              Told: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {detail-type: [{prefix: a.}], count: [1]}}}
      """;

  @TempDir private Path folder;

  @Test
  void aFunctionStartsFromTheGlobals() {
    Function thing = read(FUNCTION).functions().getFirst();
    assertEquals("demo-thing", thing.name());
    assertEquals(Duration.ofSeconds(15), thing.timeout());
    assertEquals(128, thing.memoryMb());
    assertEquals(List.of("Base", "Extra"), thing.layers());
    assertEquals(folder.resolve("functions/demo"), thing.code());
    assertEquals(Access.PUBLIC, thing.access());
    assertEquals(1, thing.retries());
    assertEquals(
        "arn:aws:sqs:eu-central-1:000000000000:demo-Letters", thing.onFailure().orElseThrow());
  }

  @Test
  void environmentVariablesAreResolved() {
    assertEquals(
        Map.of(
            "ORIGIN", "https://demo.example",
            "LEVEL", "high",
            "QUEUE", "http://sqs.local/demo-Letters",
            "BUS", "arn:aws:events:eu-central-1:000000000000:event-bus/demo-bus"),
        read(FUNCTION).functions().getFirst().environment());
  }

  @Test
  void eventsBecomeRoutesSchedulesAndRules() {
    Template template = read(FUNCTION);
    assertEquals(List.of(new Route("POST", "/things/{id}", "demo-thing")), template.routes());
    assertEquals("rate(1 minute)", template.schedules().getFirst().expression());
    assertEquals(
        new Rule(
            "ThingTold",
            "demo-bus",
            "{\"detail-type\":[{\"prefix\":\"a.\"}],\"count\":[1]}",
            "demo-thing",
            185,
            Duration.ofHours(24),
            Optional.empty()),
        template.rules().getFirst());
  }

  @Test
  void anApiEventWithoutPathIsTheRouteForEverythingElse() {
    String yaml = FUNCTION.replace("{Method: post, Path: '/things/{id}'}", "{}");
    assertEquals(List.of(new Route("ANY", "$default", "demo-thing")), read(yaml).routes());
    assertEquals("$default", read(yaml).routes().getFirst().key());
  }

  @Test
  void intrinsicFunctionsAreEvaluated() {
    String yaml =
        """
        Parameters:
          Stage: {Type: String, AllowedValues: [local, prod], Default: local}
          Hosts: {Type: CommaDelimitedList, Default: 'a.example, b.example'}
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
          NotProd: !Not [!Condition IsProd]
        Resources:
          One: {Type: AWS::SQS::Queue, Condition: IsProd, Properties: {}}
          Two:
            Type: AWS::SQS::Queue
            Condition: NotProd
            Properties:
              QueueName: !Join ['-', [!If [IsProd, big, small], !Select [1, !Ref Hosts], !Sub ['${A}${!Kept}', {A: x}]]]
              Tags: !Ref AWS::NoValue
        """;
    assertEquals("small-b.example-x${Kept}", read(yaml).queues().getFirst().name());
    assertEquals(1, read(yaml).queues().size());
  }

  @Test
  void whatIsNotUnderstoodIsNamedWithItsPath() {
    assertRefused(
        "Resources.Thing.Properties.Memory",
        FUNCTION.replace("Handler:", "Memory: 5\n      Handler:"));
    assertRefused(
        "Resources.Thing.Properties.Events.Http.Type",
        FUNCTION.replace("Type: HttpApi", "Type: Api"));
    assertRefused("Resources.Letters.Type", FUNCTION.replace("AWS::SQS::Queue", "AWS::SNS::Topic"));
    assertRefused("Resources.Thing.Properties.Runtime", FUNCTION.replace("java25", "java21"));
    assertRefused("Globals.Api", FUNCTION.replace("Globals:", "Globals:\n  Api: {}"));
    assertRefused("!ImportValue", FUNCTION.replace("!Ref Origin", "!ImportValue x"));
    assertRefused("template.Mappings", FUNCTION + "Mappings: {}\n");
  }

  @Test
  void aRouteCannotTakeLongerThanTheApiWaits() {
    assertRefused("an HTTP API waits 30 s", FUNCTION.replace("Timeout: 15", "Timeout: 31"));
  }

  @Test
  void aReferenceToNothingIsRefused() {
    assertRefused("Nowhere is neither", FUNCTION.replace("!Ref Origin", "!Ref Nowhere"));
    assertRefused(
        "is not a layer", FUNCTION.replace("Layers: [!Ref Extra]", "Layers: [!Ref Letters]"));
  }

  @Test
  void theSameRouteTwiceIsRefused() {
    assertRefused(
        "POST /things/{id} is declared twice",
        FUNCTION
            + "        Again: {Type: HttpApi, Properties: {Method: POST, Path: '/things/{id}'}}\n");
  }

  @Test
  void aRepeatedKeyIsRefused() {
    assertRefused(
        "Resources.Base: is written twice", FUNCTION + "  Base: {Type: AWS::SQS::Queue}\n");
  }

  @Test
  void parametersAreChecked() {
    String yaml = "Parameters: {A: {Type: String}}\nResources: {}\n";
    assertRefused("Parameters.A: has neither", yaml);
    Path file = write("given.yaml", yaml);
    assertThrows(
        TemplateException.class,
        () -> TemplateReader.read(file, Map.of("A", "1", "B", "2"), PLACE));
  }

  @Test
  void aNestedStackAddsItsHeaders() {
    write(
        "nested.yaml",
        """
        Parameters: {Frame: {Type: String}}
        Resources:
          Headers:
            Type: AWS::CloudFront::ResponseHeadersPolicy
            Properties:
              ResponseHeadersPolicyConfig:
                Name: x
                SecurityHeadersConfig:
                  FrameOptions: {FrameOption: !Ref Frame, Override: true}
                  StrictTransportSecurity: {AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: true}
                CustomHeadersConfig: {Items: [{Header: X-One, Value: '1', Override: true}]}
        """);
    Template template =
        read(
            """
            Resources:
              Cdn: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested.yaml, Parameters: {Frame: DENY}}}
            """);
    assertEquals(
        Map.of(
            "X-Frame-Options",
            "DENY",
            "Strict-Transport-Security",
            "max-age=60; includeSubDomains",
            "X-One",
            "1"),
        template.headers());
  }

  private Template read(String yaml) {
    return TemplateReader.read(write("template.yaml", yaml), Map.of(), PLACE);
  }

  private void assertRefused(String words, String yaml) {
    TemplateException refused = assertThrows(TemplateException.class, () -> read(yaml));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(words), message);
  }

  private Path write(String name, String yaml) {
    try {
      return Files.writeString(folder.resolve(name), yaml);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
