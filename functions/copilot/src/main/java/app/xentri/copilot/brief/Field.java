package app.xentri.copilot.brief;

import app.xentri.platform.Wire;
import java.util.Arrays;
import java.util.List;

/** A fact that a statement of a section can state. */
public enum Field implements Wire {
  NAME(Section.IDENTITY, 120),
  WHAT(Section.IDENTITY, 200),
  SINCE(Section.IDENTITY, 80),
  PLACE(Section.IDENTITY, 200),
  WHO(Section.AUDIENCE, 120),
  WHERE(Section.AUDIENCE, 200),
  NEED(Section.AUDIENCE, 500),
  ITEM(Section.OFFERINGS, 200),
  /** A price without the thing it is for: spoken of, but no field could name it. */
  PRICE(Section.OFFERINGS, 120),
  DIFFERENCE(Section.POSITIONING, 500),
  TONE(Section.POSITIONING, 200),
  HOURS(Section.OPERATIONS, 300),
  AREA(Section.OPERATIONS, 300),
  TEAM(Section.OPERATIONS, 300),
  PROCESS(Section.OPERATIONS, 1000),
  GOAL(Section.GOALS, 500),
  PROOF(Section.PROOF, 500);

  /** What the schemas of the sections allow. */
  private static final int MOST_VALUES = 50;

  private static final int MOST_ITEMS = 100;

  private final Section section;
  private final int longest;

  Field(Section section, int longest) {
    this.section = section;
    this.longest = longest;
  }

  public Section section() {
    return section;
  }

  /** How many characters a value of it may have, as the schema of its section says. */
  public int longest() {
    return longest;
  }

  /** How many values of it a section may have: 1 for what there is one of. */
  public int most() {
    return switch (this) {
      case WHO, GOAL, PROOF -> MOST_VALUES;
      case ITEM -> MOST_ITEMS;
      case PRICE -> 0;
      case NAME, WHAT, SINCE, PLACE, WHERE, NEED, DIFFERENCE, TONE, HOURS, AREA, TEAM, PROCESS -> 1;
    };
  }

  static List<Field> in(Section section) {
    return Arrays.stream(values()).filter(field -> field.section == section).toList();
  }
}
