package app.xentri.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * The folder that holds everything the local cloud keeps between runs ({@code XENTRI_HOME}).
 *
 * @param directory absolute path
 */
public record Home(Path directory) {

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
   * Makes the home if it is missing. Only its owner may enter a new one: it holds passwords and
   * what people wrote.
   *
   * @throws UnusableException with a sentence for the person
   */
  void prepare() {
    try {
      if (!Files.isDirectory(directory)) {
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
