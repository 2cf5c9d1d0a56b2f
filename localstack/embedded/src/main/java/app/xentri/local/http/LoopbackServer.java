package app.xentri.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * An HTTP server on a free port of 127.0.0.1 that answers each request on a virtual thread. Only
 * requests that ask for this machine by name are answered: a web page whose own name was pointed
 * here (DNS rebinding) still sends that name.
 */
public final class LoopbackServer implements AutoCloseable {

  static {
    // Without it a small answer waits up to 40 ms for the other side's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int MISDIRECTED = 421;

  // Any port: what forwards to this one, as a tunnel or a test's faulty link does, keeps its own.
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?:127\\.0\\.0\\.1|localhost)(?::\\d+)?");

  private final HttpServer server;
  private final ExecutorService requests;

  /** Starts serving every path with the handler. */
  public LoopbackServer(String name, HttpHandler handler) {
    requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      requests.close();
      throw new UncheckedIOException("cannot listen for " + name, e);
    }
    server.setExecutor(requests);
    server.createContext("/", exchange -> answer(exchange, handler));
    server.start();
  }

  private static void answer(HttpExchange exchange, HttpHandler handler) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host != null && THIS_MACHINE.matcher(host).matches()) {
      handler.handle(exchange);
    } else {
      exchange.sendResponseHeaders(MISDIRECTED, -1);
      exchange.close();
    }
  }

  /** The address without a slash at its end, for example {@code http://127.0.0.1:41234}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops at once and interrupts what is still being answered. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    try {
      if (!requests.awaitTermination(2, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a request does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
