package app.xentri.local.clerk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements inside one transaction, by name of their {@code .sql} resource. */
final class Tx {

  private final Connection connection;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private boolean webhooks;

  Tx(Connection connection) {
    this.connection = connection;
  }

  /** Runs a script without parameters. */
  boolean script(String name) {
    try (var statement = connection.createStatement()) {
      return statement.execute(Sql.of(name));
    } catch (SQLException e) {
      throw new IllegalStateException(name + " failed", e);
    }
  }

  /** Runs a change and tells how many rows it touched. */
  int change(String name, @Nullable Object... values) {
    try (var statement = prepare(name, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(name + " failed", e);
    }
  }

  Optional<Row> row(String name, @Nullable Object... values) {
    return rows(name, values).stream().findFirst();
  }

  List<Row> rows(String name, @Nullable Object... values) {
    try (var statement = prepare(name, values);
        var result = statement.executeQuery()) {
      var rows = new ArrayList<Row>();
      while (result.next()) {
        rows.add(row(result));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(name + " failed", e);
    }
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

  private PreparedStatement prepare(String name, @Nullable Object[] values) throws SQLException {
    var statement = connection.prepareStatement(Sql.of(name));
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof List<?> list) {
        statement.setArray(i + 1, connection.createArrayOf("text", list.toArray()));
      } else {
        statement.setObject(i + 1, value);
      }
    }
    return statement;
  }

  private static Row row(ResultSet result) throws SQLException {
    var meta = result.getMetaData();
    Map<String, @Nullable Object> columns = new HashMap<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.put(meta.getColumnLabel(i), result.getObject(i));
    }
    return new Row(columns);
  }
}
