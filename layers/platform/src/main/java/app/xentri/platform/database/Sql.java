package app.xentri.platform.database;

import app.xentri.platform.Resource;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGStatement;

/**
 * SQL statements as resources: {@code Type#name} is {@code Type/name.sql} in the type's package.
 */
final class Sql {

  private static final Map<String, String> LOADED = new ConcurrentHashMap<>();

  private Sql() {}

  static String of(Class<?> owner, String name) {
    String resource = owner.getSimpleName() + "/" + name + ".sql";
    return LOADED.computeIfAbsent(
        owner.getPackageName() + "/" + resource, _ -> Resource.text(owner, resource));
  }

  /**
   * Has a statement planned with its values, each time, also where connections keep plans: the best
   * way to do it depends on which of them are given, or on how much there is.
   */
  static void planWithValues(PreparedStatement statement) throws SQLException {
    if (statement.isWrapperFor(PGStatement.class)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
  }
}
