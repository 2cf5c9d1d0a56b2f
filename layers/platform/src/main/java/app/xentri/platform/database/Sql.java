package app.xentri.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        owner.getPackageName() + "/" + resource, _ -> load(owner, resource));
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

  private static String load(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing " + resource + " beside " + owner.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
