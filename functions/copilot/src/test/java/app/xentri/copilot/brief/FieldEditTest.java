package app.xentri.copilot.brief;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A form shows what the statements state, and what it saves is stated by them. */
class FieldEditTest {

  private static final UUID SAID = UUID.fromString("01900000-0000-7000-8000-000000000001");

  private static final List<String> WORDS =
      List.of(
          "Haircut", "haircuts", "Cut – short", "a", "£30", "Open 9 to 5", "ΑΣ", "İzmir", "猫", "9");

  private static Statement answer(String id, String text, Claim... claims) {
    return new Statement(id, text, Source.ANSWER, List.of(SAID), List.of(claims));
  }

  private static SectionFields.Identity name(String name) {
    return new SectionFields.Identity(name, null, null, null);
  }

  private static SectionContent identity(Statement... statements) {
    return new SectionContent(Section.IDENTITY, List.of(statements));
  }

  @Test
  void whatAFormSavesIsWhatItShowsThenWhateverWasSaidBefore() {
    var random = new Random(7);
    for (var round = 0; round < 20_000; round++) {
      var section = List.of(Section.values()).get(round % Section.values().length);
      var before = content(section, random);
      var wanted = fields(section, random);
      var after = before.with(wanted, before.fields());
      assertEquals(wanted, after.fields(), before + " " + after);
      var none = after.with(SectionFields.none(section), after.fields());
      assertEquals(SectionFields.none(section), none.fields(), after.toString());
    }
  }

  private static SectionContent content(Section section, Random random) {
    var statements = new ArrayList<Statement>();
    for (var i = 0; i < random.nextInt(5); i++) {
      var claims = new ArrayList<Claim>();
      for (var j = 0; j < random.nextInt(3); j++) {
        var fields = Field.in(section);
        var field = fields.get(random.nextInt(fields.size()));
        var price = field == Field.ITEM && random.nextBoolean() ? word(random) : null;
        claims.add(
            field == Field.PRICE
                ? Claim.about(field)
                : new Claim(field, word(random), price, random.nextBoolean()));
      }
      var text = random.nextBoolean() ? word(random) : word(random) + " and " + word(random) + ".";
      statements.add(answer("s" + i, text, claims.toArray(Claim[]::new)));
    }
    return new SectionContent(section, statements);
  }

  private static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static SectionFields fields(Section section, Random random) {
    var words = new ArrayList<String>();
    var items = new ArrayList<Offering>();
    for (var i = 0; i < random.nextInt(4); i++) {
      words.add(word(random));
      items.add(new Offering(word(random), random.nextBoolean() ? word(random) : null));
    }
    return switch (section) {
      case IDENTITY -> new SectionFields.Identity(word(random), null, word(random), null);
      case AUDIENCE -> new SectionFields.Audience(words, word(random), null);
      case OFFERINGS -> new SectionFields.Offerings(items);
      case POSITIONING -> new SectionFields.Positioning(null, word(random));
      case OPERATIONS -> new SectionFields.Operations(word(random), null, word(random), null);
      case GOALS -> new SectionFields.Goals(words);
      case PROOF -> new SectionFields.Proof(words);
    };
  }

  @Test
  void anEditOfAFieldEditsTheSentenceThatStatesIt() {
    var before =
        identity(answer("a", "We are Northgate, plumbers.", Claim.of(Field.NAME, "Northgate")));
    var after = before.with(name("Southgate"), before.fields());
    assertEquals("We are Southgate, plumbers.", after.statements().getFirst().text());
    assertEquals(Source.OWNER, after.statements().getFirst().source());
    assertEquals(1, after.statements().size());
  }

  @Test
  void aFieldThatNoSentenceStatesBecomesOne() {
    var after = identity().with(name("Southgate"), SectionFields.none(Section.IDENTITY));
    assertEquals(
        List.of(
            new Statement(
                "name-1",
                "Southgate",
                Source.OWNER,
                List.of(),
                List.of(Claim.of(Field.NAME, "Southgate")))),
        after.statements());
    assertEquals(identity(), after.with(SectionFields.none(Section.IDENTITY), after.fields()));
  }

  @Test
  void aClearedFieldLeavesTheOtherWordsOfItsSentence() {
    var before =
        identity(answer("a", "We are Northgate, plumbers.", Claim.of(Field.NAME, "Northgate")));
    var after = before.with(SectionFields.none(Section.IDENTITY), before.fields());
    assertEquals(identity(answer("a", "We are Northgate, plumbers.")), after);
  }

  private static SectionContent offered(String text, Offering... items) {
    var claims = new ArrayList<Claim>();
    for (var item : items) {
      claims.add(new Claim(Field.ITEM, item.name(), item.price(), false));
    }
    var said = answer("a", text, claims.toArray(Claim[]::new));
    return new SectionContent(Section.OFFERINGS, List.of(said));
  }

  /** The sentences once that item is taken off the list. */
  private static List<String> without(SectionContent before, Offering gone) {
    var left = new ArrayList<>(((SectionFields.Offerings) before.fields()).items());
    left.remove(gone);
    var after = before.with(new SectionFields.Offerings(left), before.fields());
    assertEquals(new SectionFields.Offerings(left), after.fields());
    return after.statements().stream().map(Statement::text).toList();
  }

  @Test
  void whatIsTakenOffAListIsTakenOutOfTheSentenceThatListsIt() {
    var callOut = new Offering("call-outs", "£60");
    var boiler = new Offering("boiler service", "£90");
    var bath = new Offering("bathrooms", "from £2500");
    var all =
        offered(
            "Call-outs at £60, a boiler service at £90 and bathrooms from £2500.",
            callOut,
            boiler,
            bath);
    assertEquals(
        List.of("A boiler service at £90 and bathrooms from £2500."), without(all, callOut));
    assertEquals(List.of("Call-outs at £60 and bathrooms from £2500."), without(all, boiler));
    assertEquals(List.of("Call-outs at £60, a boiler service at £90."), without(all, bath));
    var inside =
        offered(
            "We do repairs and baths in Leeds.",
            new Offering("repairs", null),
            new Offering("baths", null));
    assertEquals(List.of("We do baths in Leeds."), without(inside, new Offering("repairs", null)));
    assertEquals(List.of("We do repairs in Leeds."), without(inside, new Offering("baths", null)));
  }

  @Test
  void whereItsWordsCannotDoWithoutOneThingTheSentenceGivesWayToTheOthers() {
    var cut = new Offering("cut", "£30");
    var wash = new Offering("wash", "£30");
    var both = offered("Whether cut or wash costs you £30 it is the same.", cut, wash);
    assertEquals(List.of("wash – £30"), without(both, cut));
    var one = offered("A haircut with us is never more than £30.", new Offering("haircut", "£30"));
    assertEquals(List.of(), without(one, new Offering("haircut", "£30")));
  }

  @Test
  void fieldsThatAreSentAsTheyWereShownChangeNothing() {
    var before = identity(answer("a", "Northgate.", Claim.of(Field.NAME, "Northgate")));
    var emptied = identity();
    assertEquals(emptied, emptied.with(before.fields(), before.fields()));
  }

  @Test
  void aRewordedSentenceStatesWhatItSaysNow() {
    var hours = answer("a", "Open 9 to 5.", Claim.of(Field.HOURS, "9 to 5"));
    assertEquals(
        List.of(Claim.of(Field.HOURS, "9 to 6 and Saturdays")),
        Rewording.of(hours, "Open 9 to 6 and Saturdays."));
    assertEquals(List.of(), Rewording.of(hours, "Come and see."));
    var items =
        answer(
            "b",
            "Repairs, leaks and baths.",
            new Claim(Field.ITEM, "leaks", "£40", false),
            Claim.of(Field.ITEM, "baths"));
    assertEquals(
        List.of(Claim.of(Field.ITEM, "taps"), Claim.of(Field.ITEM, "baths")),
        Rewording.of(items, "Repairs, taps and baths."));
  }
}
