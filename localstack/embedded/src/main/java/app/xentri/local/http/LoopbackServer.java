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

/**
 * An HTTP server on a free port of 127.0.0.1 that answers each request on a virtual thread. It is
 * for programs of this machine: what asks for another name gets 421, and what a web page of another
 * site sends 403, before anything of it is read.
 */
public final class LoopbackServer implements AutoCloseable {

  static {
    // Without it a small answer waits up to 40 ms for the other side's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int FORBIDDEN = 403;
  private static final int MISDIRECTED = 421;

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
    var provenance = new Provenance(exchange.getRequestHeaders()::getFirst);
    if (!provenance.isForThisMachine()) {
      refuse(exchange, MISDIRECTED);
    } else if (provenance.isOfAnotherSite()) {
      refuse(exchange, FORBIDDEN);
    } else {
      handler.handle(exchange);
    }
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, -1);
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
