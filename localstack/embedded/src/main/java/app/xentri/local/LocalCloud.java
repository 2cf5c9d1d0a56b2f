package app.xentri.local;

import app.xentri.local.aws.Account;
import app.xentri.local.aws.AwsEndpoint;
import app.xentri.local.aws.AwsServices;
import app.xentri.local.aws.EventBus;
import app.xentri.local.aws.Keys;
import app.xentri.local.aws.Queues;
import app.xentri.local.aws.Schedules;
import app.xentri.local.aws.StateMachines;
import app.xentri.local.clerk.ClerkStandIn;
import app.xentri.local.developer.DeveloperPages;
import app.xentri.local.gateway.Gateway;
import app.xentri.local.lambda.AsyncInvocations;
import app.xentri.local.lambda.FunctionEnvironment;
import app.xentri.local.lambda.FunctionHost;
import app.xentri.local.lambda.FunctionLog;
import app.xentri.local.lambda.InProcessHost;
import app.xentri.local.lambda.Lambda;
import app.xentri.local.lambda.LambdaInvoker;
import app.xentri.local.lambda.Packages;
import app.xentri.local.lambda.ProcessHost;
import app.xentri.local.mail.Mailbox;
import app.xentri.local.postgres.Binaries;
import app.xentri.local.postgres.PostgresServer;
import app.xentri.local.process.FolderLock;
import app.xentri.local.redis.RedisServer;
import app.xentri.local.redis.UpstashEndpoint;
import app.xentri.local.s3.S3Server;
import app.xentri.local.template.Place;
import app.xentri.local.template.Template;
import app.xentri.local.template.TemplateReader;
import com.sun.net.httpserver.HttpHandler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts in the order in which they need each other and stops them in reverse. The
 * gateway's port is taken first, so that a second copy learns at once that it cannot have it, and
 * answers last.
 */
public final class LocalCloud implements AutoCloseable {
  /** Stand for Lambda's one and two minutes: a developer waits seconds for a dead letter. */
  private static final List<Duration> RETRY_PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

  // Not static: where logs go is settled in main, after this class has been loaded.
  private final Logger log = LoggerFactory.getLogger(LocalCloud.class);
  private final long began = System.nanoTime();
  private final Clock clock = Clock.systemUTC();
  private final Account account = Addresses.account();
  private final Options options;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Gateway gateway;

  /**
   * Held while starting, so that what is half started is whole, and known, before it is stopped.
   */
  private final Object starting = new Object();

  private volatile @Nullable Thread starter;
  private volatile boolean closed;

  /**
   * Takes the gateway's port and the home, so that it is known at once when one of them is taken.
   *
   * @throws IllegalStateException when another run holds the home
   */
  public LocalCloud(Options options) {
    this.options = options;
    gateway = keep(new Gateway(options.port()));
    try {
      running.push(FolderLock.hold(options.home().folder("run")));
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  /**
   * Runs until the process is told to stop.
   *
   * @param arguments the project's folder; then {@code rehearse}, to start and stop once in a
   *     folder of its own, from which the build makes an archive of loaded classes
   */
  public static void main(String[] arguments) {
    Path project = Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath().normalize();
    if (arguments.length > 1 && arguments[1].equals("rehearse")) {
      Launcher.rehearse(project);
    } else {
      Launcher.launch(project);
    }
  }

  /** The app's address, for example {@code http://127.0.0.1:3000}. */
  public String origin() {
    return "http://127.0.0.1:" + gateway.port();
  }

  /**
   * Starts every part; returns once requests are answered.
   *
   * @throws IllegalStateException when a part does not start; {@link #close} stops the others
   */
  public void start() {
    synchronized (starting) {
      starter = Thread.currentThread();
      try {
        startParts();
      } finally {
        starter = null;
      }
    }
  }

  private void startParts() {
    Home home = options.home();
    Keys keys = Keys.keep(home);
    AwsEndpoint aws = keep(new AwsEndpoint(keys));
    Binaries.ofProject(options.project()).lend(home);
    PostgresServer postgres = keep(new PostgresServer(home));
    Queues queues = new Queues(postgres.localCloud(), account, aws.url());
    RedisServer redis = keep(new RedisServer(home));
    UpstashEndpoint upstash = keep(new UpstashEndpoint(home, redis));
    Mailbox mailbox = new Mailbox(postgres.localCloud());
    ClerkStandIn clerk =
        keep(
            new ClerkStandIn(
                home,
                postgres.localCloud(),
                URI.create(origin()),
                URI.create(origin() + "/api/v1/webhooks/clerk"),
                mailbox::put));
    Place place = new Place(account.region(), account.id(), "xentri", queues::url);
    Template template =
        TemplateReader.read(
            options.project().resolve("template.yaml"),
            Addresses.parameters(options, origin(), postgres, upstash, clerk),
            place);
    S3Server s3 =
        keep(
            new S3Server(
                home, keys, template.buckets().stream().map(Template.Bucket::name).toList()));
    Map<String, String> sdk = sdkVariables(keys, aws.url(), s3.url());
    FunctionEnvironment environment = new FunctionEnvironment(account.region(), () -> sdk);
    Lambda lambda = keep(new Lambda(template, place, host(template, environment), log(), clock));
    AsyncInvocations queue =
        keep(
            new AsyncInvocations(
                lambda, place, queues, home.folder("async-invocations"), RETRY_PAUSES, clock));
    StateMachines states =
        keep(new StateMachines(postgres.localCloud(), account, Declared.machines(template), clock));
    EventBus bus =
        keep(
            new EventBus(
                postgres.localCloud(),
                account,
                Declared.rules(template),
                states.beside(new LambdaInvoker(lambda, queue, "event rule")),
                queues));
    queues.provide(Declared.queues(template));
    aws.open(
        new AwsServices(
            account,
            bus,
            new LambdaInvoker(lambda, queue, "invoke"),
            mailbox,
            queues,
            Map.of(),
            Map.of()),
        states);
    Map<String, HttpHandler> handlers =
        Map.of(
            "/__clerk/",
            clerk.frontend(),
            "/__local/",
            new DeveloperPages(template, lambda, relay(postgres), mailbox));
    gateway.open(
        template, place, lambda, options.project().resolve("static-shell/dist"), handlers, clock);
    s3.awaitReady();
    RunFile.write(home, origin(), postgres, redis, upstash, clerk, sdk, template);
    Readiness.await(origin(), template);
    keep(
        new Schedules(
            postgres.localCloud(),
            account,
            Declared.schedules(template),
            states.beside(new LambdaInvoker(lambda, queue, "schedule")),
            clock));
  }

  private FunctionHost host(Template template, FunctionEnvironment environment) {
    Packages packages = Packages.ofProject();
    return switch (options.isolation()) {
      case NONE -> new InProcessHost(template, packages, environment);
      case PROCESS ->
          new ProcessHost(
              template,
              packages,
              environment,
              options.home().folder("functions"),
              ProcessHost.Limits.ofLaptop());
    };
  }

  private FunctionLog log() {
    return new FunctionLog(options.home().folder("logs").resolve("functions.log"), clock);
  }

  private static Map<String, String> sdkVariables(Keys keys, String aws, String s3) {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        keys.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY",
        keys.secretAccessKey(),
        "AWS_ENDPOINT_URL",
        aws,
        "AWS_ENDPOINT_URL_S3",
        s3);
  }

  /** The relay's role is the one that sees the events of every org. */
  private static DataSource relay(PostgresServer postgres) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl());
    source.setUser(postgres.relay().user());
    source.setPassword(postgres.relay().password());
    return source;
  }

  /** Whether it was told to stop. */
  boolean isClosed() {
    return closed;
  }

  private <P extends Part> P keep(P part) {
    running.push(part);
    if (closed) {
      throw new IllegalStateException("stopped while starting");
    }
    log.info("{} after {} ms", part.name(), Duration.ofNanos(System.nanoTime() - began).toMillis());
    return part;
  }

  /**
   * Stops every part, the gateway first, so that requests under way still find the others, then the
   * last started first, also when one of them fails to stop. A start that is under way is
   * interrupted; what its unfinished part may have left is told to end at last.
   */
  @Override
  public void close() {
    closed = true;
    Thread interrupted = starter;
    if (interrupted != null) {
      interrupted.interrupt();
    }
    synchronized (starting) {
      stopParts();
    }
    if (interrupted != null) {
      abandon();
    }
  }

  /** Tells every process of this run to end and waits for none of them. */
  void abandon() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    PostgresServer.abandon(options.home());
  }

  private void stopParts() {
    if (running.remove(gateway)) {
      running.push(gateway);
    }
    RuntimeException failure = null;
    while (!running.isEmpty()) {
      try {
        stop(running.pop());
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    RunFile.delete(options.home());
    if (failure != null) {
      throw failure;
    }
  }

  private static void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException("a part did not stop: " + part.getClass().getSimpleName(), e);
    }
  }
}
