package app.xentri.platform.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A Lua script that Redis runs atomically. */
public record Script(String text) {

  /**
   * One that lies beside its owner: {@code Type#name} is {@code Type/name.lua} in the type's
   * package. Several are one script, in this order; the first ones define what the last one calls.
   *
   * @throws IllegalStateException if there is none of that name
   */
  public static Script of(Class<?> owner, String... names) {
    var text = new StringBuilder();
    for (String name : names) {
      text.append(read(owner, owner.getSimpleName() + "/" + name + ".lua"));
    }
    return new Script(text.toString());
  }

  private static String read(Class<?> owner, String resource) {
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
