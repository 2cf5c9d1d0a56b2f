package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.Source;
import app.xentri.copilot.brief.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was said before: "actually, it's Northgate". The new words take the place of the
 * old ones, and the correcting message joins the receipts.
 *
 * @param value what was corrected to, for the reply
 */
record Correction(Draft draft, Set<Section> touched, Set<Topic> known, String value) {

  private static final int LONGEST_RENAME = 160;

  private static final Pattern OPENING =
      Pattern.compile(
          "^(?iu:(?:(?:oh|oops|sorry|no|wait|hm+|ah)[,.! ]+){0,4}(?:(?<plain>actually|i meant|i mean|correction|scratch that|let me correct that|to correct that|that should be|that was wrong|my mistake|typo)[,:.! –—-]+|(?<no>(?<=(?i:no|oops|sorry|wait)[,.! ]{1,3})(?=it's|it is|we're|they're)))(?:(?:i meant|i mean|that should be|it should be|make that)\\s+)?)(?<rest>.+)$",
          Pattern.DOTALL);

  private static final Pattern IT_IS =
      Pattern.compile(
          "^(?iu:(?:it's|it is|its|they're|they are|that's|that is|we're|we are|make it|not)\\s+)");

  /** "… , not Northside": what it is not is no fact. */
  private static final Pattern NOT =
      Pattern.compile("(?iu:[,;]?\\s+(?:and )?not\\s+[^,.;!?]+)([.!]?)$");

  private static final Pattern RENAME =
      Pattern.compile(
          "^(?iu:(?:please\\s+)?(?:change|correct|set|rename)\\s+(?:(?:the|my|our|it|that)\\s*)?(?:business\\s+|company\\s+)?(?:name\\s+)?to\\s+)(?<rest>.{2,120})$");

  /**
   * The words of a correction.
   *
   * @param topic what they are about; null to find out
   */
  record Opening(String rest, @Nullable Topic topic) {}

  /** The corrected words, if the message opens like a correction. */
  static Optional<Opening> opening(String cleaned) {
    var rename = RENAME.matcher(cleaned);
    if (rename.matches() && cleaned.length() <= LONGEST_RENAME) {
      return Optional.of(new Opening(rename.group("rest"), Topic.NAME));
    }
    var matcher = OPENING.matcher(cleaned);
    return matcher.matches()
        ? Optional.of(new Opening(NOT.matcher(matcher.group("rest")).replaceFirst("$1"), null))
        : Optional.empty();
  }

  /**
   * Applies the correction, or finds that there is nothing to correct: "Actually, we also paint" is
   * an answer like any other.
   */
  static Optional<Correction> of(Interview interview, Opening opening, UUID message) {
    var rest = opening.rest();
    var topic = opening.topic() == null ? interview.memory().last() : opening.topic();
    var found = opening.topic() == null ? Extraction.read(rest) : List.<Finding>of();
    var known = found.stream().filter(f -> replaces(interview.draft(), f)).findFirst();
    if (known.isPresent()) {
      return Optional.of(replaced(interview.draft(), known.get(), rest, message));
    }
    if (topic == null || (opening.topic() == null && !IT_IS.matcher(rest).lookingAt())) {
      return Optional.empty();
    }
    var prompted =
        Extraction.prompted(topic, rest).stream()
            .filter(finding -> replaces(interview.draft(), finding))
            .findFirst();
    if (prompted.isPresent()) {
      return Optional.of(replaced(interview.draft(), prompted.get(), rest, message));
    }
    return opening.topic() == null ? retold(interview, topic, rest, message) : Optional.empty();
  }

  private static boolean replaces(Draft draft, Finding finding) {
    var fields = draft.of(finding.fact().section()).fields();
    var price = oldPrice(draft, finding);
    return price.isPresent()
        || Fields.value(fields, finding.fact())
            .filter(old -> !old.equalsIgnoreCase(finding.value()))
            .isPresent();
  }

  private static Optional<String> oldPrice(Draft draft, Finding finding) {
    if (finding.price() == null
        || !(draft.of(Section.OFFERINGS).fields() instanceof SectionFields.Offerings offerings)) {
      return Optional.empty();
    }
    return offerings.items().stream()
        .filter(item -> Fields.sameItem(item.name(), finding.value()))
        .flatMap(item -> Optional.ofNullable(item.price()).stream())
        .filter(price -> !price.equals(finding.price()))
        .findFirst();
  }

  private static Correction replaced(Draft before, Finding finding, String rest, UUID message) {
    var section = finding.fact().section();
    var oldPrice = oldPrice(before, finding);
    var old =
        oldPrice.or(() -> Fields.value(before.of(section).fields(), finding.fact())).orElseThrow();
    var now = finding.price() == null || oldPrice.isEmpty() ? finding.value() : finding.price();
    var touched = EnumSet.of(section);
    var draft = before;
    for (var content : before.sections().values()) {
      var changed = rewritten(content, old, now, finding, message);
      if (!changed.equals(content)) {
        draft = draft.with(changed);
        touched.add(content.section());
      }
    }
    var content = draft.of(section);
    if (content.saidIn(message).isEmpty()) {
      content = content.plus(Filing.statement(message, 1, Sentences.tidy(rest)));
    }
    content = content.with(Fields.put(content.fields(), finding, true));
    var value = oldPrice.isPresent() ? finding.value() + " " + now : now;
    return new Correction(draft.with(content), touched, Set.of(finding.fact().topic()), value);
  }

  /**
   * Prices are short and repeat; a sentence must also name the item before its price is changed.
   */
  private static SectionContent rewritten(
      SectionContent content, String old, String now, Finding finding, UUID message) {
    var statements = new ArrayList<Statement>();
    for (var statement : content.statements()) {
      var concerned =
          statement.source() == Source.ANSWER
              && statement.text().contains(old)
              && (finding.price() == null
                  || Sentences.lower(statement.text()).contains(Sentences.lower(finding.value())));
      statements.add(concerned ? rewritten(statement, old, now, message) : statement);
    }
    return new SectionContent(statements, content.fields());
  }

  private static Statement rewritten(Statement statement, String old, String now, UUID message) {
    var receipts = new ArrayList<>(statement.receipts());
    receipts.add(message);
    var text = statement.text().replace(old, now);
    return new Statement(statement.id(), text, statement.source(), receipts);
  }

  /** The last answer told anew: its sentences in that section make way for these. */
  private static Optional<Correction> retold(
      Interview interview, Topic last, String rest, UUID message) {
    var lastMessage = interview.memory().lastMessage();
    var content = interview.draft().of(last.section());
    if (lastMessage == null || content.saidIn(lastMessage).isEmpty()) {
      return Optional.empty();
    }
    var gone = content.saidIn(lastMessage);
    var kept = new ArrayList<>(content.statements());
    kept.removeAll(gone);
    var fields = Fields.without(content.fields(), gone.stream().map(Statement::text).toList());
    var cleared = interview.draft().with(new SectionContent(kept, fields));
    var words = IT_IS.matcher(rest).replaceFirst("");
    var filing = new Filing(cleared, message, last, last.section()).take(words);
    if (filing.isNothing()) {
      return Optional.empty();
    }
    var touched = EnumSet.of(last.section());
    touched.addAll(filing.touched());
    return Optional.of(
        new Correction(
            filing.draft(), touched, filing.known(), List.copyOf(filing.texts()).getFirst()));
  }
}
