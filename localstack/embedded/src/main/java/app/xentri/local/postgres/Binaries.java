package app.xentri.local.postgres;

import app.xentri.local.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.io.FileUtils;

/**
 * Postgres' programs as the build has unpacked them. To unpack them is half of what a first start
 * in a new home would cost, so it copies them; where there are none to copy, the library unpacks
 * them in the home.
 *
 * @param folder holds a folder for each version, as the library names it
 */
public record Binaries(Path folder) {

  /** Of a project, made by a rehearsal. */
  public static Binaries ofProject(Path project) {
    return new Binaries(project.resolve("target/postgres-binaries"));
  }

  static Path in(Home home) {
    return home.folder("postgres").resolve("binaries");
  }

  /** From now on there are none to copy. */
  public void forget() {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  /** Takes those of a home that needs them no more. */
  public void take(Home home) {
    try {
      FileUtils.moveDirectory(in(home).toFile(), folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep Postgres' programs in " + folder, e);
    }
  }

  /**
   * Copies them into a home that has none. The library takes a folder for whole by the times of
   * what is in it, so these are kept.
   */
  public void lend(Home home) {
    Path binaries = in(home);
    if (Files.exists(binaries) || !Files.isReadable(folder)) {
      return;
    }
    Path draft = binaries.resolveSibling("binaries.draft");
    try {
      FileUtils.deleteDirectory(draft.toFile()); // A start that was killed has left it.
      FileUtils.copyDirectory(
          folder.toFile(), draft.toFile(), null, true, LinkOption.NOFOLLOW_LINKS);
      Files.move(draft, binaries, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy Postgres' programs into " + binaries, e);
    }
  }
}
