package app.xentri.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A transaction outside any org. Row-level security shows nothing in it but what definer functions
 * answer; {@code xentri_relay} sees the event log.
 */
public final class BareTx {

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private int statements;

  BareTx(Connection connection) {
    template = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    jdbc = JdbcClient.create(template);
  }

  /** A statement from {@code Owner/name.sql}, with named parameters to bind. */
  public StatementSpec sql(Class<?> owner, String name) {
    statements++;
    return jdbc.sql(Sql.of(owner, name));
  }

  /** Reads the rows of a statement. */
  @FunctionalInterface
  public interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /**
   * Runs the statements of {@code Owner/name.sql} in one round trip. They may end the transaction
   * themselves ({@code …; commit}), which spares that of the commit; then doing them twice must do
   * no harm, because they are repeated if the connection dies before the answer.
   *
   * @param read gets the rows of the last statement that has any
   */
  public <T> T batch(
      Class<?> owner, String name, Map<String, ? extends @Nullable Object> given, Rows<T> read) {
    statements++;
    ParsedSql sql = NamedParameterUtils.parseSqlStatement(Sql.of(owner, name));
    var named = new MapSqlParameterSource(given);
    @Nullable Object[] values = NamedParameterUtils.buildValueArray(sql, named, null);
    @Nullable T answer =
        template.execute(
            NamedParameterUtils.substituteNamedParameters(sql, named),
            (PreparedStatement statement) -> {
              Sql.planWithValues(statement);
              for (int i = 0; i < values.length; i++) {
                StatementCreatorUtils.setParameterValue(
                    statement, i + 1, SqlTypeValue.TYPE_UNKNOWN, values[i]);
              }
              return read.read(lastRows(statement));
            });
    if (answer == null) {
      throw new IllegalStateException(name + " has no answer");
    }
    return answer;
  }

  private static ResultSet lastRows(PreparedStatement statement) throws SQLException {
    ResultSet last = null;
    boolean rows = statement.execute();
    while (rows || statement.getUpdateCount() >= 0) {
      if (rows) {
        last = statement.getResultSet();
      }
      rows = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
    }
    if (last == null) {
      throw new SQLException("none of the statements has rows");
    }
    return last;
  }

  /** Whether what failed was the first statement, so that nothing can have been done yet. */
  boolean atFirstStatement() {
    return statements <= 1;
  }
}
