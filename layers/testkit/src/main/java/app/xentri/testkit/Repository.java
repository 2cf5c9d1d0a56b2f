package app.xentri.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's files are, wherever the tests were started. */
public final class Repository {

  private Repository() {}

  /** The folder that holds all. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("schema/migrations"))) { // A context has a template, too.
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("start the tests inside the project");
      }
    }
    return folder;
  }

  /** The text of one of its files. */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
