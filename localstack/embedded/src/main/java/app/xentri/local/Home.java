package app.xentri.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that holds everything the local cloud keeps between runs ({@code XENTRI_HOME}).
 *
 * @param directory absolute path
 */
public record Home(Path directory) {

  public Home {
    directory = directory.toAbsolutePath().normalize();
  }

  /** The named folder inside the home, created if it is missing. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + name + " in XENTRI_HOME", e);
    }
  }

  /** Facts about the current run: ports, process ids and this run's secrets. */
  public Path runFile() {
    return folder("run").resolve("local-cloud.json");
  }
}
