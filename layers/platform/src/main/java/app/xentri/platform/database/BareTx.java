package app.xentri.platform.database;

import java.sql.Connection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A transaction outside any org. Row-level security shows {@code xentri_app} nothing in it but what
 * definer functions answer; {@code xentri_relay} sees the event log.
 */
public final class BareTx {

  private final JdbcClient jdbc;
  private int statements;

  BareTx(Connection connection) {
    jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  /** A statement from {@code Owner/name.sql}, with named parameters to bind. */
  public StatementSpec sql(Class<?> owner, String name) {
    statements++;
    return jdbc.sql(Sql.of(owner, name));
  }

  /** Whether what failed was the first statement, so that nothing can have been done yet. */
  boolean atFirstStatement() {
    return statements <= 1;
  }
}
