package app.xentri.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
  @TempDir private Path folder;

  @Test
  void onlyItsOwnerMayEnterANewHome() throws IOException {
    Path directory = folder.resolve("a/home");
    Home home = new Home(directory);
    home.prepare();
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    home.prepare();
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aHomeThatIsAFileIsOneClearSentence() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    for (Path directory : new Path[] {file, file.resolve("home")}) {
      var unusable =
          assertThrows(Home.UnusableException.class, () -> new Home(directory).prepare());
      assertEquals(
          "XENTRI_HOME=" + directory + " cannot be used: " + file + " is not a folder",
          unusable.getMessage());
    }
  }

  @Test
  void aHomeThatWasLeftOpenIsClosedWithEverythingInIt() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("open"));
    Path run = Files.createDirectory(directory.resolve("run"));
    Path file = Files.createFile(run.resolve("file"));
    Path program = Files.createFile(run.resolve("program"));
    Path link =
        Files.createSymbolicLink(run.resolve("link"), Files.createFile(folder.resolve("x")));
    set("rwxr-xr-x", directory);
    set("rwxrwxrwx", run, program);
    set("rw-r--r--", file, folder.resolve("x"));
    new Home(directory).prepare();
    assertEquals("rwx------", modes(directory));
    assertEquals("rwx------", modes(run));
    assertEquals("rwx------", modes(program));
    assertEquals("rw-------", modes(file));
    assertEquals("rw-r--r--", modes(link), "what a link names is not ours");
  }

  @Test
  void aFolderOfSomethingElseIsRefusedAndLeftAsItIs() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("projects"));
    Files.createFile(directory.resolve("letter.txt"));
    set("rwxr-xr-x", directory);
    var unusable = assertThrows(Home.UnusableException.class, () -> new Home(directory).prepare());
    assertEquals(
        "XENTRI_HOME="
            + directory
            + " cannot be used: it holds something else; choose a folder that is empty or new",
        unusable.getMessage());
    assertEquals("rwxr-xr-x", modes(directory));
  }

  private static void set(String modes, Path... paths) throws IOException {
    for (Path path : paths) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(modes));
    }
  }

  private static String modes(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
