package app.xentri.local.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template.Function;
import app.xentri.local.template.Template.Nested;
import app.xentri.local.template.Template.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a template nests: its parameters, its outputs, and what holds for all stacks together. */
final class NestedStacksTest {
  private static final Place PLACE =
      new Place("eu-central-1", "000000000000", "demo", name -> "http://sqs.local/" + name);

  private static final String ROOT =
      """
      Transform: AWS::Serverless-2016-10-31
      Parameters: {Secret: {Type: String, NoEcho: true, Default: s}}
      Resources:
        Cdn: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: cdn.yaml, Parameters: {Things: !GetAtt Things.Outputs.ApiId}}}
        Base: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/base}}
        Things:
          Type: AWS::Serverless::Application
          DependsOn: Base
          Properties:
            Location: functions/things/template.yaml
            Parameters: &shared {Stack: !Ref AWS::StackName, Base: !Ref Base, Secret: !Ref Secret}
      Outputs:
        Api: {Value: !GetAtt Things.Outputs.ApiId}
      """;

  private static final String OTHERS =
      """
        Others:
          Type: AWS::Serverless::Application
          Properties: {Location: functions/others/template.yaml, Parameters: {<<: *shared, Secret: other}}
      """;

  private static final String THINGS =
      """
      Transform: AWS::Serverless-2016-10-31
      Parameters: {Stack: {Type: String}, Base: {Type: String}, Secret: {Type: String, NoEcho: true}}
      Globals:
        Function: {Runtime: java25, Handler: demo.Thing, CodeUri: ., Layers: [!Ref Base], Environment: {Variables: {STACK_NAME: !Ref Stack, SECRET: !Ref Secret}}}
        HttpApi: {CorsConfiguration: {AllowOrigins: [https://demo.example]}}
      Resources:
        ThingGetFunction:
          Type: AWS::Serverless::Function
          Properties:
            FunctionName: !Sub '${Stack}-thing-get'
            Events: {Http: {Type: HttpApi, Properties: {Method: get, Path: '/things/{id}'}}}
      Outputs:
        ApiId: {Value: !Ref ServerlessHttpApi}
      """;

  private static final String CDN =
      """
      Parameters: {Things: {Type: String}}
      Resources:
        Distribution:
          Type: AWS::CloudFront::Distribution
          Properties:
            DistributionConfig:
              Origins:
                - {Id: things, DomainName: !Sub '${Things}.execute-api.${AWS::Region}.${AWS::URLSuffix}'}
                - {Id: shell, DomainName: shell.example}
              CacheBehaviors:
                - {PathPattern: /things*, TargetOriginId: things}
              DefaultCacheBehavior: {TargetOriginId: shell}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeAll() {
    write("cdn.yaml", CDN);
    write("functions/things/template.yaml", THINGS);
    write("functions/others/template.yaml", THINGS.replace("thing-get", "other-get"));
  }

  @Test
  void aNestedFunctionIsNamedAfterTheWholeAndBuiltFromItsOwnFolder() {
    Template template = read(ROOT);
    Function thing = template.functions().getFirst();
    assertEquals("demo-thing-get", thing.name());
    assertEquals("thing-get", thing.definition());
    assertEquals(folder.resolve("functions/things"), thing.code());
    assertEquals(List.of("Base"), thing.layers());
    assertEquals(Map.of("STACK_NAME", "demo", "SECRET", "s"), thing.environment());
    assertEquals(List.of(new Route("GET", "/things/{id}", "demo-thing-get")), template.routes());
  }

  @Test
  void parametersOfOneStackAreMergedIntoThoseOfAnother() {
    write(
        "functions/others/template.yaml",
        THINGS.replace("thing-get", "other-get").replace("/things/{id}", "/things/others"));
    write("cdn.yaml", CDN.replace("/things*", "/nothing"));
    String yaml = ROOT.replace("Outputs:\n", OTHERS + "Outputs:\n");
    assertRefused("GET /things/{id} is at demo-Things-api.execute-api", yaml);
    write("cdn.yaml", "Parameters: {Things: {Type: String}}\nResources: {}\n");
    assertEquals(
        List.of("s", "other"),
        read(yaml).functions().stream().map(each -> each.environment().get("SECRET")).toList());
  }

  @Test
  void theContextsAreFoundWithWhatTheyAreGiven() {
    Path file = write("template.yaml", ROOT.replace("Outputs:\n", OTHERS + "Outputs:\n"));
    assertEquals(
        List.of(
            new Nested(
                "Things",
                folder.resolve("functions/things/template.yaml"),
                Map.of("Stack", false, "Base", false, "Secret", true)),
            new Nested(
                "Others",
                folder.resolve("functions/others/template.yaml"),
                Map.of("Stack", false, "Base", false, "Secret", false))),
        TemplateReader.contexts(file));
  }

  @Test
  void whatANestedStackDoesNotUnderstandIsNamedWithItsFile() {
    write("functions/things/template.yaml", THINGS.replace("Events:", "Evens:"));
    assertRefused(
        "Things (functions/things/template.yaml): Resources.ThingGetFunction.Properties.Evens",
        ROOT.replace("!GetAtt Things.Outputs.ApiId", "x"));
  }

  @Test
  void aParameterThatANestedStackDoesNotDeclareIsRefused() {
    assertRefused(
        "not declared: More", ROOT.replace("Secret: !Ref Secret}", "Secret: s, More: m}"));
  }

  @Test
  void aParameterThatANestedStackIsNotGivenIsRefused() {
    assertRefused("Parameters.Secret: has neither", ROOT.replace(", Secret: !Ref Secret}", "}"));
  }

  @Test
  void anOutputThatThereIsNotIsRefused() {
    assertRefused(
        "Things has no output Url",
        ROOT.replace("!GetAtt Things.Outputs.ApiId", "!GetAtt Things.Outputs.Url"));
  }

  @Test
  void stacksThatNeedEachOtherAreRefused() {
    assertRefused(
        "would need its own outputs",
        ROOT.replace("Secret: !Ref Secret}", "Secret: !GetAtt Cdn.Outputs.Domain}"));
  }

  @Test
  void aTemplateThatIsNotThereIsRefused() {
    assertRefused(
        "Resources.Things.Properties.Location: there is no file functions/thing/template.yaml",
        ROOT.replace("functions/things", "functions/thing"));
  }

  @Test
  void anOrderAfterNothingIsRefused() {
    assertRefused(
        "Resources.Things.DependsOn: Bottom is not",
        ROOT.replace("DependsOn: Base", "DependsOn: Bottom"));
    assertRefused(
        "Resources.Things.DependsOn: Bottom is not",
        ROOT.replace("DependsOn: Base", "DependsOn: [Base, Bottom]"));
  }

  @Test
  void aStackWithoutRoutesHasNoApi() {
    write(
        "functions/things/template.yaml",
        THINGS.replaceAll(
            "HttpApi, Properties: .*",
            "ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}}"));
    assertRefused("there is no ServerlessHttpApi without", ROOT);
  }

  @Test
  void aRouteThatTheCdnSendsElsewhereIsRefused() {
    write("cdn.yaml", CDN.replace("/things*", "/things"));
    assertRefused("GET /things/{id} is at demo-Things-api.execute-api.eu-central-1", ROOT);
    write(
        "cdn.yaml",
        CDN.replace(
            "- {PathPattern: /things*",
            "- {PathPattern: /th?n*, TargetOriginId: shell}\n          - {PathPattern: /things*"));
    assertRefused("the CDN sends /th?n* to shell.example", ROOT);
  }

  @Test
  void aFunctionOrARouteThatTwoStacksHaveIsRefused() {
    String both = ROOT.replace("Outputs:\n", OTHERS + "Outputs:\n");
    assertRefused("route GET /things/{id} is declared twice", both);
    write("functions/others/template.yaml", THINGS.replace("/things/{id}", "/things/{id}/others"));
    assertRefused("function demo-thing-get is declared twice", both);
  }

  @Test
  void apisThatAnswerOtherOriginsDifferentlyAreRefused() {
    write("cdn.yaml", "Parameters: {Things: {Type: String}}\nResources: {}\n");
    write(
        "functions/others/template.yaml",
        THINGS
            .replace("thing-get", "other-get")
            .replace("/things/{id}", "/others")
            .replace("demo.example", "other.example"));
    assertRefused(
        "answer other origins differently", ROOT.replace("Outputs:\n", OTHERS + "Outputs:\n"));
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
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
