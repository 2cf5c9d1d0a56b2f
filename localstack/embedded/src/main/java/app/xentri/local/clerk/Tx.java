package app.xentri.local.clerk;

import app.xentri.local.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;

/** Statements inside one transaction, by name of their {@code .sql} resource. */
final class Tx {

  private final JdbcClient client;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private boolean webhooks;

  Tx(JdbcClient client) {
    this.client = client;
  }

  /** Runs a change and tells how many rows it touched. */
  int change(String name, @Nullable Object... values) {
    return statement(name, values).update();
  }

  Optional<Row> row(String name, @Nullable Object... values) {
    return rows(name, values).stream().findFirst();
  }

  List<Row> rows(String name, @Nullable Object... values) {
    return statement(name, values).query().listOfRows().stream().map(Row::new).toList();
  }

  /** Something that must not happen unless the transaction commits, such as an e-mail. */
  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Marks that this transaction stored webhooks. */
  void webhookStored() {
    webhooks = true;
  }

  void committed(Runnable webhooksStored) {
    afterCommit.forEach(Runnable::run);
    if (webhooks) {
      webhooksStored.run();
    }
  }

  private StatementSpec statement(String name, @Nullable Object[] values) {
    var statement = client.sql(Resource.read(Tx.class, name + ".sql"));
    for (Object value : values) {
      statement.param(
          value instanceof List<?> list ? new SqlArrayValue("text", list.toArray()) : value);
    }
    return statement;
  }
}
