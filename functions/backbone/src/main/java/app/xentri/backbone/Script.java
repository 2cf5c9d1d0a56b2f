package app.xentri.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Lua scripts as resources: {@code Type#name} is {@code Type/name.lua} in the type's package. */
public final class Script {

  private Script() {}

  public static String of(Class<?> owner, String name) {
    String resource = owner.getSimpleName() + "/" + name + ".lua";
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
