package app.xentri.platform.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/**
 * A statement with rows to read, from {@code Owner/name.sql} with named parameters. It costs no
 * round trip of its own where it is all of a transaction ({@link TenantTx#read}), its beginning or
 * its end ({@link Tx#last}).
 */
public final class Query<T> {

  private static final Map<String, ParsedSql> PARSED = new ConcurrentHashMap<>();

  private final ParsedSql sql;
  private final RowMapper<T> mapper;
  private final MapSqlParameterSource parameters = new MapSqlParameterSource();

  private Query(ParsedSql sql, RowMapper<T> mapper) {
    this.sql = sql;
    this.mapper = mapper;
  }

  /** One without values yet. */
  public static <T> Query<T> of(Class<?> owner, String name, RowMapper<T> mapper) {
    return new Query<>(
        PARSED.computeIfAbsent(
            Sql.of(owner, name), text -> NamedParameterUtils.parseSqlStatement(text)),
        mapper);
  }

  public Query<T> param(String name, @Nullable Object value) {
    parameters.addValue(name, value);
    return this;
  }

  /** One whose type the value does not tell; {@code type} as in {@link java.sql.Types}. */
  public Query<T> param(String name, @Nullable Object value, int type) {
    parameters.addValue(name, value, type);
    return this;
  }

  /** The statement with question marks. */
  String text() {
    return NamedParameterUtils.substituteNamedParameters(sql, parameters);
  }

  /**
   * Gives the statement its values.
   *
   * @param first the place of the first value
   * @return the place after the last one
   */
  int bind(PreparedStatement statement, int first) throws SQLException {
    @Nullable Object[] values = NamedParameterUtils.buildValueArray(sql, parameters, null);
    for (int i = 0; i < values.length; i++) {
      StatementCreatorUtils.setParameterValue(
          statement, first + i, SqlTypeValue.TYPE_UNKNOWN, values[i]);
    }
    return first + values.length;
  }

  List<T> rows(ResultSet rows) throws SQLException {
    List<T> found = new ArrayList<>();
    while (rows.next()) {
      found.add(mapper.mapRow(rows, found.size()));
    }
    return found;
  }
}
