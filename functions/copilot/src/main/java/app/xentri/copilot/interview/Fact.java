package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;

/** A typed fact that an answer can literally contain, and the question that it makes needless. */
enum Fact {
  NAME(Section.IDENTITY, Topic.NAME, 120),
  WHAT(Section.IDENTITY, Topic.WHAT, 200),
  SINCE(Section.IDENTITY, Topic.SINCE, 80),
  PLACE(Section.IDENTITY, Topic.AREA, 200),
  WHO(Section.AUDIENCE, Topic.WHO, 120),
  WHERE(Section.AUDIENCE, Topic.AREA, 200),
  NEED(Section.AUDIENCE, Topic.NEED, 500),
  ITEM(Section.OFFERINGS, Topic.ITEMS, 200),
  /** A price without the thing it is for: kept as a sentence, since no field could name it. */
  PRICE(Section.OFFERINGS, Topic.PRICES, 120),
  DIFFERENCE(Section.POSITIONING, Topic.DIFFERENCE, 500),
  TONE(Section.POSITIONING, Topic.TONE, 200),
  HOURS(Section.OPERATIONS, Topic.HOURS, 300),
  AREA(Section.OPERATIONS, Topic.AREA, 300),
  TEAM(Section.OPERATIONS, Topic.TEAM, 300),
  PROCESS(Section.OPERATIONS, Topic.PROCESS, 1000),
  GOAL(Section.GOALS, Topic.GOALS, 500),
  PROOF(Section.PROOF, Topic.PROOF, 500);

  private final Section section;
  private final Topic topic;
  private final int longest;

  Fact(Section section, Topic topic, int longest) {
    this.section = section;
    this.topic = topic;
    this.longest = longest;
  }

  /** How many characters its field holds, as the schema of the section says. */
  int longest() {
    return longest;
  }

  Section section() {
    return section;
  }

  Topic topic() {
    return topic;
  }
}
