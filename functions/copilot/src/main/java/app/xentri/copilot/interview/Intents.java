package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;
import app.xentri.platform.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what kind of message it is, before anything in it is taken as a fact. */
final class Intents {
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
          "(?iuU:(?:(?:um+|uh+|hm+|well|honestly|sorry|oh|i|so)[,. ]+)*(?:idk|dunno|i ?(?:do not|don't|dont) (?:really )?know(?: yet| really| honestly| either)?|not (?:really |quite |totally )?sure(?: yet| really| either)?|i'?m not (?:really )?sure(?: yet)?|no idea|no clue|hard to say|can'?t (?:really )?say|haven'?t (?:really )?thought about (?:it|that)|never thought about (?:it|that)|good question|who knows|tough one|pass me|no s[eé]|je ne sais pas|(?:ich )?wei(?:ß|ss) (?:ich )?nicht|n[aã]o sei|non lo so|не знаю|知らない|わからない|不知道)(?:[,. ]+(?:really|yet|sorry|tbh|honestly|actually|what to say))*[.!… ?]*)");

  private static final Pattern SKIP =
      Pattern.compile(
          "(?iuU:(?:(?:please|let'?s|can we|i'?d rather|i want to|i'?ll)\\s+)?(?:skip(?: (?:it|this|that|for now|this one|this question|please|ahead))*|pass(?: on (?:this|that)(?: one)?)?|next(?: question)?|move on|rather not(?: say)?|not now|later|maybe later|prefer not to say|leave (?:it|this|that)(?: open| out)?(?: for now)?|come back to (?:it|this|that)(?: later)?|no comment|n/?a)[.! ]*(?:please|thanks|thank you)?[.! ]*)");

  private static final Pattern NOTHING =
      Pattern.compile(
          "(?iuU:(?:no|none|nope|nothing|not yet|no not yet|nothing yet|none yet|not really|nothing really|we don'?t|i don'?t|not at the moment|nothing like that|no,? nothing(?: yet)?|no,? none(?: yet)?|no,? not yet|(?:(?:i |we )?(?:haven'?t|have not|don'?t|do not|not)(?: really)?(?: (?:have|got|have got|really got))? an? (?:proper |real |fixed )?name(?: yet)?)|zero|nada|nein|non|niente|(?:i |we )?(?:don'?t|do not|haven'?t|have not)(?: really)? (?:have|got) (?:any|one|it|a name|reviews|any reviews|certificates|hours|set hours|fixed hours)(?: yet)?|(?:it )?(?:has )?no name(?: yet)?|no reviews(?: yet)?)[.! ]*)");

  private static final Pattern ASKS_BACK =
      Pattern.compile(
          "(?iuU:(?:sorry[,. ]+|hm+[,. ]+|wait[,. ]+|huh[,. ]+)*(?:what|how) (?:do|did) you mean.*|what does (?:that|it|this) mean.*|(?:can|could) you (?:please )?(?:explain|rephrase|clarify|give me an example|repeat|say that again).*|why (?:do you|are you|would you|does (?:that|it)).*|what (?:should|can|could) i (?:say|write|answer|put).*|(?:i )?(?:don'?t|do not|didn'?t) (?:understand|get it|follow).*|like what\\??|such as\\??|for example\\??|for instance\\??|meaning\\??|huh\\??|what\\??|pardon\\??|in what (?:way|sense).*|what (?:kind|sort) of (?:answer|thing).*|which one\\??|explain.{0,20}|what'?s (?:that|this) for.*|how (?:so|come)\\??)");

  private static final Pattern OFF_TOPIC =
      Pattern.compile(
          "(?iuU:(?:(?:please|can you|could you|would you|hey)[, ]+)*(?:tell me (?:a|another) (?:joke|story)|write (?:me )?(?:a|an|some) (?:poem|song|story|essay|code|joke|python|email)|sing (?:me|a|for)|translate (?:this|that|the)|what'?s the (?:weather|time|date|capital|news)|what is the (?:weather|time|date|capital|meaning of life)|how'?s the weather|who (?:won|is the|was the|are you|made you)|what'?s your name|what is your name|are you (?:a |an )?(?:bot|robot|human|ai|real)|do you (?:like|love|know|dream)|play (?:me|some|a)|solve (?:this|that|the|\\d)|calculate (?:this|that|the|\\d)|how are you|what can you do|help me with my homework|what is \\d).*)");

  private static final Pattern ASKS_WHO =
      Pattern.compile(
          "(?iuU:(?:(?:hi|hello|hey|sorry|wait|so)[,. !]+)*(?:who are you|what are you|what'?s your name|what is your name|what can you do|what do you do|are you (?:a |an )?(?:bot|robot|human|person|ai|real)(?: person)?|am i talking to (?:a |an )?(?:bot|robot|human|person|ai)(?: person)?)(?: exactly)?[?!. ]*)");

  private static final Pattern GREETING =
      Pattern.compile(
          "(?iuU:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|howdy|hola|bonjour|hallo|ciao|ol[aá]|test|testing|start|let'?s (?:start|go|begin)|ready|i'?m ready)(?: there| xentri| all)?[.!,: )]*)");

  private static final Pattern DRAFT =
      Pattern.compile(
          "(?iuU:(?:(?:yes|ok|okay|sure|please|great|no|nope|i think)[,. ]+)*(?:(?:please )?(?:draft|write) (?:it|my brief|the brief|the draft)(?: now)?|(?:let'?s|you can|go ahead and) draft(?: it| my brief| now)*|that'?s (?:all|it|everything|enough)|i'?m (?:done|finished)|(?:we'?re|all) done|make (?:the|my) brief|show me (?:the|my) (?:draft|brief)|(?:can|could|may) (?:i|we|you) (?:please |already |now )?(?:see|read|have|get|draft|write|show me) (?:it|(?:the|my|a) (?:draft|brief))(?: now| already)?|that'?s all from me|nothing else|draft now|finish)[.,!? ]*(?:thanks|thank you|please|now|for now)?[.! ]*)");

  private static final Pattern HOW_FAR =
      Pattern.compile(
          "(?iuU:(?:(?:ok|okay|so|and|well)[,. ]+)*(?:is (?:that|this|it) (?:enough|ok|okay|all|everything|good)(?: (?:now|for now|already))?|are we (?:done|nearly done|finished)(?: yet)?|how (?:many|much) (?:more )?(?:questions|longer|is left|are left|to go).{0,30}|how much longer.{0,20}|anything else|do you (?:have|need) (?:enough|anything else|more))[.? ]*)");

  private static final Pattern CONTINUE =
      Pattern.compile(
          "(?iuU:(?:(?:yes|ok|okay|sure|please)[,. ]+)*(?:go on|let'?s go on|keep going|continue|carry on|ask (?:me )?(?:more|away)|more questions|what'?s next|what else)[.!? ]*(?:please)?[.! ]*)");

  /** Words addressed to a machine. They are left out of the Brief and never followed. */
  private static final Pattern INSTRUCTION =
      Pattern.compile(
          "(?iuU:\\b(?:ignore|disregard|forget|override|bypass)\\b.{0,40}\\b(?:instructions?|prompts?|rules|guidelines|above|previous|prior|system)\\b|\\b(?:system|developer) (?:prompt|message|mode)\\b|\\byou are now\\b|\\bact as (?:an?|the|if)\\b.{0,60}\\b(?:ai|model|assistant|dan|hacker|admin|terminal)\\b|\\bjailbreak|\\bpretend (?:to be|you are|you're)\\b|\\b(?:reveal|print|repeat|show|output)\\b.{0,30}\\b(?:prompt|instructions|secrets?|api keys?|passwords?|token)\\b|</?(?:system|script|assistant|user|instructions?)\\b|\\[/?(?:INST|SYS)|^\\s*(?:system|assistant)\\s*:|\\bnew instructions?\\b|\\bfrom now on,? (?:you|respond|answer|reply|only)\\b|\\b(?:drop|truncate) table\\b|\\b(?<!\\b(?:we|i|to|they|always) )(?:respond|reply|answer) only with\\b|^\\s*(?:(?:please|now|and|then|also)[, ]+)*tell me (?:the|your|all|about)\\b.{0,40}\\b(?:data|users?|other customers?|secrets?)\\b|\\bmark (?:all|every) sections?\\b|\\bset (?:the )?state to\\b)");

  private static final Pattern SMALL_TALK =
      Pattern.compile(
          "(?iuU:(?:thanks?(?: you)?(?: so much| very much| a lot)?|cheers|hi|hello|hey(?: there)?|ok(?:ay)?|sure|yes|yeah|yep|good morning|good evening|lol|haha+|let me think|let me see|good question|hm+|um+|sorry(?: about that| for the .{1,30})?|hope that helps|does that help|that'?s (?:it|all|about it|everything)|i think that'?s (?:it|all)|you know|i guess|i suppose|(?:well[, ]+)?(?:it'?s|it is|that'?s) (?:quite )?a (?:bit of a )?long story(?:,? so bear with me)?|bear with me|(?:i (?:don'?t|do not) (?:really |quite )?know how to|it'?s (?:a bit |really )?hard to) (?:explain|describe|put) (?:it|this|that|what (?:i|we) do)|long story short|where (?:do|should) i (?:start|begin)|where was i|anyway|right|exactly|nice to meet you.*|idk|not sure|dunno|i don'?t know)[.!, ]*)");

  /** Words that fill an answer without saying anything about a business. */
  private static final Set<String> VAGUE =
      Stream.of(
              "a about all an and any anyone anything are as at be business but can do does etc everybody everyone everything"
                  + " fine for good great guess have i im in is it its just kinda kind like lots lot many maybe me mostly much my normal nice of ok okay on"
                  + " or our people people's probably really services so some someone sort standard stuff sure that the them they thing things this to too"
                  + " us usual usually various very we well what whatever whoever with work yeah yep yes you your hmm um uh no nope mm eh meh cool right")
          .flatMap(words -> Stream.of(words.split(" ", -1)))
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern ASK_AGAIN =
      Pattern.compile(
          "(?iuU:(?:please\\s+)?ask (?:me )?(?:again|once more) about (?<section>[^.!?]{3,60})[.!? ]*)");

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
