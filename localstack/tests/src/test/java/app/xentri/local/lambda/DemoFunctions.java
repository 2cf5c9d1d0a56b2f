package app.xentri.local.lambda;

import app.xentri.local.lambda.demo.Mirror;
import app.xentri.local.template.Place;
import app.xentri.local.template.Template;
import app.xentri.local.template.TemplateReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packages the demo functions as the build packages the real ones, and declares them. */
public final class DemoFunctions {
  /** Where the demo template is read for. */
  public static final Place PLACE =
      new Place("eu-central-1", "000000000000", "demo", name -> "http://sqs.local/" + name);

  private static final String FUNCTIONS =
      """
      Globals:
        Function:
          Runtime: java25
          Handler: app.xentri.local.lambda.demo.Mirror
          CodeUri: code
          Layers: [!Ref Base]
          Timeout: 5
          MemorySize: 256
          Environment: {Variables: {LEVEL: low, EMPTY: '', API_TOKEN: not-to-be-shown}}
        HttpApi:
          CorsConfiguration:
            AllowOrigins: ['https://app.example']
            AllowMethods: [GET, POST]
            AllowHeaders: [content-type]
            ExposeHeaders: [etag]
            MaxAge: 60
      Resources:
        Base: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: base}}
        Second: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: second}}
        Letters: {Type: AWS::SQS::Queue, Properties: {}}
        Mirror:
          Type: AWS::Serverless::Function
          Properties:
            FunctionName: demo-mirror
            EventInvokeConfig: {MaximumRetryAttempts: 2, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Letters.Arn}}}
        Other:
          Type: AWS::Serverless::Function
          Properties: {FunctionName: demo-other, Layers: [!Ref Second], MemorySize: 512, Environment: {Variables: {LEVEL: high}}}
        Greeter:
          Type: AWS::Serverless::Function
          Properties: {FunctionName: demo-greeter, Handler: app.xentri.local.lambda.demo.Greeter}
        Unborn:
          Type: AWS::Serverless::Function
          Properties: {FunctionName: demo-unborn, Handler: app.xentri.local.lambda.demo.Unborn}
        Web:
          Type: AWS::Serverless::Function
          Properties:
            FunctionName: demo-web
            Handler: app.xentri.local.lambda.demo.Web
            Timeout: 20
            Events:
              Things: {Type: HttpApi, Properties: {Method: get, Path: /api/things}}
              Thing: {Type: HttpApi, Properties: {Method: get, Path: '/api/things/{id}'}}
              Special: {Type: HttpApi, Properties: {Method: get, Path: /api/things/special}}
              Part: {Type: HttpApi, Properties: {Method: get, Path: '/api/things/{id}/parts/{part}'}}
              Rest: {Type: HttpApi, Properties: {Method: any, Path: '/api/things/{proxy+}'}}
              Echo: {Type: HttpApi, Properties: {Method: any, Path: /api/echo}}
              EchoPut: {Type: HttpApi, Properties: {Method: put, Path: /api/echo}}
              Answer: {Type: HttpApi, Properties: {Method: post, Path: /api/answer}}
              Large: {Type: HttpApi, Properties: {Method: get, Path: /api/large}}
              Fault: {Type: HttpApi, Properties: {Method: get, Path: /api/fault}}
        Hasty:
          Type: AWS::Serverless::Function
          Properties:
            FunctionName: demo-hasty
            Handler: app.xentri.local.lambda.demo.Web
            Timeout: 1
            Events:
              Slow: {Type: HttpApi, Properties: {Method: get, Path: /api/slow}}
        Patient:
          Type: AWS::Serverless::Function
          Properties:
            FunctionName: demo-patient
            Handler: app.xentri.local.lambda.demo.Web
            Timeout: 20
            Events:
              Slow: {Type: HttpApi, Properties: {Method: get, Path: /api/slow/patient}}
        Missing:
          Type: AWS::Serverless::Function
          Properties: {FunctionName: demo-missing, Handler: app.nowhere.Missing}
      """;

  private DemoFunctions() {}

  /** Packages into a folder and reads the template there. */
  public static Template in(Path folder) {
    return in(folder, "");
  }

  /**
   * The same with more in the template.
   *
   * @param resources as they stand below {@code Resources}
   */
  public static Template in(Path folder, String resources) {
    try {
      jar(folder.resolve("code/target/fn.jar"), classes());
      jar(folder.resolve("base/target/layer/java/lib/shared.jar"), List.of());
      jar(folder.resolve("second/target/layer/java/lib/shared.jar"), List.of());
      Path file = Files.writeString(folder.resolve("template.yaml"), FUNCTIONS + resources);
      return TemplateReader.read(file, Map.of(), PLACE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> classes() throws IOException {
    try (Stream<Path> files =
        Files.list(root().resolve(Mirror.class.getPackageName().replace('.', '/')))) {
      return files.toList();
    }
  }

  private static void jar(Path target, List<Path> classes) throws IOException {
    Files.createDirectories(target.getParent());
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file)) {
      for (Path each : classes) {
        jar.putNextEntry(new JarEntry(root().relativize(each).toString()));
        Files.copy(each, jar);
      }
    }
  }

  private static Path root() {
    try {
      return Path.of(Mirror.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
