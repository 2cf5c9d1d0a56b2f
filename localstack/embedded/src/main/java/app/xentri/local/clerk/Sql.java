package app.xentri.local.clerk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Statements from {@code .sql} resources beside this package, named {@code Type/method}. */
final class Sql {

  private static final Map<String, String> LOADED = new ConcurrentHashMap<>();

  private Sql() {}

  static String of(String name) {
    return resource(name + ".sql");
  }

  /** The text of any resource of this package. */
  static String resource(String file) {
    return LOADED.computeIfAbsent(file, Sql::load);
  }

  private static String load(String file) {
    try (var in = Sql.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
