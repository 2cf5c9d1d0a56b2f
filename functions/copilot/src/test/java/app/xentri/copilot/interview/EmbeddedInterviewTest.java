package app.xentri.copilot.interview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionContent;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.Source;
import app.xentri.copilot.brief.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the interview leads from the first question to the draft. */
class EmbeddedInterviewTest extends Conversation {

  @Test
  void itBeginsAsOneWouldOverCoffee() {
    assertEquals("What do you do? Tell me as you would tell a friend over coffee.", turn.reply());
  }

  @Test
  void itRepeatsBackWhatItUnderstoodAndAsksTheNextQuestion() {
    say("I run a small plumbing business called Northside Plumbing");
    assertEquals(
        "Got it: Northside Plumbing, small plumbing business. Who is your ideal customer?",
        turn.reply());
  }

  @Test
  void aStatementIsTheOwnersSentenceTidiedWithItsReceipt() {
    say("so i bake bread  and pastries");
    var statement = section(Section.IDENTITY).statements().getFirst();
    assertEquals("I bake bread and pastries.", statement.text());
    assertEquals(Source.ANSWER, statement.source());
    assertEquals(messages.keySet(), Set.copyOf(statement.receipts()));
  }

  @Test
  void whatAnAnswerCoveredElsewhereIsNotAskedAgain() {
    say("I'm a gardener in Kent. I charge £40 an hour and work Monday to Friday, 8am to 4pm.");
    var hours = (SectionFields.Operations) section(Section.OPERATIONS).fields();
    assertEquals("Monday to Friday, 8am to 4pm", hours.hours());
    var asked = Set.of(Topic.HOURS, Topic.AREA, Topic.PRICES);
    for (var i = 0; i < 12 && turn.interview().memory().pending() != null; i++) {
      assertFalse(asked.contains(pending()), turn.reply());
      say("skip");
    }
  }

  @Test
  void anOwnerMayInsistOnEveryone() {
    say("I cut hair");
    say("Sharp");
    assertEquals(Topic.WHO, pending());
    say("everyone");
    assertEquals(Topic.WHO, pending());
    say("everyone");
    assertEquals(List.of("Everyone."), texts(Section.AUDIENCE));
    assertEquals(Topic.ITEMS, pending());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "skip",
        "Skip for now",
        "pass",
        "next question please",
        "rather not say",
        "come back to this later"
      })
  void aQuestionMayBeSkipped(String words) {
    say("I cut hair");
    say(words);
    assertEquals(Topic.WHO, pending());
    assertTrue(turn.reply().startsWith("No problem, we leave the name of your business open."));
  }

  /** A person who tells it in their own order, whatever is asked. */
  @Test
  void answersInAnotherOrderFindTheirSections() {
    say("I run Hart Plumbing. We do repairs and bathroom installations in Leeds since 2015.");
    say("Homeowners and small landlords in Leeds who need somebody the same day.");
    say("Call-outs at £60, boiler service at £90 and bathroom installations from £2500.");
    say("We answer within an hour, we tell the price first and we clean up after ourselves.");
    say("Monday to Saturday, 8 to 18. I work with two fitters.");
    say("I want ten boiler services a week by spring.");
    say("We have 120 five-star reviews and we are Gas Safe registered.");
    assertTrue(engine.canDraft(turn.interview()));
    assertTrue(engine.stillOpen(turn.interview()).isEmpty(), turn.interview().draft().toString());
    assertEquals("Hart Plumbing", identity().name());
    assertEquals(
        List.of("Homeowners and small landlords in Leeds who need somebody the same day."),
        texts(Section.AUDIENCE));
    assertEquals(
        List.of(
            "We answer within an hour, we tell the price first and we clean up after ourselves."),
        texts(Section.POSITIONING));
    var goals = (SectionFields.Goals) section(Section.GOALS).fields();
    assertEquals(List.of("ten boiler services a week by spring"), goals.items());
    Honesty.check(turn.interview(), messages);
  }

  @Test
  void askingHowFarItGoesIsAnsweredAndTheQuestionStays() {
    say("I run a bakery");
    say("is that enough?");
    assertEquals(
        "A little more would make the draft useful. What is your business called?", turn.reply());
  }

  @Test
  void theOwnersWordsForAskingAgainAreUnderstood() {
    say("I run a bakery");
    say("Please ask me again about what you offer and your prices.");
    assertTrue(turn.reply().startsWith("Let us look at what you offer again."), turn.reply());
  }

  @Test
  void theDraftIsOfferedOnceFourSectionsHaveTheirKeyAndNeverForced() {
    say("I'm a plumber");
    say("Northside Plumbing");
    say("homeowners");
    assertFalse(engine.canDraft(turn.interview()));
    say("boiler repairs and bathrooms");
    say("skip");
    say("we always turn up on time");
    assertTrue(engine.canDraft(turn.interview()));
    assertTrue(turn.reply().contains("I can draft your Brief now, or we go on."), turn.reply());
    assertEquals(1, Honesty.questions(turn.reply()));
    say("9 to 5, Monday to Friday");
    assertFalse(turn.reply().contains("I can draft your Brief now"), turn.reply());
  }

  @Test
  void whereABriefStandsAChangeOfItIsOfferedAndNoFirstDraft() {
    for (var answer :
        List.of(
            "I'm a plumber",
            "Northside Plumbing",
            "homeowners",
            "boiler repairs, £90",
            "we turn up on time",
            "9 to 5")) {
      say(answer);
    }
    turn = engine.open(Interview.about(turn.interview().draft()));
    var replies = new StringBuilder(turn.reply());
    for (var answer :
        List.of(
            "Call-outs are £75 now",
            "in Leeds",
            "ten a week by spring",
            "draft it",
            "is that enough?",
            "skip",
            "skip",
            "skip",
            "We also do heating",
            "skip",
            "skip",
            "skip",
            "skip",
            "We mend taps")) {
      say(answer);
      replies.append('\n').append(turn.reply());
    }
    assertFalse(replies.toString().contains("draft your Brief"), replies.toString());
    assertFalse(replies.toString().contains("Draft my Brief"), replies.toString());
    assertTrue(replies.toString().contains("You can read what changes"), replies.toString());
  }

  @Test
  void aNameIsRepeatedAsItIsWritten() {
    say("I photograph weddings");
    turn = engine.askAgain(turn.interview(), Section.PROOF);
    say("Featured in Rock My Wedding");
    assertTrue(turn.reply().startsWith("Noted: Featured in Rock My Wedding."), turn.reply());
  }

  @ParameterizedTest
  @ValueSource(strings = {"who are you?", "Hi, are you a real person?", "what can you do"})
  void whoAsksWhoItIsIsTold(String words) {
    say(words);
    assertEquals(
        "I am the co-pilot: I ask, and write your Brief from what you answer."
            + " What do you do? Tell me as you would tell a friend over coffee.",
        turn.reply());
    assertNothingSaid();
  }

  @ParameterizedTest
  @ValueSource(strings = {"can I see the brief now?", "could you draft it", "show me my brief"})
  void theBriefMayBeAskedForInOnesOwnWords(String words) {
    say("I'm a plumber");
    say(words);
    assertTrue(turn.reply().startsWith("You can draft whenever you like"), turn.reply());
    assertEquals(Topic.NAME, pending());
  }

  @Test
  void nothingIsSaidTwiceOnceAllIsAsked() {
    say("I'm a plumber");
    for (var i = 0; i < 20 && turn.interview().memory().pending() != null; i++) {
      say("skip");
    }
    say("idk");
    assertEquals(
        "Take your time. I can draft your Brief whenever you like; anything you add is welcome.",
        turn.reply());
  }

  @Test
  void goingOnAsksTheSameQuestionAgain() {
    say("I'm a plumber");
    say("go on");
    assertEquals("What is your business called?", turn.reply());
  }

  @Test
  void askingForTheDraftTooEarlyIsNotRefusedRudely() {
    say("draft it");
    assertTrue(turn.reply().startsWith("You can draft whenever you like"), turn.reply());
  }

  @Test
  void afterTheLastQuestionItSaysSoAndStillListens() {
    say("I'm a plumber");
    for (var i = 0; i < 20 && turn.interview().memory().pending() != null; i++) {
      say("skip");
    }
    assertTrue(turn.reply().contains("That is all I wanted to ask. Still open:"), turn.reply());
    say("We're open Monday to Friday, 8 to 5");
    assertEquals(
        "Monday to Friday, 8 to 5",
        ((SectionFields.Operations) section(Section.OPERATIONS).fields()).hours());
    assertEquals(0, Honesty.questions(turn.reply()));
  }

  @Test
  void comingBackLandsWhereOneWas() {
    say("I'm a plumber");
    say("Northside Plumbing");
    say("homeowners");
    say("boiler repairs");
    assertEquals(
        "Welcome back. We were talking about prices. What does that cost, roughly?",
        engine.resume(turn.interview()).reply());
    assertEquals(turn.interview(), engine.resume(turn.interview()).interview());
  }

  @Test
  void aSectionMayBeAskedAboutAgainFromTheReview() {
    say("I'm a plumber");
    turn = engine.askAgain(turn.interview(), Section.OFFERINGS);
    assertEquals(
        "Let us look at what you offer again. What do you offer, in the words your customers would use?",
        turn.reply());
    say("boiler repairs and bathrooms");
    assertEquals(List.of("Boiler repairs and bathrooms."), texts(Section.OFFERINGS));
    assertTrue(turn.reply().endsWith("Read it over, then accept it."), turn.reply());
    assertEquals(Set.of(Section.OFFERINGS), turn.touched());
  }

  @Test
  void anOwnersOwnWordsInTheDraftAreKeptAndCount() {
    var written =
        new SectionContent(
            Section.IDENTITY,
            List.of(new Statement("mine", "We fix bikes.", Source.OWNER, List.of())));
    turn = engine.open(Interview.about(Draft.empty().with(written)));
    assertEquals(
        "Your Brief is here already, so I ask only what is open. What is your business called?",
        turn.reply());
    say("Spoke & Chain");
    assertEquals(List.of("We fix bikes.", "Spoke & Chain."), texts(Section.IDENTITY));
    assertEquals("Spoke & Chain", identity().name());
  }

  @Test
  void progressNamesWhatIsStillMissing() {
    say("I'm a plumber");
    assertEquals(Progress.PARTIAL, engine.progress(turn.interview()).get(Section.IDENTITY));
    assertEquals(
        List.of("the name of your business"),
        engine.stillOpen(turn.interview()).get(Section.IDENTITY));
    say("Northside Plumbing");
    assertEquals(Progress.COVERED, engine.progress(turn.interview()).get(Section.IDENTITY));
    assertEquals(Progress.OPEN, engine.progress(turn.interview()).get(Section.PROOF));
  }
}
