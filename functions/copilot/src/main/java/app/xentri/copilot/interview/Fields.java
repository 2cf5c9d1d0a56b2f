package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Offering;
import app.xentri.copilot.brief.SectionFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts findings into typed fields. What was said first stays, unless it is being corrected. */
final class Fields {
  /** What the schemas of the sections allow. */
  private static final int MOST_VALUES = 50;

  private static final int MOST_ITEMS = 100;

  private Fields() {}

  /**
   * @param replacing whether a single value that is already there gives way
   */
  static SectionFields put(SectionFields fields, Finding finding, boolean replacing) {
    if (!fits(finding)) {
      return fields;
    }
    var value = finding.value();
    return switch (fields) {
      case SectionFields.Identity f ->
          new SectionFields.Identity(
              put(f.name(), finding, Fact.NAME, replacing),
              put(f.what(), finding, Fact.WHAT, replacing),
              put(f.since(), finding, Fact.SINCE, replacing),
              put(f.place(), finding, Fact.PLACE, replacing));
      case SectionFields.Audience f ->
          new SectionFields.Audience(
              finding.fact() == Fact.WHO ? plus(f.who(), value) : f.who(),
              put(f.where(), finding, Fact.WHERE, replacing),
              put(f.need(), finding, Fact.NEED, replacing));
      case SectionFields.Offerings f ->
          finding.fact() == Fact.ITEM ? new SectionFields.Offerings(plus(f.items(), finding)) : f;
      case SectionFields.Positioning f ->
          new SectionFields.Positioning(
              put(f.difference(), finding, Fact.DIFFERENCE, replacing),
              put(f.tone(), finding, Fact.TONE, replacing));
      case SectionFields.Operations f ->
          new SectionFields.Operations(
              hours(f.hours(), finding, replacing),
              put(f.area(), finding, Fact.AREA, replacing),
              put(f.team(), finding, Fact.TEAM, replacing),
              put(f.process(), finding, Fact.PROCESS, replacing));
      case SectionFields.Goals f ->
          finding.fact() == Fact.GOAL ? new SectionFields.Goals(plus(f.items(), value)) : f;
      case SectionFields.Proof f ->
          finding.fact() == Fact.PROOF ? new SectionFields.Proof(plus(f.items(), value)) : f;
    };
  }

  /** What is too long for its field stays a sentence. */
  private static boolean fits(Finding finding) {
    var price = finding.price();
    return finding.value().length() <= finding.fact().longest()
        && (price == null || price.length() <= Fact.PRICE.longest());
  }

  private static @Nullable String put(
      @Nullable String old, Finding finding, Fact fact, boolean replacing) {
    var taken = finding.fact() == fact && (old == null || replacing);
    return taken ? finding.value() : old;
  }

  /** Days on which it is closed belong to the hours that were said before. */
  private static @Nullable String hours(@Nullable String old, Finding finding, boolean replacing) {
    if (old == null || replacing || finding.fact() != Fact.HOURS) {
      return put(old, finding, Fact.HOURS, replacing);
    }
    var both = old + ", " + finding.value();
    var closed = Sentences.lower(finding.value()).startsWith("closed ");
    var said = Sentences.lower(old).contains("closed");
    return closed && !said && both.length() <= Fact.HOURS.longest() ? both : old;
  }

  private static List<String> plus(List<String> values, String value) {
    if (values.size() == MOST_VALUES || values.stream().anyMatch(value::equalsIgnoreCase)) {
      return values;
    }
    var more = new ArrayList<>(values);
    more.add(value);
    return more;
  }

  /**
   * A price said later belongs to the item of that name; a new price for it replaces the old one.
   */
  private static List<Offering> plus(List<Offering> items, Finding finding) {
    var more = new ArrayList<>(items);
    for (var i = 0; i < more.size(); i++) {
      if (sameItem(more.get(i).name(), finding.value())) {
        var old = more.get(i);
        more.set(i, finding.price() == null ? old : new Offering(old.name(), finding.price()));
        return more;
      }
    }
    if (more.size() < MOST_ITEMS) {
      more.add(new Offering(finding.value(), finding.price()));
    }
    return more;
  }

  static boolean sameItem(String one, String other) {
    return singular(one).equals(singular(other));
  }

  private static String singular(String item) {
    var plain = Sentences.lower(item).replaceAll("^(?:an?|the|our|my)\\s+", "");
    return plain.length() > 3 && plain.endsWith("s") && !plain.endsWith("ss")
        ? plain.substring(0, plain.length() - 1)
        : plain;
  }

  /** The single value of that fact, if it was said. */
  static Optional<String> value(SectionFields fields, Fact fact) {
    return Optional.ofNullable(
        switch (fields) {
          case SectionFields.Identity f ->
              fact == Fact.NAME
                  ? f.name()
                  : fact == Fact.WHAT
                      ? f.what()
                      : fact == Fact.SINCE ? f.since() : fact == Fact.PLACE ? f.place() : null;
          case SectionFields.Audience f ->
              fact == Fact.WHERE ? f.where() : fact == Fact.NEED ? f.need() : null;
          case SectionFields.Positioning f ->
              fact == Fact.DIFFERENCE ? f.difference() : fact == Fact.TONE ? f.tone() : null;
          case SectionFields.Operations f ->
              fact == Fact.HOURS
                  ? f.hours()
                  : fact == Fact.AREA
                      ? f.area()
                      : fact == Fact.TEAM ? f.team() : fact == Fact.PROCESS ? f.process() : null;
          case SectionFields.Offerings f -> null;
          case SectionFields.Goals f -> null;
          case SectionFields.Proof f -> null;
        });
  }

  /** The fields without the listed values that no remaining sentence says any more. */
  static SectionFields without(SectionFields fields, List<String> removedTexts) {
    return switch (fields) {
      case SectionFields.Audience f ->
          new SectionFields.Audience(rest(f.who(), removedTexts), f.where(), f.need());
      case SectionFields.Offerings f ->
          new SectionFields.Offerings(
              f.items().stream().filter(item -> !isIn(item.name(), removedTexts)).toList());
      case SectionFields.Goals f -> new SectionFields.Goals(rest(f.items(), removedTexts));
      case SectionFields.Proof f -> new SectionFields.Proof(rest(f.items(), removedTexts));
      case SectionFields.Identity f -> f;
      case SectionFields.Positioning f -> f;
      case SectionFields.Operations f -> f;
    };
  }

  private static List<String> rest(List<String> values, List<String> removedTexts) {
    return values.stream().filter(value -> !isIn(value, removedTexts)).toList();
  }

  private static boolean isIn(String value, List<String> texts) {
    var plain = Sentences.lower(value);
    return texts.stream().anyMatch(text -> Sentences.lower(text).contains(plain));
  }
}
