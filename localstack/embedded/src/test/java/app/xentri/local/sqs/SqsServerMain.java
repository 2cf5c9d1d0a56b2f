package app.xentri.local.sqs;

import app.xentri.local.Home;
import app.xentri.local.process.RunInOwnJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts SQS, sends a message and waits to be killed. */
final class SqsServerMain {

  private SqsServerMain() {}

  public static void main(String[] args) throws Exception {
    SqsServer sqs = new SqsServer(new Home(Path.of(args[0])), SqsServerTest.ACCOUNT);
    sqs.provide(List.of(new QueueSettings("letters", false, Optional.empty(), 0)));
    sqs.send("letters", "kept", Map.of());
    RunInOwnJvm.ready(ProcessHandle.current().pid());
  }
}
