package app.xentri.platform.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the client bears connections that end; what Redis answers is tested against a real one. */
class RedisTest {

  private static final OrgKey KEY = new OrgKey("count", UUID.randomUUID());

  private final ServerSocket listener = listen();
  private final AtomicInteger commands = new AtomicInteger();
  private final Redis redis =
      new Redis(URI.create("http://127.0.0.1:" + listener.getLocalPort()), "token");

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
  }

  @Test
  void aConnectionThatTheServerClosedMeanwhileIsNotUsedAgain() throws Exception {
    for (int n = 1; n <= 3; n++) {
      Thread server = Thread.ofVirtual().start(() -> serve("{\"result\":7}"));
      assertEquals(7, redis.command("INCR", KEY).asInt());
      server.join();
      assertEquals(n, commands.get());
    }
  }

  @Test
  void aCommandWhoseAnswerIsLostIsNotSentAgain() throws Exception {
    Thread first = Thread.ofVirtual().start(() -> serve("{\"result\":1}", ""));
    redis.command("INCR", KEY);
    assertThrows(RedisException.class, () -> redis.command("INCR", KEY));
    first.join();
    assertEquals(2, commands.get());
    listener.setSoTimeout(100);
    assertThrows(SocketTimeoutException.class, listener::accept, "nobody calls once more");
  }

  /** Each wait for bytes is short; the answer as a whole would take two minutes. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aRedisThatSendsAByteNowAndThenHoldsNobody() {
    for (String start : List.of("HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n")) {
      Thread.ofVirtual().start(() -> trickle(start));
      assertThrows(RedisException.class, () -> redis.command("GET", KEY));
    }
  }

  private void trickle(String start) {
    try (Socket client = listener.accept()) {
      readRequest(client);
      client.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 240; i++) {
        client.getOutputStream().write("x-wait: longer\r\n".getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
        TimeUnit.MILLISECONDS.sleep(500);
      }
    } catch (IOException | InterruptedException _) {
      // The caller has hung up.
    }
  }

  /** Answers on one connection, then closes it; an empty answer is none. */
  private void serve(String... answers) {
    try (Socket client = listener.accept()) {
      for (String answer : answers) {
        readRequest(client);
        commands.incrementAndGet();
        if (!answer.isEmpty()) {
          String response =
              "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer;
          client.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Up to the end of the JSON array that is its body. */
  private static void readRequest(Socket client) throws IOException {
    int read;
    do {
      read = client.getInputStream().read();
    } while (read != ']' && read >= 0);
  }
}
