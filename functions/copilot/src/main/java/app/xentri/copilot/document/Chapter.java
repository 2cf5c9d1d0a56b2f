package app.xentri.copilot.document;

import app.xentri.copilot.brief.Offering;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One section as one reads it: its sentences, then its facts in tables. Nothing is said twice: a
 * sentence that is no more than a row of a table is read there, and a fact that another sentence of
 * the section says word for word is not repeated as a row.
 *
 * @param draft whether its owner does not stand by it yet
 */
record Chapter(Section section, boolean draft, List<Line> lines, List<Table> tables) {

  /** How a sentence is set. */
  enum Kind {
    PLAIN,
    /** Nobody said it. */
    ASSUMED,
    /** All of it stands in quotation marks: somebody else's words. */
    QUOTE
  }

  record Line(String text, Kind kind) {}

  /** Two columns; without heads where the left one says what the right one is. */
  record Table(String caption, @Nullable Heads heads, List<Row> rows) {
    Table {
      rows = List.copyOf(rows);
    }
  }

  record Heads(String left, String right) {}

  /**
   * One row.
   *
   * @param values one a line; perhaps none
   */
  record Row(String label, List<String> values) {}

  private static final Pattern QUOTED = Pattern.compile("(?s)[\"“„”«»「『‘].*[\"“”«»」』’][.!?]?");
  private static final Pattern END = Pattern.compile("[.!;。]+$");

  /** A day or days, and then the times of them: "Monday to Friday, 8 to 18". */
  private static final Pattern HOURS = Pattern.compile("(\\D{2,40}?)[,:]?\\s+(\\d.*)");

  private static final Pattern BESIDE_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{Sc}\\p{So}]+");

  private static final Pattern PARTS = Pattern.compile("\\s*[;\\n]\\s*");

  Chapter {
    lines = List.copyOf(lines);
    tables = List.copyOf(tables);
  }

  static Chapter of(SectionContent content, boolean draft) {
    var said = new ArrayList<Line>();
    var rows = inTables(content.fields()).map(Chapter::squeezed).toList();
    content.statements().stream()
        .filter(it -> it.source() == Source.ASSUMPTION || !rows.contains(squeezed(it.text())))
        .forEach(it -> add(said, it.text(), it.source()));
    var sentences = said.stream().map(line -> plain(line.text())).toList();
    items(content.fields())
        .filter(item -> !isSaid(item, sentences))
        .forEach(item -> add(said, item, Source.OWNER));
    return new Chapter(content.section(), draft, said, tables(content.fields(), sentences));
  }

  /**
   * What the rows of tables say as a whole: a sentence that is no more than that is its row. Prices
   * and hours always are; of what else is a fact, a few words are a row and more are a sentence.
   */
  private static Stream<String> inTables(SectionFields fields) {
    return switch (fields) {
      case SectionFields.Identity it -> few(it.name(), it.what(), it.since(), it.place());
      case SectionFields.Audience it ->
          Stream.concat(it.who().stream(), few(it.where(), it.need()))
              .filter(value -> !isSentenceLike(value));
      case SectionFields.Offerings offerings ->
          offerings.items().stream()
              .map(it -> it.name() + Objects.requireNonNullElse(it.price(), ""));
      case SectionFields.Positioning it -> few(it.difference(), it.tone());
      case SectionFields.Operations it ->
          Stream.concat(Stream.ofNullable(it.hours()), few(it.area(), it.team(), it.process()));
      case SectionFields.Goals _, SectionFields.Proof _ -> Stream.of();
    };
  }

  private static Stream<String> few(@Nullable String... values) {
    return Stream.of(values).flatMap(Stream::ofNullable).filter(value -> !isSentenceLike(value));
  }

  private static boolean isSentenceLike(String value) {
    return plain(value).split("\\s+", -1).length > 3;
  }

  private static String squeezed(String text) {
    return BESIDE_WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  private static void add(List<Line> lines, String text, Source source) {
    if (lines.stream().noneMatch(line -> plain(line.text()).equals(plain(text)))) {
      lines.add(new Line(text, kind(text, source)));
    }
  }

  private static Kind kind(String text, Source source) {
    if (source == Source.ASSUMPTION) {
      return Kind.ASSUMED;
    }
    return QUOTED.matcher(text.strip()).matches() ? Kind.QUOTE : Kind.PLAIN;
  }

  /** What is a list of sentences itself. */
  private static Stream<String> items(SectionFields fields) {
    return switch (fields) {
      case SectionFields.Goals goals -> goals.items().stream();
      case SectionFields.Proof proof -> proof.items().stream();
      case SectionFields.Identity _,
          SectionFields.Audience _,
          SectionFields.Offerings _,
          SectionFields.Positioning _,
          SectionFields.Operations _ ->
          Stream.of();
    };
  }

  private static List<Table> tables(SectionFields fields, List<String> said) {
    return switch (fields) {
      case SectionFields.Identity it ->
          facts(
              said,
              row("Name", it.name()),
              row("What you do", it.what()),
              row("Since", it.since()),
              row("Place", it.place()));
      case SectionFields.Audience it ->
          facts(
              said,
              new Row("Who", it.who()),
              row("Where", it.where()),
              row("What they need", it.need()));
      case SectionFields.Offerings it -> prices(it.items());
      case SectionFields.Positioning it ->
          facts(said, row("What sets you apart", it.difference()), row("How you sound", it.tone()));
      case SectionFields.Operations it ->
          Stream.concat(
                  hours(it.hours()),
                  facts(
                      said,
                      row("Area", it.area()),
                      row("Team", it.team()),
                      row("How a job goes", it.process()))
                      .stream())
              .toList();
      case SectionFields.Goals _, SectionFields.Proof _ -> List.of();
    };
  }

  private static Row row(String label, @Nullable String value) {
    return new Row(label, value == null ? List.of() : List.of(value));
  }

  private static List<Table> facts(List<String> said, Row... rows) {
    var left =
        Stream.of(rows)
            .filter(row -> !row.values().isEmpty())
            .filter(row -> !row.values().stream().allMatch(value -> isSaid(value, said)))
            .toList();
    return left.isEmpty() ? List.of() : List.of(new Table("At a glance", null, left));
  }

  private static List<Table> prices(List<Offering> items) {
    var rows =
        items.stream()
            .map(it -> new Row(it.name(), it.price() == null ? List.of() : List.of(it.price())))
            .toList();
    return rows.isEmpty()
        ? List.of()
        : List.of(new Table("What you offer", new Heads("What", "Price"), rows));
  }

  /** A table where they read as one: each part some days and their times. Else one row. */
  private static Stream<Table> hours(@Nullable String hours) {
    if (hours == null) {
      return Stream.of();
    }
    var parts = PARTS.splitAsStream(hours.strip()).map(HOURS::matcher).toList();
    if (!parts.stream().allMatch(part -> part.matches())) {
      return Stream.of(new Table("Hours", null, List.of(row("Hours", hours))));
    }
    var rows = parts.stream().map(part -> row(part.group(1).strip(), part.group(2))).toList();
    return Stream.of(new Table("Hours", new Heads("Days", "Hours"), rows));
  }

  /**
   * Whether a sentence says it already: is it, or has it in it where it is more than a few words.
   */
  private static boolean isSaid(String value, List<String> sentences) {
    var plain = plain(value);
    var sentenceLike = isSentenceLike(value);
    return sentences.stream()
        .anyMatch(sentence -> sentence.equals(plain) || (sentenceLike && sentence.contains(plain)));
  }

  private static String plain(String text) {
    return END.matcher(text.strip()).replaceFirst("").toLowerCase(Locale.ROOT);
  }
}
