package app.xentri.copilot.interview;

import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An owner who talks with the interview, and what it has made of that. */
abstract class Conversation {

  final InterviewEngine engine = new EmbeddedInterview();
  final Map<UUID, String> messages = new HashMap<>();
  Turn turn = engine.open(Interview.fresh());

  Turn say(String text) {
    var message = new OwnerMessage(UUID.randomUUID(), text);
    messages.put(message.id(), text);
    turn = engine.answer(turn.interview(), message);
    return turn;
  }

  Topic pending() {
    return java.util.Objects.requireNonNull(turn.interview().memory().pending());
  }

  SectionContent section(Section section) {
    return turn.interview().draft().of(section);
  }

  SectionFields.Identity identity() {
    return (SectionFields.Identity) section(Section.IDENTITY).fields();
  }

  List<String> texts(Section section) {
    return section(section).statements().stream().map(Statement::text).toList();
  }

  void assertNothingSaid() {
    assertTrue(turn.interview().draft().isEmpty(), turn.interview().draft().toString());
  }
}
