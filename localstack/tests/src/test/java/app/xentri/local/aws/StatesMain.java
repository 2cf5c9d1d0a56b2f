package app.xentri.local.aws;

import app.xentri.local.Home;
import app.xentri.local.Json;
import app.xentri.local.postgres.PostgresServer;
import app.xentri.local.process.RunInOwnJvm;
import asl.definition.Machine.Kind;
import asl.engine.MachineSettings;
import asl.task.ServiceCall;
import asl.task.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Starts an execution, writes down what it calls, and waits to be killed during that call. */
final class StatesMain {

  static final Account ACCOUNT = new Account("123456789012", "eu-central-1");

  static final MachineSettings MACHINE =
      new MachineSettings(
          "flow",
          Kind.STANDARD,
          """
          {"QueryLanguage":"JSONata","StartAt":"T","States":{
            "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f","Payload":{"key":"{% $uuid() %}"}},"Output":"{% $states.result.Payload %}","End":true}}}
          """,
          "arn:aws:iam::123456789012:role/r",
          "{}",
          false);

  private StatesMain() {}

  static StateMachines machines(PostgresServer server) {
    return new StateMachines(
        server.localCloud(), ACCOUNT, List.of(MACHINE), InstantSource.system());
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    PostgresServer server = new PostgresServer(new Home(folder));
    StateMachines states = machines(server);
    states.begin(
        new Services() {
          @Override
          public boolean offers(String service, String action) {
            return true;
          }

          @Override
          public JsonNode call(ServiceCall call) {
            try {
              Files.writeString(folder.resolve("called"), call.token() + " " + call.request());
              RunInOwnJvm.ready(server.pid());
              throw new IllegalStateException("it should have been killed");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    states.handle(
        "StartExecution",
        Json.object()
            .put("stateMachineArn", ACCOUNT.arn("states", "stateMachine:flow"))
            .put("name", "run"));
    Thread.sleep(Long.MAX_VALUE);
  }
}
