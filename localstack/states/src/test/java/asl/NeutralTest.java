package asl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Another project could take it. */
class NeutralTest {

  @Test
  void nothingHereKnowsWhoUsesIt() throws IOException {
    try (var files = Files.walk(Path.of("src/main"))) {
      List<Path> ours = files.filter(Files::isRegularFile).filter(NeutralTest::namesUs).toList();
      assertEquals(List.of(), ours);
    }
  }

  private static boolean namesUs(Path file) {
    try {
      return Files.readString(file).toLowerCase(Locale.ROOT).contains("xentri");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
