package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;
import app.xentri.platform.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what kind of message it is, before anything in it is taken as a fact. */
final class Intents {
  private static final Phrases PHRASES = Phrases.of(Intents.class);

  /** What an owner may be doing with a message. */
  enum Intent {
    ANSWER,
    UNSURE,
    SKIP,
    NOTHING,
    ASKS_BACK,
    OFF_TOPIC,
    ASKS_WHO,
    GREETING,
    DRAFT,
    HOW_FAR,
    CONTINUE
  }

  /** Nobody needs more characters than this to skip a question or to ask one back. */
  private static final int LONGEST_REMARK = 240;

  private static final Pattern UNSURE =
      Pattern.compile(
          "(?iuU:(?:(?:"
              + PHRASES.any("unsure: before")
              + ")[,. ]+)*(?:"
              + PHRASES.any("unsure")
              + ")(?:[,. ]+(?:"
              + PHRASES.any("unsure: after")
              + "))*[.!… ?]*)");

  private static final Pattern SKIP =
      Pattern.compile(
          "(?iuU:(?:(?:"
              + PHRASES.any("skip: before")
              + ")\\s+)?(?:"
              + PHRASES.any("skip")
              + ")[.! ]*(?:please|thanks|thank you)?[.! ]*)");

  private static final Pattern NOTHING =
      Pattern.compile("(?iuU:(?:" + PHRASES.any("nothing") + ")[.! ]*)");

  private static final Pattern ASKS_BACK =
      Pattern.compile("(?iuU:" + PHRASES.any("asks back") + ")");

  private static final Pattern OFF_TOPIC =
      Pattern.compile(
          "(?iuU:(?:(?:please|can you|could you|would you|hey)[, ]+)*(?:"
              + PHRASES.any("off topic")
              + ").*)");

  private static final Pattern ASKS_WHO =
      Pattern.compile(
          "(?iuU:(?:(?:"
              + PHRASES.any("asks who: before")
              + ")[,. !]+)*(?:"
              + PHRASES.any("asks who")
              + ")(?: exactly)?[?!. ]*)");

  private static final Pattern GREETING =
      Pattern.compile(
          "(?iuU:(?:" + PHRASES.any("greeting") + ")(?: there| xentri| all)?[.!,: )]*)");

  private static final Pattern DRAFT =
      Pattern.compile(
          "(?iuU:(?:(?:"
              + PHRASES.any("draft: before")
              + ")[,. ]+)*(?:"
              + PHRASES.any("draft")
              + ")[.,!? ]*(?:thanks|thank you|please|now|for now)?[.! ]*)");

  private static final Pattern HOW_FAR =
      Pattern.compile(
          "(?iuU:(?:(?:ok|okay|so|and|well)[,. ]+)*(?:" + PHRASES.any("how far") + ")[.? ]*)");

  private static final Pattern CONTINUE =
      Pattern.compile(
          "(?iuU:(?:(?:yes|ok|okay|sure|please)[,. ]+)*(?:"
              + PHRASES.any("continue")
              + ")[.!? ]*(?:please)?[.! ]*)");

  /** Words addressed to a machine. They are left out of the Brief and never followed. */
  private static final Pattern INSTRUCTION =
      Pattern.compile("(?iuU:" + PHRASES.any("instruction") + ")");

  private static final Pattern SMALL_TALK =
      Pattern.compile("(?iuU:(?:" + PHRASES.any("small talk") + ")[.!, ]*)");

  /** Words that fill an answer without saying anything about a business. */
  private static final Set<String> VAGUE = PHRASES.all("vague");

  private static final Pattern ASK_AGAIN =
      Pattern.compile(
          "(?iuU:(?:please\\s+)?ask (?:me )?(?:again"
              + "|once more) about (?<section>[^.!?]{3,60})[.!? ]*)");

  /** What an owner, or a button, may call a section. */
  private static final Map<String, Section> CALLED =
      Map.ofEntries(
          Map.entry("what you do", Section.IDENTITY),
          Map.entry("what we do", Section.IDENTITY),
          Map.entry("your customers", Section.AUDIENCE),
          Map.entry("my customers", Section.AUDIENCE),
          Map.entry("what you offer and your prices", Section.OFFERINGS),
          Map.entry("prices", Section.OFFERINGS),
          Map.entry("what sets you apart", Section.POSITIONING),
          Map.entry("how you work", Section.OPERATIONS),
          Map.entry("hours", Section.OPERATIONS),
          Map.entry("your goals", Section.GOALS),
          Map.entry("my goals", Section.GOALS),
          Map.entry("what speaks for you", Section.PROOF),
          Map.entry("reviews", Section.PROOF));

  private Intents() {}

  /** The section that the message asks to be asked about again. */
  static Optional<Section> asksAgain(String cleaned) {
    var matcher = ASK_AGAIN.matcher(cleaned.strip());
    if (cleaned.length() > LONGEST_REMARK || !matcher.matches()) {
      return Optional.empty();
    }
    var called = Sentences.lower(matcher.group("section")).replaceFirst("^the ", "").strip();
    return Optional.ofNullable(CALLED.get(called)).or(() -> Wire.of(Section.class, called));
  }

  static Intent read(String cleaned) {
    var text = cleaned.strip();
    if (text.length() > LONGEST_REMARK && Sentences.hasWords(text)) {
      return Intent.ANSWER;
    }
    if (matches(SKIP, text)) {
      return Intent.SKIP;
    }
    if (matches(UNSURE, text) || !Sentences.hasWords(text)) {
      return Intent.UNSURE;
    }
    if (matches(NOTHING, text)) {
      return Intent.NOTHING;
    }
    if (matches(DRAFT, text)) {
      return Intent.DRAFT;
    }
    if (matches(HOW_FAR, text)) {
      return Intent.HOW_FAR;
    }
    if (matches(CONTINUE, text)) {
      return Intent.CONTINUE;
    }
    if (matches(GREETING, text)) {
      return Intent.GREETING;
    }
    return question(text);
  }

  private static Intent question(String text) {
    if (Sentences.of(text).size() <= 2 && matches(ASKS_BACK, text)) {
      return Intent.ASKS_BACK;
    }
    if (matches(ASKS_WHO, text)) {
      return Intent.ASKS_WHO;
    }
    if (Sentences.of(text).size() == 1 && matches(OFF_TOPIC, text)) {
      return Intent.OFF_TOPIC;
    }
    return Intent.ANSWER;
  }

  /** An answer made of nothing but words like "stuff" and "everyone". */
  static boolean isVague(String text, @Nullable Topic asked) {
    if (asked == Topic.TEAM
        && Sentences.bare(text)
            .matches("(?iuU:(?:it'?s )?(?:just |only )?(?:me|us|myself)[.! ]*)")) {
      return false;
    }
    var words =
        List.of(
            Sentences.lower(text).replaceAll("[^\\p{L}\\p{N}\\s]", "").strip().split("\\s+", -1));
    return words.stream().allMatch(word -> VAGUE.contains(word) || word.isEmpty());
  }

  static boolean isInstruction(String sentence) {
    return INSTRUCTION.matcher(sentence).find();
  }

  static boolean isSmallTalk(String sentence) {
    return SMALL_TALK.matcher(sentence.strip()).matches();
  }

  private static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(text).matches();
  }
}
