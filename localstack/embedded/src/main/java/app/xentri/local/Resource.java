package app.xentri.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Texts that stand beside the classes that use them: statements, style sheets, documents. */
public final class Resource {

  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  private Resource() {}

  /** The text of a resource in the package of the class, for example {@code due.sql}. */
  public static String read(Class<?> beside, String name) {
    return READ.computeIfAbsent(beside.getPackageName() + " " + name, _ -> load(beside, name));
  }

  private static String load(Class<?> beside, String name) {
    try (var stream = beside.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
