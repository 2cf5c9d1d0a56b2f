package app.xentri.local.sqs;

import app.xentri.local.aws.Account;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.List$;
import scala.util.Left;
import scalikejdbc.ConnectionPool;
import scalikejdbc.ConnectionPoolSettings;

/** ElasticMQ's actors: a store of queues and messages, their manager, and the REST server. */
final class ElasticMq implements AutoCloseable {

  private static final Duration RESTORE = Duration.ofSeconds(20);
  private static final Config SETTINGS =
      ConfigFactory.parseString(
              """
              pekko.daemonic = on
              pekko.jvm-exit-on-fatal-error = off
              pekko.log-dead-letters = off
              pekko.loglevel = WARNING
              """)
          .withFallback(ConfigFactory.load());

  private final ActorSystem system;
  private final SQSRestServer server;

  private ElasticMq(ActorSystem system, SQSRestServer server) {
    this.system = system;
    this.server = server;
  }

  /** Starts, with what an earlier run kept, and returns when it listens. */
  static ElasticMq start(Path folder, int port, Account account) {
    ActorSystem system = ActorSystem.create("sqs", SETTINGS);
    try {
      ActorRef store = system.actorOf(store(folder));
      ActorRef manager =
          system.actorOf(
              Props.create(
                  QueueManagerActor.class,
                  new NowProvider(),
                  StrictSQSLimits$.MODULE$,
                  Option.apply(store)));
      restore(store, manager, folder);
      SQSRestServer server =
          SQSRestServerBuilder.withActorSystem(system)
              .withQueueManagerActor(manager)
              .withQueueEventListener(store)
              .withInterface("127.0.0.1")
              .withPort(port)
              .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
              .withAWSRegion(account.region())
              .withAWSAccountId(account.id())
              .start();
      server.waitUntilStarted();
      return new ElasticMq(system, server);
    } catch (RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  private static void restore(ActorRef store, ActorRef manager, Path folder) {
    String sentence = "the queues kept in " + folder + " cannot be read";
    try {
      Object outcome =
          Patterns.ask(store, new QueueEvent.Restore(manager), RESTORE)
              .toCompletableFuture()
              .join();
      if (outcome instanceof Left<?, ?> errors) {
        throw new IllegalStateException(sentence + ": " + errors.value());
      }
    } catch (CompletionException e) {
      throw new IllegalStateException(sentence, e); // The store died over its file.
    }
  }

  /**
   * WRITE_DELAY=0: a message must survive SIGKILL from the moment its sender got the answer. The
   * library opens its pool only once in a JVM, so it is opened here for every later start.
   */
  private static Props store(Path folder) {
    String url =
        "jdbc:h2:file:%s;WRITE_DELAY=0;FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE"
            .formatted(folder.resolve("messages"));
    ConnectionPoolSettings settings = ConnectionPool.singleton$default$4();
    ConnectionPool.singleton(
        url, "", "", settings, ConnectionPool.singleton$default$5(url, "", "", settings));
    var config = new SqlQueuePersistenceConfig(true, "org.h2.Driver", url, "", "", false);
    return Props.create(SqlQueuePersistenceActor.class, config, List$.MODULE$.empty());
  }

  @Override
  public void close() {
    server.stopAndWait();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    // The pool is global to the JVM: left open, the next server would write to this one's file.
    ConnectionPool.closeAll();
  }
}
