package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Field;
import app.xentri.copilot.brief.Section;

/** A typed fact that an answer can literally contain, and the question that it makes needless. */
enum Fact {
  NAME(Field.NAME, Topic.NAME),
  WHAT(Field.WHAT, Topic.WHAT),
  SINCE(Field.SINCE, Topic.SINCE),
  PLACE(Field.PLACE, Topic.AREA),
  WHO(Field.WHO, Topic.WHO),
  WHERE(Field.WHERE, Topic.AREA),
  NEED(Field.NEED, Topic.NEED),
  ITEM(Field.ITEM, Topic.ITEMS),
  /** A price without the thing it is for: kept as a sentence, since no field could name it. */
  PRICE(Field.PRICE, Topic.PRICES),
  DIFFERENCE(Field.DIFFERENCE, Topic.DIFFERENCE),
  TONE(Field.TONE, Topic.TONE),
  HOURS(Field.HOURS, Topic.HOURS),
  AREA(Field.AREA, Topic.AREA),
  TEAM(Field.TEAM, Topic.TEAM),
  PROCESS(Field.PROCESS, Topic.PROCESS),
  GOAL(Field.GOAL, Topic.GOALS),
  PROOF(Field.PROOF, Topic.PROOF);

  private final Field field;
  private final Topic topic;

  Fact(Field field, Topic topic) {
    this.field = field;
    this.topic = topic;
  }

  /** The fact of that field. */
  static Fact of(Field field) {
    return valueOf(field.name());
  }

  Field field() {
    return field;
  }

  Section section() {
    return field.section();
  }

  Topic topic() {
    return topic;
  }
}
