package app.xentri.local.aws;

import app.xentri.local.Json;
import app.xentri.local.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Queues and their messages, kept in the local cloud's database: standard ones, and FIFO ones that
 * keep the order within a message group. What was received more often than a queue allows moves to
 * its dead-letter queue at the next receive.
 */
public final class Queues implements QueueSender {

  private static final JsonMapper JSON = Json.MAPPER;

  private final Sql sql;
  private final TransactionTemplate transaction;
  private final Account account;
  private final String endpoint;

  /**
   * Opens the queues and makes their tables if they are missing.
   *
   * @param endpoint the address at which {@link AwsEndpoint} offers them
   */
  public Queues(DataSource database, Account account, String endpoint) {
    this.sql = new Sql(database, Queues.class);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    this.account = account;
    this.endpoint = endpoint;
    sql.run("tables").update();
  }

  /** A message to keep; group and deduplication belong to FIFO queues. */
  record Outgoing(
      String body,
      String attributes,
      Duration delay,
      @Nullable String group,
      @Nullable String deduplication) {}

  /** A message that was given out; times in milliseconds since 1970. */
  record Received(
      UUID id,
      String body,
      String attributes,
      Optional<String> group,
      int receives,
      UUID receipt,
      long sent,
      long firstReceived) {}

  /** How many messages can be received, are with a receiver, or wait for their delay to pass. */
  record Count(long visible, long sentOut, long delayed) {}

  /** The URL of a queue by its name, whether it exists or not. */
  public String url(String name) {
    return endpoint + "/" + account.id() + "/" + name;
  }

  String arn(String name) {
    return account.arn("sqs", name);
  }

  /** Makes the queues that are missing and gives existing ones these settings; messages stay. */
  public void provide(List<QueueSettings> queues) {
    for (QueueSettings queue : queues) {
      sql.run("provide")
          .param("name", queue.name())
          .param("fifo", queue.fifo())
          .param("dead_letters", queue.deadLetterQueue().orElse(null))
          .param("max_receives", queue.maxReceives())
          .update();
    }
  }

  Optional<QueueSettings> find(String name) {
    return sql.run("find").param("name", name).query(Queues::settings).optional();
  }

  private static QueueSettings settings(ResultSet row, int number) throws SQLException {
    return new QueueSettings(
        row.getString("name"),
        row.getBoolean("fifo"),
        Optional.ofNullable(row.getString("dead_letters")),
        row.getInt("max_receives"));
  }

  List<String> names(String prefix) {
    return sql.run("list").param("prefix", prefix).query((row, _) -> row.getString("name")).list();
  }

  @Override
  public void send(String queue, String body, Map<String, String> attributes) {
    String name = queue.substring(Math.max(queue.lastIndexOf('/'), queue.lastIndexOf(':')) + 1);
    ObjectNode described = JSON.createObjectNode();
    attributes.forEach(
        (key, value) ->
            described.putObject(key).put("DataType", "String").put("StringValue", value));
    try {
      QueueSettings to =
          find(name).orElseThrow(() -> new IllegalStateException("there is no queue " + name));
      String group = to.fifo() ? "local-cloud" : null;
      String kept = JSON.writeValueAsString(described);
      send(to, new Outgoing(body, kept, Duration.ZERO, group, null));
    } catch (NestedRuntimeException e) { // Whatever Spring calls a database that is away.
      throw new IllegalStateException("the queues' database does not answer", e);
    }
  }

  /** Keeps a message, durable on return; its id, or that of the one that it repeats. */
  UUID send(QueueSettings queue, Outgoing message) {
    return inTransaction(
        queue,
        () -> {
          if (message.deduplication() != null) {
            Optional<UUID> earlier =
                sql.run("duplicate")
                    .param("queue", queue.name())
                    .param("deduplication", message.deduplication())
                    .query(UUID.class)
                    .optional();
            if (earlier.isPresent()) {
              return earlier.get();
            }
          }
          return sql.run("send")
              .param("queue", queue.name())
              .param("body", message.body())
              .param("attributes", message.attributes())
              .param("message_group", message.group())
              .param("deduplication", message.deduplication())
              .param("delay", (double) message.delay().toSeconds())
              .query(UUID.class)
              .single();
        });
  }

  /**
   * Gives out messages, the oldest first.
   *
   * @param visibility how long they are out of sight of other receivers
   */
  List<Received> receive(QueueSettings queue, int most, Duration visibility) {
    return inTransaction(
        queue,
        () -> {
          queue
              .deadLetterQueue()
              .ifPresent(
                  letters ->
                      sql.run("give-up")
                          .param("queue", queue.name())
                          .param("dead_letters", letters)
                          .param("max_receives", queue.maxReceives())
                          .update());
          return sql.run("receive")
              .param("queue", queue.name())
              .param("most", most)
              .param("visibility", (double) visibility.toSeconds())
              .query(Queues::received)
              .list();
        });
  }

  private static Received received(ResultSet row, int number) throws SQLException {
    return new Received(
        row.getObject("message_id", UUID.class),
        row.getString("body"),
        row.getString("attributes"),
        Optional.ofNullable(row.getString("message_group")),
        row.getInt("receives"),
        row.getObject("receipt", UUID.class),
        row.getLong("sent_ms"),
        row.getLong("first_received_ms"));
  }

  /** Deletes a message that was received; one that is gone is as good. */
  void delete(QueueSettings queue, UUID receipt) {
    sql.run("delete").param("queue", queue.name()).param("receipt", receipt).update();
  }

  /** Sets anew how long a message is out of sight; whether it was. */
  boolean hide(QueueSettings queue, UUID receipt, Duration visibility) {
    return sql.run("hide")
            .param("queue", queue.name())
            .param("receipt", receipt)
            .param("visibility", (double) visibility.toSeconds())
            .update()
        == 1;
  }

  void purge(QueueSettings queue) {
    sql.run("purge").param("queue", queue.name()).update();
  }

  Count count(QueueSettings queue) {
    return sql.run("count")
        .param("queue", queue.name())
        .query(
            (row, _) ->
                new Count(row.getLong("visible"), row.getLong("sent_out"), row.getLong("delayed")))
        .single();
  }

  /** One receiver or sender of a queue after the other: only so is the order of a group kept. */
  private <T> T inTransaction(QueueSettings queue, Supplier<T> work) {
    return Objects.requireNonNull(
        transaction.execute(
            _ -> {
              sql.run("lock").param("queue", queue.name()).query(String.class).single();
              return work.get();
            }));
  }
}
