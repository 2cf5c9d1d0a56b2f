package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Field;
import app.xentri.copilot.brief.Section;
import java.util.Arrays;
import java.util.List;

/**
 * What the interview wants to know, in the order in which it asks. First what a Brief cannot do
 * without, section by section; then what makes it better.
 */
public enum Topic {
  WHAT(Section.IDENTITY, Kind.KEY, "what you do"),
  NAME(Section.IDENTITY, Kind.ESSENTIAL, "the name of your business"),
  WHO(Section.AUDIENCE, Kind.KEY, "your customers"),
  ITEMS(Section.OFFERINGS, Kind.KEY, "what you offer"),
  PRICES(Section.OFFERINGS, Kind.ESSENTIAL, "prices"),
  DIFFERENCE(Section.POSITIONING, Kind.KEY, "why people choose you"),
  HOURS(Section.OPERATIONS, Kind.KEY, "your hours"),
  AREA(Section.OPERATIONS, Kind.ESSENTIAL, "where you work"),
  GOALS(Section.GOALS, Kind.KEY, "your goals"),
  PROOF(Section.PROOF, Kind.KEY, "reviews and certificates"),
  NEED(Section.AUDIENCE, Kind.WELCOME, "what brings people to you"),
  SINCE(Section.IDENTITY, Kind.WELCOME, "how long you have done this"),
  TEAM(Section.OPERATIONS, Kind.WELCOME, "your team"),
  TONE(Section.POSITIONING, Kind.WELCOME, "how your business sounds"),
  PROCESS(Section.OPERATIONS, Kind.UNASKED, "how you work");

  private enum Kind {
    KEY,
    ESSENTIAL,
    WELCOME,
    UNASKED
  }

  private final Section section;
  private final Kind kind;
  private final String label;

  Topic(Section section, Kind kind, String label) {
    this.section = section;
    this.kind = kind;
    this.label = label;
  }

  /** The fact that answers it; where there are several, the one that was asked about. */
  Field field() {
    return switch (this) {
      case WHAT -> Field.WHAT;
      case NAME -> Field.NAME;
      case WHO -> Field.WHO;
      case ITEMS -> Field.ITEM;
      case PRICES -> Field.PRICE;
      case DIFFERENCE -> Field.DIFFERENCE;
      case HOURS -> Field.HOURS;
      case AREA -> Field.AREA;
      case GOALS -> Field.GOAL;
      case PROOF -> Field.PROOF;
      case NEED -> Field.NEED;
      case SINCE -> Field.SINCE;
      case TEAM -> Field.TEAM;
      case TONE -> Field.TONE;
      case PROCESS -> Field.PROCESS;
    };
  }

  public Section section() {
    return section;
  }

  /** As it stands after "We were talking about …". */
  public String label() {
    return label;
  }

  /** One per section: without it the section says nothing. */
  public boolean isKey() {
    return kind == Kind.KEY;
  }

  /** Whether the section counts as covered only with this. */
  public boolean isEssential() {
    return kind == Kind.KEY || kind == Kind.ESSENTIAL;
  }

  /** Noticed when said, but no owner is asked for it. */
  public boolean isAsked() {
    return kind != Kind.UNASKED;
  }

  /** A topic with a typed answer: whether an answer holds one can be told from its form. */
  boolean isTyped() {
    return switch (this) {
      case NAME, PRICES, HOURS, AREA, SINCE, TEAM -> true;
      case WHAT, WHO, ITEMS, DIFFERENCE, GOALS, PROOF, NEED, TONE, PROCESS -> false;
    };
  }

  static Topic keyOf(Section section) {
    return in(section).getFirst();
  }

  static List<Topic> in(Section section) {
    return Arrays.stream(values()).filter(topic -> topic.section == section).toList();
  }
}
