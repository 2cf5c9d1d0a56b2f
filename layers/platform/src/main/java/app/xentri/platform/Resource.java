package app.xentri.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that lie beside the types that they belong to: statements, scripts, phrases. */
public final class Resource {

  private Resource() {}

  /**
   * Reads one, in UTF-8.
   *
   * @param name within the package of the owner, for example {@code Type/name.sql}
   * @throws IllegalStateException if there is none of that name
   */
  public static String text(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing " + name + " beside " + owner.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
