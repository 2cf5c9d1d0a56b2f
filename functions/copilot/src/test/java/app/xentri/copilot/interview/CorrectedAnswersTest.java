package app.xentri.copilot.interview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionFields;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an owner says of an answer that they have given already. */
class CorrectedAnswersTest extends Conversation {

  @Test
  void aNameIsCorrectedWhereverItStands() {
    say("I run a bakery called Old Mill");
    say("Actually, it's called New Mill");
    assertEquals("New Mill", identity().name());
    assertEquals(List.of("I run a bakery called New Mill."), texts(Section.IDENTITY));
    assertEquals(2, section(Section.IDENTITY).statements().getFirst().receipts().size());
    assertTrue(turn.reply().startsWith("Corrected: New Mill. "), turn.reply());
    Honesty.check(turn.interview(), messages);
  }

  @Test
  void aNameGivenAsAnAnswerIsCorrectedByItIs() {
    say("I run a bakery");
    say("Old Mill");
    say("no, it's New Mill, not Old Mill");
    assertEquals("New Mill", identity().name());
    assertEquals(List.of("I run a bakery.", "New Mill."), texts(Section.IDENTITY));
  }

  @Test
  void aNameIsChangedByAsking() {
    say("I run a bakery");
    say("Old Mill");
    say("please change the name to New Mill");
    assertEquals("New Mill", identity().name());
    assertEquals(List.of("I run a bakery.", "New Mill."), texts(Section.IDENTITY));
    Honesty.check(turn.interview(), messages);
  }

  @Test
  void aPriceIsCorrectedInItsOwnSentence() {
    say("I run a salon");
    say("Sharp");
    say("women");
    say("cuts and colour");
    say("A cut is £30, colour £60");
    say("sorry, I meant a cut is £35");
    var items = (SectionFields.Offerings) section(Section.OFFERINGS).fields();
    assertTrue(
        items.items().stream().anyMatch(item -> "£35".equals(item.price())), items.toString());
    assertTrue(
        texts(Section.OFFERINGS).contains("A cut is £35, colour £60."),
        texts(Section.OFFERINGS).toString());
    Honesty.check(turn.interview(), messages);
  }

  /** Two prices for one thing would be left to the reader otherwise. */
  @Test
  void aPriceSaidAgainAfterSorryTakesThePlaceOfTheOldOne() {
    say("I run a café");
    say("Salt");
    say("young parents");
    say("coffee and brunch");
    say("flat white £3.40, brunch £11");
    say("sorry, brunch is £12.50");
    assertTrue(turn.reply().startsWith("Corrected: brunch £12.50."), turn.reply());
    assertEquals(
        List.of("Coffee and brunch.", "Flat white £3.40, brunch £12.50."),
        texts(Section.OFFERINGS));
  }

  @Test
  void hoursAreCorrectedInTheirTimesAndDaysOffAreAdded() {
    say("I run a café called Salt in Hove");
    turn = engine.askAgain(turn.interview(), Section.OPERATIONS);
    say("open 8-4 every day");
    say("correction, closed on Tuesdays");
    say("I meant 8-5");
    var operations = (SectionFields.Operations) section(Section.OPERATIONS).fields();
    assertEquals("8-5 every day, closed on Tuesdays", operations.hours());
    assertEquals(List.of("Open 8-5 every day.", "Closed on Tuesdays."), texts(Section.OPERATIONS));
    Honesty.check(turn.interview(), messages);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scratch that, mostly parents", "correction: parents", "I meant parents"})
  void anAnswerThatIsTakenBackLeavesNothingBehind(String words) {
    say("I run a café called Salt");
    say("students and freelancers");
    assertEquals(
        List.of("students", "freelancers"),
        ((SectionFields.Audience) section(Section.AUDIENCE).fields()).who());
    say(words);
    assertEquals(
        List.of("parents"), ((SectionFields.Audience) section(Section.AUDIENCE).fields()).who());
    assertEquals(1, texts(Section.AUDIENCE).size());
  }

  @Test
  void correctingAShortWordLeavesTheWordsThatContainItAlone() {
    say("I run a garden business called Green Fingers");
    say("homeowners");
    skipTo(Topic.HOURS);
    say("Call me any time, by appointment");
    skipTo(Topic.TEAM);
    say("me");
    say("I meant two of us");
    assertEquals(List.of("Homeowners."), texts(Section.AUDIENCE));
    assertEquals(
        List.of("Call me any time, by appointment.", "Two of us."), texts(Section.OPERATIONS));
  }

  private void skipTo(Topic topic) {
    while (pending() != topic) {
      say("skip");
    }
  }

  @Test
  void whatIsSaidOfSomethingElseTakesNothingBack() {
    say("I run a bakery");
    say("skip");
    say("young families");
    say("Actually it's called New Mill");
    assertEquals("New Mill", identity().name());
    assertEquals(List.of("Young families."), texts(Section.AUDIENCE));
  }

  @Test
  void oneSentenceCorrectsAndTheOthersAreFiled() {
    say("I run a bakery called Old Mill in Leeds");
    say("Sorry, my mistake. It's called New Mill. We also do birthday cakes from £20.");
    assertEquals(List.of("I run a bakery called New Mill in Leeds."), texts(Section.IDENTITY));
    assertEquals(List.of("We also do birthday cakes from £20."), texts(Section.OFFERINGS));
    Honesty.check(turn.interview(), messages);
  }

  @Test
  void aNumberAloneCorrectsANumberAndNothingElse() {
    say("I run a café called Salt");
    turn = engine.askAgain(turn.interview(), Section.PROOF);
    say("we have 400 reviews");
    say("actually 450 reviews");
    assertEquals(List.of("450 reviews."), texts(Section.PROOF));
    say("actually two awards");
    assertEquals(List.of("450 reviews.", "Two awards."), texts(Section.PROOF));
  }

  @Test
  void anAnswerThatBeginsWithNoIsNoCorrection() {
    say("I run a café called Salt");
    turn = engine.askAgain(turn.interview(), Section.POSITIONING);
    say("No jargon, fixed fees");
    assertEquals(List.of("No jargon, fixed fees."), texts(Section.POSITIONING));
  }

  @Test
  void anAnswerToldAnewTakesThePlaceOfTheOldOne() {
    say("I run a salon");
    say("Sharp");
    say("men");
    say("actually it's mostly women");
    assertEquals(
        List.of("women"), ((SectionFields.Audience) section(Section.AUDIENCE).fields()).who());
    assertEquals(List.of("Mostly women."), texts(Section.AUDIENCE));
  }

  @Test
  void actuallyIsNotAlwaysACorrection() {
    say("I run a salon");
    say("Actually we have no name yet, we just say the salon");
    assertEquals(2, texts(Section.IDENTITY).size());
  }
}
