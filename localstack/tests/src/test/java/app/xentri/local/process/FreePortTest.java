package app.xentri.local.process;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortTest {

  @Test
  void isNoneThatSystemsGiveToOutgoingConnections() {
    assertTrue(
        IntStream.range(0, 1_000)
            .map(_ -> FreePort.find())
            .allMatch(port -> port >= 20_000 && port < 32_768));
  }

  @Test
  void isNoneThatSomebodyListensOn() throws IOException {
    int port = FreePort.find();
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      IntStream.range(0, 1_000).forEach(_ -> assertNotEquals(port, FreePort.find()));
    }
  }
}
