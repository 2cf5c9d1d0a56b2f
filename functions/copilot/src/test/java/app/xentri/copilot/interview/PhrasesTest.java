package app.xentri.copilot.interview;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PhrasesTest {

  private static final Path FILES = Path.of("src/main/resources/app/xentri/copilot/interview");
  private static final Path READERS = Path.of("src/main/java/app/xentri/copilot/interview");
  private static final Pattern USE = Pattern.compile("PHRASES\\s*\\.(?:any|all)\\(\"([^\"]+)\"\\)");

  @Test
  void everyHeadingIsReadAndEveryOneReadIsThere() throws IOException {
    for (Path file : files()) {
      var headings = new TreeSet<String>();
      Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("== "))
          .forEach(line -> assertTrue(headings.add(line.substring(3)), file + " twice: " + line));
      assertEquals(used(file), headings, file.toString());
    }
  }

  private static Set<String> used(Path file) throws IOException {
    String reader = file.getFileName().toString().replace(".txt", ".java");
    var used = new TreeSet<String>();
    USE.matcher(Files.readString(READERS.resolve(reader)))
        .results()
        .forEach(found -> used.add(found.group(1)));
    return used;
  }

  @Test
  void eachLineIsAPhraseOfItsOwn() throws IOException {
    for (Path file : files()) {
      var seen = new HashSet<String>();
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("== ")) {
          seen.clear();
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          assertEquals(line.strip(), line, file.toString());
          assertDoesNotThrow(() -> Pattern.compile(line), file + ": " + line);
          assertTrue(seen.add(line), file + " twice under its heading: " + line);
        }
      }
    }
  }

  @Test
  void anUnknownHeadingIsNamed() {
    var missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> Phrases.of(PriceReader.class).any("no such heading"));
    assertEquals("PriceReader has no phrases no such heading", missing.getMessage());
  }

  private static List<Path> files() throws IOException {
    try (var all = Files.list(FILES)) {
      return all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }
}
