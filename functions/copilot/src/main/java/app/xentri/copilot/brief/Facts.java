package app.xentri.copilot.brief;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts that the statements of a section state, in the order in which they are read. */
public final class Facts {

  private Facts() {}

  /** A claim, and the statement that makes it. */
  record Source(Statement statement, Claim claim) {}

  /**
   * One value of a field.
   *
   * @param sources all that say it; the first gives it its place
   */
  record Fact(String value, @Nullable String price, List<Source> sources) {
    Row row() {
      return new Row(value, price);
    }
  }

  /** A value as a form shows it. */
  record Row(String value, @Nullable String price) {
    /** As a sentence of its own. */
    String text() {
      return price == null ? value : value + " – " + price;
    }
  }

  static SectionFields fields(Section section, List<Statement> statements) {
    return switch (section) {
      case IDENTITY ->
          new SectionFields.Identity(
              one(statements, Field.NAME),
              one(statements, Field.WHAT),
              one(statements, Field.SINCE),
              one(statements, Field.PLACE));
      case AUDIENCE ->
          new SectionFields.Audience(
              all(statements, Field.WHO),
              one(statements, Field.WHERE),
              one(statements, Field.NEED));
      case OFFERINGS ->
          new SectionFields.Offerings(
              of(Field.ITEM, statements).stream()
                  .map(fact -> new Offering(fact.value(), fact.price()))
                  .toList());
      case POSITIONING ->
          new SectionFields.Positioning(
              one(statements, Field.DIFFERENCE), one(statements, Field.TONE));
      case OPERATIONS ->
          new SectionFields.Operations(
              one(statements, Field.HOURS),
              one(statements, Field.AREA),
              one(statements, Field.TEAM),
              one(statements, Field.PROCESS));
      case GOALS -> new SectionFields.Goals(all(statements, Field.GOAL));
      case PROOF -> new SectionFields.Proof(all(statements, Field.PROOF));
    };
  }

  private static @Nullable String one(List<Statement> statements, Field field) {
    return of(field, statements).stream().map(Fact::value).findFirst().orElse(null);
  }

  private static List<String> all(List<Statement> statements, Field field) {
    return of(field, statements).stream().map(Fact::value).toList();
  }

  /** What the statements say of a field: at most as many values as it may have. */
  static List<Fact> of(Field field, List<Statement> statements) {
    var facts = new ArrayList<Fact>();
    for (var statement : statements) {
      for (var claim : statement.states()) {
        if (claim.field() == field && claim.value() != null) {
          take(facts, new Source(statement, claim), claim.value());
        }
      }
    }
    return facts.size() > field.most() ? List.copyOf(facts.subList(0, field.most())) : facts;
  }

  private static void take(List<Fact> facts, Source source, String value) {
    var claim = source.claim();
    var same = claim.again() ? place(facts, claim.field(), value) : Optional.<Integer>empty();
    if (same.isEmpty()) {
      facts.add(new Fact(value, claim.price(), List.of(source)));
      return;
    }
    var before = facts.get(same.get());
    var sources = new ArrayList<>(before.sources());
    sources.add(source);
    facts.set(same.get(), joined(before, claim, value, sources));
  }

  private static Fact joined(Fact before, Claim claim, String value, List<Source> sources) {
    if (claim.field() == Field.HOURS) {
      return new Fact(before.value() + ", " + value, null, sources);
    }
    var price = claim.price() == null ? before.price() : claim.price();
    return new Fact(before.value(), price, sources);
  }

  /** Which of the facts that claim adds to. */
  private static Optional<Integer> place(List<Fact> facts, Field field, String value) {
    for (var i = 0; i < facts.size(); i++) {
      var known = facts.get(i).value();
      var adds =
          switch (field) {
            case HOURS -> known.length() + value.length() + 2 <= field.longest();
            case ITEM -> sameItem(known, value);
            case NAME,
                WHAT,
                SINCE,
                PLACE,
                WHO,
                WHERE,
                NEED,
                PRICE,
                DIFFERENCE,
                TONE,
                AREA,
                TEAM,
                PROCESS,
                GOAL,
                PROOF ->
                known.equalsIgnoreCase(value);
          };
      if (adds) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** Whether both name one thing: "a loaf" and "Loaves" do not, "the tart" and "tarts" do. */
  public static boolean sameItem(String one, String other) {
    return singular(one).equals(singular(other));
  }

  private static String singular(String item) {
    var plain = item.toLowerCase(Locale.ROOT).replaceAll("^(?:an?|the|our|my)\\s+", "");
    return plain.length() > 3 && plain.endsWith("s") && !plain.endsWith("ss")
        ? plain.substring(0, plain.length() - 1)
        : plain;
  }

  /** The values of a field in its typed form. */
  static List<Row> rows(SectionFields fields, Field field) {
    return switch (fields) {
      case SectionFields.Identity f ->
          row(
              field == Field.NAME
                  ? f.name()
                  : field == Field.WHAT
                      ? f.what()
                      : field == Field.SINCE ? f.since() : field == Field.PLACE ? f.place() : null);
      case SectionFields.Audience f ->
          field == Field.WHO
              ? rows(f.who())
              : row(field == Field.WHERE ? f.where() : field == Field.NEED ? f.need() : null);
      case SectionFields.Offerings f ->
          field == Field.ITEM
              ? f.items().stream().map(item -> new Row(item.name(), item.price())).toList()
              : List.of();
      case SectionFields.Positioning f ->
          row(field == Field.DIFFERENCE ? f.difference() : field == Field.TONE ? f.tone() : null);
      case SectionFields.Operations f ->
          row(
              field == Field.HOURS
                  ? f.hours()
                  : field == Field.AREA
                      ? f.area()
                      : field == Field.TEAM
                          ? f.team()
                          : field == Field.PROCESS ? f.process() : null);
      case SectionFields.Goals f -> field == Field.GOAL ? rows(f.items()) : List.of();
      case SectionFields.Proof f -> field == Field.PROOF ? rows(f.items()) : List.of();
    };
  }

  private static List<Row> row(@Nullable String value) {
    return value == null ? List.of() : List.of(new Row(value, null));
  }

  private static List<Row> rows(List<String> values) {
    return values.stream().map(value -> new Row(value, null)).toList();
  }
}
