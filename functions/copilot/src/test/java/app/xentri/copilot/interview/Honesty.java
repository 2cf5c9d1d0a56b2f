package app.xentri.copilot.interview;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** That a draft says nothing which its owner did not say. */
final class Honesty {
  private Honesty() {}

  /**
   * Every sentence is made of the words of the messages it names, every field of the owner's own
   * words.
   */
  static void check(Interview interview, Map<UUID, String> messages) {
    for (var content : interview.draft().sections().values()) {
      for (var statement : content.statements()) {
        assertFalse(statement.receipts().isEmpty(), statement.text());
        var said =
            statement.receipts().stream().map(messages::get).collect(Collectors.joining(" "));
        assertSaid(statement.text(), said);
      }
    }
    var all = String.join(" ", messages.values());
    Transcript.facts(interview)
        .values()
        .forEach(values -> values.forEach(value -> assertSaid(value, all)));
  }

  private static void assertSaid(String text, String said) {
    var words = words(said);
    for (var word : words(text)) {
      assertTrue(words.contains(word), "“" + word + "” of “" + text + "” was never said");
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(
            text.replace('’', '\'').toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  static long questions(String reply) {
    return reply.chars().filter(c -> c == '?').count();
  }
}
