package app.xentri.local;

import app.xentri.local.process.FileModes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The folder that holds everything the local cloud keeps between runs ({@code XENTRI_HOME}).
 *
 * @param directory absolute path
 */
public record Home(Path directory) {

  /** Python programs of the tests, many thousand files without anything private. */
  private static final String TOOLS = "tools";

  /** What macOS leaves in every folder that somebody has looked into. */
  private static final String FINDER = ".DS_Store";

  public Home {
    directory = directory.toAbsolutePath().normalize();
  }

  /** The home cannot be made or written. */
  public static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableException(Path directory, String reason) {
      super("XENTRI_HOME=" + directory + " cannot be used: " + reason);
    }
  }

  /**
   * Makes the home if it is missing. Only its owner may enter it and read what is in it, also where
   * an earlier version or a copy left it open: it holds passwords and what people wrote.
   *
   * @throws UnusableException with a sentence for the person
   */
  void prepare() {
    try {
      if (Files.isDirectory(directory)) {
        requireOurs();
        close();
      } else {
        Files.createDirectories(Objects.requireNonNull(directory.getParent()));
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      // Asking for permission is not enough: a file system may be read-only.
      Files.delete(Files.createTempFile(directory, "writable", ".draft"));
    } catch (FileAlreadyExistsException e) {
      throw new UnusableException(directory, e.getFile() + " is not a folder");
    } catch (AccessDeniedException e) {
      throw new UnusableException(directory, "no permission to write " + e.getFile());
    } catch (NoSuchFileException e) {
      throw new UnusableException(directory, e.getFile() + " cannot be made");
    } catch (IOException e) {
      throw new UnusableException(directory, String.valueOf(e.getMessage()));
    }
  }

  /** Whoever names a folder of something else by mistake must not find it closed to others. */
  private void requireOurs() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      boolean ours =
          Files.exists(directory.resolve("run"))
              || entries.allMatch(entry -> entry.endsWith(TOOLS) || entry.endsWith(FINDER));
      if (!ours) {
        throw new UnusableException(
            directory, "it holds something else; choose a folder that is empty or new");
      }
    }
  }

  private void close() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.filter(entry -> !entry.endsWith(TOOLS)).toList()) {
        FileModes.close(entry);
      }
    }
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
