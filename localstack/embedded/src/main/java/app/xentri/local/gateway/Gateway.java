package app.xentri.local.gateway;

import app.xentri.local.Part;
import app.xentri.local.lambda.Lambda;
import app.xentri.local.template.Place;
import app.xentri.local.template.Template;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The one port that people and browsers use. */
public final class Gateway implements Part {
  static {
    // Small answers would wait for the client's delayed acknowledgement, 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Longer than any client keeps a connection, so that it is never closed under a new request.
    System.setProperty("sun.net.httpserver.idleInterval", "90");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private static final int LAST_ANSWERS_SECONDS = 2;

  private final HttpServer server;
  private final Duration patience;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Takes the port on 127.0.0.1, before anything slow starts. Callers wait until {@link #open}.
   *
   * @param port 0 for a free one
   * @throws PortInUseException when somebody else has the port
   */
  public Gateway(int port) {
    this(port, HttpApi.PATIENCE);
  }

  /**
   * Takes the port.
   *
   * @param patience how long the API waits for a function
   */
  Gateway(int port, Duration patience) {
    this.patience = patience;
    server = listen(port);
    server.setExecutor(threads);
  }

  /**
   * Starts to answer.
   *
   * @param shell the built shell
   * @param parts handlers by path prefix, for example {@code /__clerk/}
   */
  public void open(
      Template template,
      Place place,
      Lambda lambda,
      Path shell,
      Map<String, HttpHandler> parts,
      Clock clock) {
    HttpApi api = new HttpApi(template, place, lambda, patience, clock);
    FrontDoor door = new FrontDoor(port(), api, new StaticSite(shell), parts, template.headers());
    server.createContext("/", door);
    server.start();
  }

  private static HttpServer listen(int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    } catch (BindException e) {
      throw new PortInUseException(port, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  @Override
  public String name() {
    return "gateway";
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * Takes no new connection and no new request, and returns when those under way are answered, or
   * after two seconds. Whoever is not answered by then finds the connection closed, and never an
   * error that only stopping has caused.
   */
  @Override
  public void close() {
    server.stop(LAST_ANSWERS_SECONDS);
    threads.shutdownNow();
  }
}
