package app.xentri.contract;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's files are, wherever the tests were started. */
final class Repository {

  private Repository() {}

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("template.yaml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("start the tests inside the project");
      }
    }
    return folder;
  }
}
