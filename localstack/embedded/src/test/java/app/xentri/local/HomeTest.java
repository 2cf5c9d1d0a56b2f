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
}
