package app.xentri.local.clerk;

import app.xentri.local.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** One transaction on the stand-in's tables, and what waits for its end. */
final class Tx {

  private final Sql sql;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(Sql sql) {
    this.sql = sql;
  }

  /** {@code Owner/name.sql} with the values of its question marks. */
  StatementSpec sql(Class<?> owner, String name, @Nullable Object... values) {
    return sql.of(owner).run(name, values);
  }

  /** {@code Owner/name.sql} with the components of a record as its named parameters. */
  StatementSpec sql(Class<?> owner, String name, Record values) {
    return sql.of(owner).run(name).paramSource(values);
  }

  /** Something that must not happen unless the transaction commits, such as an e-mail. */
  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }
}
