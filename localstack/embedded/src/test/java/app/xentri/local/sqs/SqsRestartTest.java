package app.xentri.local.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.local.Home;
import app.xentri.local.process.RunInOwnJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsRestartTest {

  @TempDir Path temp;

  @Test
  void queuesAndMessagesSurviveSigkill() throws Exception {
    RunInOwnJvm.untilKilled(SqsServerMain.class, temp.toString());
    try (SqsServer sqs = new SqsServer(new Home(temp), SqsServerTest.ACCOUNT);
        SqsClient client = SqsServerTest.client(sqs)) {
      sqs.provide(List.of(new QueueSettings("letters", false, Optional.empty(), 0)));
      var received =
          client.receiveMessage(r -> r.queueUrl(sqs.queueUrl("letters")).waitTimeSeconds(5));
      assertEquals("kept", received.messages().getFirst().body());
    }
  }
}
