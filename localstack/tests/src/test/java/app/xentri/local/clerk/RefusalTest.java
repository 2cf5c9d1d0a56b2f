package app.xentri.local.clerk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.local.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RefusalTest {

  /**
   * Clerk's codes are the only texts in this package that are written like this and are no names.
   */
  private static final Pattern CODE =
      Pattern.compile(
          "(?:refused|Refusal\\.of|Wrong|unfinished|Refused)\\((?:[^;\"]*?, ?)?\"(\\w+)\"");

  @Test
  void everyRefusalThatIsGivenIsKnownAndEveryKnownOneIsGiven() throws IOException {
    var known = new TreeSet<>(Json.resource(Refusal.class, "refusals.json").propertyNames());
    var unused = new TreeSet<>(known);
    try (var sources = Files.list(Path.of("../embedded/src/main/java/app/xentri/local/clerk"))) {
      for (Path source : sources.toList()) {
        String text = Files.readString(source);
        unused.removeIf(code -> text.contains('"' + code + '"'));
        CODE.matcher(text)
            .results()
            .map(found -> found.group(1))
            .filter(code -> code.contains("_"))
            .forEach(code -> Refusal.of(code));
      }
    }
    assertEquals(new TreeSet<String>(), unused);
  }
}
