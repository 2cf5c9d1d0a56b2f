package app.xentri.copilot.interview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;

/**
 * Everything that some reader looks for, beside everything else that one looks for: two things in
 * one sentence trip what reads each of them well. Enumerated from the readers' own patterns, so a
 * new one takes part by being there.
 */
class ReadersTest {

  private static final long SEED = 1;
  private static final Pattern WORD = Pattern.compile("\\p{L}+|\\p{N}+");
  private static final String LONG = "wonderfully";
  private static final List<String> JOINTS = List.of(" ", ", ", "", " for ", " to ", " and ", ". ");

  private record Read(String where, Pattern pattern) {}

  private static List<Read> everything() throws Exception {
    List<Read> all = new ArrayList<>();
    for (Class<?> reader : classes()) {
      for (Field field : reader.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == Pattern.class) {
          field.setAccessible(true);
          all.add(
              new Read(reader.getSimpleName() + "." + field.getName(), (Pattern) field.get(null)));
        }
      }
    }
    return all;
  }

  private static List<Class<?>> classes() throws Exception {
    URI folder = PriceReader.class.getResource("PriceReader.class").toURI();
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder).getParent())) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.contains("-")) {
          String simple = name.substring(0, name.length() - ".class".length());
          classes.add(Class.forName(PriceReader.class.getPackageName() + "." + simple));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return classes;
  }

  @Example
  void noPairOfWhatIsReadTripsAnyReader() throws Exception {
    List<Read> all = everything();
    List<String> tripped = tripped(all, ReadersTest::values);
    assertEquals("", String.join("\n", tripped.subList(0, Math.min(20, tripped.size()))));
    assertTrue(all.size() > 60, all.size() + " patterns");
  }

  /** The pairs that a reader falls over. */
  private static List<String> tripped(List<Read> all, Function<String, List<String>> reader) {
    var random = new Random(SEED);
    List<String> tripped = new ArrayList<>();
    for (Read one : all) {
      for (Read other : all) {
        String sentence =
            text(one, random) + JOINTS.get(random.nextInt(JOINTS.size())) + text(other, random);
        try {
          var _ = reader.apply(sentence);
        } catch (RuntimeException | StackOverflowError e) {
          tripped.add(one.where() + " and " + other.where() + ": '" + sentence + "': " + e);
        }
      }
    }
    return tripped;
  }

  /** What is read from a sentence, by itself and as an answer to whatever question. */
  private static List<String> values(String sentence) {
    List<Finding> found = new ArrayList<>(Extraction.read(sentence));
    for (Topic topic : Topic.values()) {
      found.addAll(Extraction.prompted(topic, sentence));
    }
    return found.stream().map(Finding::value).toList();
  }

  @Example
  void aReaderThatFallsOverTheSecondOfTwoPricesIsNamed() throws Exception {
    Pattern price = Pattern.compile("[£$€]\\d+");
    Function<String, List<String>> added =
        sentence -> {
          List<MatchResult> found = price.matcher(sentence).results().toList();
          return found.size() < 2
              ? List.of()
              : List.of(sentence.substring(found.get(1).end(), found.getFirst().start()));
        };
    List<String> tripped = tripped(everything(), added);
    assertTrue(
        tripped.stream().anyMatch(it -> it.startsWith("PriceReader.")), tripped.size() + " named");
  }

  private static String text(Read what, Random random) {
    String text = Sampler.sample(what.pattern(), random);
    return text.length() > 120
        ? text.substring(
            0, text.offsetByCodePoints(0, Math.min(120, text.codePointCount(0, text.length()))))
        : text;
  }

  @Example
  void noTwoAnswersMadeOfThemTripTheConversation() throws Exception {
    List<Read> all = everything();
    var random = new Random(SEED);
    var engine = new EmbeddedInterview();
    for (int i = 0; i < 400; i++) {
      var turn = engine.open(Interview.fresh());
      for (int said = 0; said < 3; said++) {
        String answer =
            text(all.get(random.nextInt(all.size())), random)
                + " "
                + text(all.get(random.nextInt(all.size())), random);
        turn = engine.answer(turn.interview(), new OwnerMessage(UUID.randomUUID(), answer));
        assertTrue(!turn.reply().isBlank(), answer);
      }
    }
  }

  /**
   * A limit on a length falls somewhere: behind everything that some reader looks for stand words
   * that go on and on, shifted letter by letter, so that each limit falls into each place of a
   * word.
   */
  @Example
  void noLimitOfAnyReaderCutsAWord() throws Exception {
    List<String> cut = cut(ReadersTest::values);
    assertEquals("", String.join("\n", cut.subList(0, Math.min(20, cut.size()))));
  }

  private static List<String> cut(Function<String, List<String>> reader) throws Exception {
    var random = new Random(SEED);
    List<String> cut = new ArrayList<>();
    for (Read one : everything()) {
      for (int shift = 0; shift < LONG.length(); shift++) {
        String tail = LONG.substring(shift) + (" " + LONG).repeat(18);
        String sentence = text(one, random) + " " + tail;
        cutWords(sentence, reader)
            .forEach(word -> cut.add(one.where() + ": " + word + ": " + sentence));
      }
    }
    return cut;
  }

  @Example
  void aReaderWithALimitThatCutsAWordIsNamed() throws Exception {
    List<String> cut = cut(it -> List.of(it.substring(0, Math.min(140, it.length()))));
    assertTrue(cut.size() > everything().size(), cut.size() + " cut");
  }

  private static List<String> cutWords(String sentence) {
    return cutWords(sentence, ReadersTest::values);
  }

  private static List<String> cutWords(String sentence, Function<String, List<String>> reader) {
    Set<String> said = words(sentence);
    return reader.apply(sentence).stream()
        .flatMap(value -> words(value).stream())
        .filter(word -> !said.contains(word))
        .toList();
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  /** Letters outside of English are letters. */
  @Example
  void noWordBeginsInTheMiddleOfAnother() {
    assertEquals(List.of(), cutWords("Émon until nine, Lésat and Édi."));
  }

  @Example
  void whatIsLongerThanALimitIsCutBetweenWords() {
    String many = " wonderfully".repeat(9);
    assertTrue(cutWords("Our team is just me and" + many + " helpful people").isEmpty());
    assertTrue(cutWords("It should sound" + many).isEmpty());
    assertTrue(cutWords("We're friendly and" + many).isEmpty());
    assertTrue(cutWords("I run a" + many + " shop").isEmpty());
  }

  private static List<String> prices(String sentence) {
    return PriceReader.read(sentence).stream()
        .map(it -> it.fact() == Fact.PRICE ? it.value() : it.value() + " = " + it.price())
        .toList();
  }

  @Example
  void twoPricesInOneSentenceAreTwo() {
    assertEquals(List.of("$5", "$10"), prices("$5 for $10 credit"));
    assertEquals(List.of("£60", "£50"), prices("£60 for £50 now"));
    assertEquals(
        List.of("a cut = £30", "colour = £60").size(),
        prices("£30 for a cut, £60 for colour").size());
  }

  @Example
  void aPriceIsReadWholeOrNotAtAll() {
    assertEquals(List.of("call-out = 1 234,50 €"), prices("A call-out is 1 234,50 €."));
    assertEquals(
        List.of("call-out = 1\u202f234,50\u00a0€"), prices("A call-out is 1\u202f234,50\u00a0€."));
    assertEquals(List.of("call-out = 1'234.50 CHF"), prices("A call-out is 1'234.50 CHF."));
    assertEquals(List.of("call-out = 12 000 kr"), prices("A call-out is 12 000 kr."));
    assertEquals(List.of("call-out = €1.234,50"), prices("A call-out is €1.234,50."));
    assertEquals(List.of(), prices("A call-out is 1 234,567 €."));
  }
}
