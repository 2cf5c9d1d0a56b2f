package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Claim;
import app.xentri.copilot.brief.Facts;
import app.xentri.copilot.brief.Field;
import app.xentri.copilot.brief.Offering;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Turns findings into the claims of statements. What was said first stays, unless it is being
 * corrected.
 */
final class Fields {
  private Fields() {}

  /** What a statement of this content states by such a finding. */
  static Claim claim(SectionContent content, Finding finding) {
    var field = finding.fact().field();
    if (!fits(finding) || isFull(content.fields(), finding)) {
      return Claim.about(field);
    }
    return new Claim(field, finding.value(), finding.price(), adds(content.fields(), finding));
  }

  /** What is too long for its field stays a sentence, and so does a price without its item. */
  private static boolean fits(Finding finding) {
    var price = finding.price();
    return finding.fact() != Fact.PRICE
        && finding.value().length() <= finding.fact().field().longest()
        && (price == null || price.length() <= Field.PRICE.longest());
  }

  /** What there is one of takes the first value said, wherever the next one ends up. */
  private static boolean isFull(SectionFields fields, Finding finding) {
    return switch (fields) {
      case SectionFields.Audience f ->
          finding.fact() == Fact.WHO && f.who().size() >= Field.WHO.most();
      case SectionFields.Offerings f -> f.items().size() >= Field.ITEM.most();
      case SectionFields.Goals f -> f.items().size() >= Field.GOAL.most();
      case SectionFields.Proof f -> f.items().size() >= Field.PROOF.most();
      case SectionFields.Identity _ -> false;
      case SectionFields.Positioning _ -> false;
      case SectionFields.Operations _ -> false;
    };
  }

  /** Whether it belongs to what was said before. */
  private static boolean adds(SectionFields fields, Finding finding) {
    return switch (fields) {
      case SectionFields.Audience f -> finding.fact() == Fact.WHO && isIn(f.who(), finding.value());
      case SectionFields.Offerings f ->
          f.items().stream().anyMatch(item -> Facts.sameItem(item.name(), finding.value()));
      case SectionFields.Goals f -> isIn(f.items(), finding.value());
      case SectionFields.Proof f -> isIn(f.items(), finding.value());
      case SectionFields.Operations f ->
          finding.fact() == Fact.HOURS && f.hours() != null && isClosed(f.hours(), finding);
      case SectionFields.Identity _ -> false;
      case SectionFields.Positioning _ -> false;
    };
  }

  private static boolean isIn(List<String> values, String value) {
    return values.stream().anyMatch(value::equalsIgnoreCase);
  }

  /** Days on which it is closed belong to the hours that were said before. */
  private static boolean isClosed(String hours, Finding finding) {
    return Sentences.lower(finding.value()).startsWith("closed ")
        && !Sentences.lower(hours).contains("closed")
        && hours.length() + finding.value().length() + 2 <= Field.HOURS.longest();
  }

  /**
   * The content, in which this finding alone says its fact.
   *
   * @param carrier the statement that states it if none of those that stated the old value does
   */
  static SectionContent correct(SectionContent content, Finding finding, Statement carrier) {
    if (says(content.fields(), finding)) {
      return content;
    }
    var corrected = content;
    for (var statement : content.statements()) {
      var claims =
          statement.states().stream()
              .map(claim -> isConcerned(claim, finding) ? withoutIt(claim) : Optional.of(claim))
              .flatMap(Optional::stream)
              .toList();
      corrected = corrected.with(statement.stating(claims));
    }
    var now = corrected.find(carrier.id());
    return now == null ? corrected : corrected.with(now.stating(claim(corrected, finding)));
  }

  private static boolean isConcerned(Claim claim, Finding finding) {
    var value = claim.value();
    return claim.field() == finding.fact().field()
        && (claim.field() != Field.ITEM
            || (value != null && Facts.sameItem(value, finding.value())));
  }

  /** Of an item only the price was wrong. */
  private static Optional<Claim> withoutIt(Claim claim) {
    return claim.field() == Field.ITEM
        ? Optional.of(new Claim(claim.field(), claim.value(), null, claim.again()))
        : Optional.empty();
  }

  private static boolean says(SectionFields fields, Finding finding) {
    return fields instanceof SectionFields.Offerings offerings
        ? price(offerings, finding.value()).equals(Optional.ofNullable(finding.price()))
        : value(fields, finding.fact()).filter(finding.value()::equals).isPresent();
  }

  private static Optional<String> price(SectionFields.Offerings offerings, String item) {
    return offerings.items().stream()
        .filter(one -> Facts.sameItem(one.name(), item))
        .map(Offering::price)
        .flatMap(price -> Optional.ofNullable(price).stream())
        .findFirst();
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
}
