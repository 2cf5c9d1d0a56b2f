package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Claim;
import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Facts;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.Source;
import app.xentri.copilot.brief.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was said before: "actually, it's Northgate". The new words take the place of the
 * old ones, and the correcting message joins the receipts.
 *
 * @param value what was corrected to, for the reply
 */
record Correction(Draft draft, Set<Section> touched, Set<Topic> known, String value) {
  private static final Phrases PHRASES = Phrases.of(Correction.class);

  private static final int LONGEST_RENAME = 160;

  private static final Pattern OPENING =
      Pattern.compile(
          "^(?iuU:(?:(?:"
              + PHRASES.any("opening: sound")
              + ")[,.! ]+){0,4}(?:(?<takesBack>"
              + PHRASES.any("opening: correction")
              + ")[,:.! –—-]+|(?<plain>actually|i mean)[,:.! –—-]+|(?<=(?:no|oops|sorry"
              + "|wait)[,.! ]{1,3}))(?:(?:"
              + PHRASES.any("opening: after")
              + ")[,.! ]+)?)(?<rest>.+)$",
          Pattern.DOTALL);

  /** "Actually six", "I mean 450 reviews": a number corrects a number. */
  private static final Pattern NUMBER_FIRST =
      Pattern.compile("^(?iuU:(?:about |around |over )?" + Words.NUMBER + "\\b)");

  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d{2}[.!]?");

  private static final Pattern ANY_NUMBER = Pattern.compile("(?iuU:\\b" + Words.NUMBER + "\\b)");

  /** An answer longer than this says more than the number that is being corrected. */
  private static final int SHORT_ANSWER = 6;

  /** What stands in sentences of other sections as well; a price only beside its item. */
  private static final Set<Fact> SAID_ANYWHERE =
      Collections.unmodifiableSet(EnumSet.of(Fact.NAME, Fact.PLACE, Fact.ITEM));

  /** Shorter words, like the "me" of "just me", stand in other sentences for something else. */
  private static final int TELLING = 4;

  private static final Pattern IT_IS =
      Pattern.compile("^(?iuU:(?:" + PHRASES.any("it is") + ")\\s+)");

  /** "… , not Northside": what it is not is no fact. */
  private static final Pattern NOT =
      Pattern.compile("(?iuU:[,;]?\\s+(?:and )?not\\s+[^,.;!?]+)([.!]?)$");

  private static final Pattern RENAME =
      Pattern.compile(
          "^(?iuU:(?:please\\s+)?(?:change|correct|set|rename)\\s+(?:(?:the|my|our|it"
              + "|that)\\s*)?(?:business\\s+"
              + "|company\\s+)?(?:name\\s+)?to\\s+)(?<rest>.{2,120})$");

  /**
   * The words of a correction.
   *
   * @param topic what they are about; null to find out
   * @param takesBack whether they say outright that something was wrong
   * @param marked whether they begin with words like "actually", and not just with "no" or "sorry"
   * @param more what follows in further sentences; an answer like any other
   * @param otherwise what the message says if there is nothing to correct
   */
  record Opening(
      String rest,
      @Nullable Topic topic,
      boolean takesBack,
      boolean marked,
      String more,
      String otherwise) {}

  /** The corrected words, if the message opens like a correction. */
  static Optional<Opening> opening(String cleaned) {
    var rename = RENAME.matcher(cleaned);
    if (rename.matches() && cleaned.length() <= LONGEST_RENAME) {
      return Optional.of(new Opening(rename.group("rest"), Topic.NAME, true, true, "", cleaned));
    }
    var matcher = OPENING.matcher(cleaned);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var rest = matcher.group("rest");
    var sentences = Sentences.of(rest);
    if (sentences.isEmpty()) {
      return Optional.empty();
    }
    var takesBack = matcher.group("takesBack") != null;
    var marked = takesBack || matcher.group("plain") != null;
    return Optional.of(
        new Opening(
            NOT.matcher(sentences.getFirst()).replaceFirst("$1"),
            null,
            takesBack,
            marked,
            String.join("\n", sentences.subList(1, sentences.size())),
            marked ? rest : cleaned));
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
    if (topic == null || !tellsAnew(interview, topic, opening, found)) {
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

  /**
   * Whether the last answer is told anew. "Actually it's called Salt" after an answer about
   * customers takes nothing back.
   */
  private static boolean tellsAnew(
      Interview interview, Topic topic, Opening opening, List<Finding> found) {
    var ofSomethingElse =
        !found.isEmpty() && found.stream().noneMatch(f -> f.fact().topic() == topic);
    var more = found.stream().anyMatch(f -> isMoreHours(interview.draft(), f));
    var anew =
        opening.takesBack()
            || IT_IS.matcher(opening.rest()).lookingAt()
            || isNumberAnew(interview, topic, opening);
    return anew && !more && !ofSomethingElse;
  }

  private static boolean isNumberAnew(Interview interview, Topic topic, Opening opening) {
    if (topic == Topic.SINCE && YEAR.matcher(opening.rest()).matches()) {
      return true;
    }
    var number = NUMBER_FIRST.matcher(opening.rest());
    if (!opening.marked() || !number.lookingAt()) {
      return false;
    }
    var message = interview.memory().lastMessage();
    var said =
        message == null
            ? List.<Statement>of()
            : interview.draft().of(topic.section()).saidIn(message);
    if (said.size() != 1 || Sentences.words(said.getFirst().text()) > SHORT_ANSWER) {
      return false;
    }
    var before = Sentences.lower(said.getFirst().text());
    var unit = Sentences.lower(opening.rest().substring(number.end())).replaceAll("[.!]+$", "");
    return ANY_NUMBER.matcher(before).find() && before.contains(unit.strip());
  }

  /** "Closed on Tuesdays" adds to the hours that were said before. */
  private static boolean isMoreHours(Draft draft, Finding finding) {
    return finding.fact() == Fact.HOURS
        && !TimeReader.hasTimes(finding.value())
        && Fields.value(draft.of(Section.OPERATIONS).fields(), Fact.HOURS)
            .filter(TimeReader::hasTimes)
            .isPresent();
  }

  private static boolean replaces(Draft draft, Finding finding) {
    if (isMoreHours(draft, finding)) {
      return false;
    }
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
        .filter(item -> Facts.sameItem(item.name(), finding.value()))
        .flatMap(item -> Optional.ofNullable(item.price()).stream())
        .filter(price -> !price.equals(finding.price()))
        .findFirst();
  }

  private static Correction replaced(Draft before, Finding said, String rest, UUID message) {
    var section = said.fact().section();
    var oldPrice = oldPrice(before, said);
    var whole =
        oldPrice.or(() -> Fields.value(before.of(section).fields(), said.fact())).orElseThrow();
    // "I meant 8 to 5" leaves the days of the opening hours as they were.
    var old = TimeReader.onlyTimes(said.value()) ? TimeReader.times(whole).orElse(whole) : whole;
    var now = said.price() == null || oldPrice.isEmpty() ? said.value() : said.price();
    var finding = old.equals(whole) ? said : said.saying(whole.replace(old, now));
    var draft = before;
    for (var content : before.sections().values()) {
      if (content.section() == section || SAID_ANYWHERE.contains(said.fact())) {
        draft = draft.with(rewritten(content, old, now, finding, message));
      }
    }
    var content = draft.of(section);
    if (content.saidIn(message).isEmpty()) {
      content = content.plus(Filing.statement(message, 1, Sentences.tidy(rest)));
    }
    draft = draft.with(Fields.correct(content, finding, content.saidIn(message).getFirst()));
    var value = oldPrice.isPresent() ? finding.value() + " " + now : now;
    var touched = differing(before, draft, section);
    return new Correction(draft, touched, Set.of(finding.fact().topic()), value);
  }

  private static Set<Section> differing(Draft before, Draft after, Section corrected) {
    var touched = EnumSet.of(corrected);
    for (var section : Section.values()) {
      if (!before.of(section).equals(after.of(section))) {
        touched.add(section);
      }
    }
    return touched;
  }

  private static SectionContent rewritten(
      SectionContent content, String old, String now, Finding finding, UUID message) {
    var said =
        Pattern.compile("(?iu)(?<![\\p{L}\\p{N}])" + Pattern.quote(old) + "(?![\\p{L}\\p{N}])");
    var statements = new ArrayList<Statement>();
    for (var statement : content.statements()) {
      statements.add(
          isConcerned(statement, old, said, finding)
              ? rewritten(statement, said, now, finding, message)
              : statement);
    }
    return content.with(statements);
  }

  /**
   * Names and places are told from other words by themselves. Prices are short and repeat, so a
   * sentence must also name the item; anything else changes only where it is known to stand.
   */
  private static boolean isConcerned(
      Statement statement, String old, Pattern said, Finding finding) {
    if (statement.source() != Source.ANSWER || !said.matcher(statement.text()).find()) {
      return false;
    }
    if (finding.price() != null) {
      return Sentences.lower(statement.text()).contains(Sentences.lower(finding.value()));
    }
    return old.length() >= TELLING
        || TimeReader.onlyTimes(old)
        || StoryReader.value(statement.text()).equalsIgnoreCase(old);
  }

  private static Statement rewritten(
      Statement statement, Pattern said, String now, Finding finding, UUID message) {
    var receipts = new ArrayList<>(statement.receipts());
    receipts.add(message);
    var text = said.matcher(statement.text()).replaceAll(Matcher.quoteReplacement(now));
    var claims =
        statement.states().stream().map(claim -> rewritten(claim, said, now, finding)).toList();
    return new Statement(
        statement.id(), Sentences.capitalised(text), statement.source(), receipts, claims);
  }

  /** What the sentence states changes with its words. */
  private static Claim rewritten(Claim claim, Pattern said, String now, Finding finding) {
    var value = claim.value();
    if (value == null) {
      return claim;
    }
    if (finding.price() != null) {
      var price = claim.price();
      return price != null
              && Facts.sameItem(value, finding.value())
              && said.matcher(price).matches()
          ? new Claim(claim.field(), value, now, claim.again())
          : claim;
    }
    var changed = said.matcher(value).replaceAll(Matcher.quoteReplacement(now));
    return changed.length() <= claim.field().longest()
        ? new Claim(claim.field(), changed, claim.price(), claim.again())
        : Claim.about(claim.field());
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
    var cleared = interview.draft().with(content.with(kept));
    var words = IT_IS.matcher(rest).replaceFirst("");
    var filing =
        new Filing(cleared, message, last, last.section())
            .take(words, interview.memory().language());
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
