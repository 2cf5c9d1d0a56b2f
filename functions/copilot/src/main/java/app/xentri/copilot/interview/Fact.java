package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;

/** A typed fact that an answer can literally contain, and the question that it makes needless. */
enum Fact {
  NAME(Section.IDENTITY, Topic.NAME),
  WHAT(Section.IDENTITY, Topic.WHAT),
  SINCE(Section.IDENTITY, Topic.SINCE),
  PLACE(Section.IDENTITY, Topic.AREA),
  WHO(Section.AUDIENCE, Topic.WHO),
  WHERE(Section.AUDIENCE, Topic.AREA),
  NEED(Section.AUDIENCE, Topic.NEED),
  ITEM(Section.OFFERINGS, Topic.ITEMS),
  /** A price without the thing it is for: kept as a sentence, since no field could name it. */
  PRICE(Section.OFFERINGS, Topic.PRICES),
  DIFFERENCE(Section.POSITIONING, Topic.DIFFERENCE),
  TONE(Section.POSITIONING, Topic.TONE),
  HOURS(Section.OPERATIONS, Topic.HOURS),
  AREA(Section.OPERATIONS, Topic.AREA),
  TEAM(Section.OPERATIONS, Topic.TEAM),
  PROCESS(Section.OPERATIONS, Topic.PROCESS),
  GOAL(Section.GOALS, Topic.GOALS),
  PROOF(Section.PROOF, Topic.PROOF);

  private final Section section;
  private final Topic topic;

  Fact(Section section, Topic topic) {
    this.section = section;
    this.topic = topic;
  }

  Section section() {
    return section;
  }

  Topic topic() {
    return topic;
  }
}
