package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.Source;
import app.xentri.copilot.brief.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine that needs no network: a planner over what is still open, and readers that take from
 * an answer what it literally says. The same words always get the same reply.
 */
public final class EmbeddedInterview implements InterviewEngine {
  private static final List<String> KINDLY =
      List.of(
          "That is fine, let me ask it more simply.",
          "No hurry. Here is another way to ask it.",
          "That is all right, a rough answer is enough.");

  private static final String OFFER = "I can draft your Brief now, or we go on.";

  private static final String STILL_HERE =
      "I can draft your Brief whenever you like; anything you add is welcome.";

  private static final String OFFER_CHANGE =
      "You can read what changes in your Brief now, or we go on.";

  private static final String CHANGE_STILL_HERE =
      "You can read what changes in your Brief whenever you like; anything you add is welcome.";

  @Override
  public Turn open(Interview interview) {
    if (interview.draft().isEmpty()) {
      return ask(interview, "", Topic.WHAT);
    }
    return new Coverage(interview)
        .next()
        .map(
            topic ->
                ask(interview, "Your Brief is here already, so I ask only what is open.", topic))
        .orElseGet(
            () ->
                say(
                    interview.with(interview.memory().asking(null)),
                    "Your Brief is here already. Tell me what has changed."));
  }

  @Override
  public Turn answer(Interview interview, OwnerMessage message) {
    var text = Sentences.clean(message.text());
    var again = Intents.asksAgain(text);
    if (again.isPresent()) {
      return askAgain(interview, again.get());
    }
    return switch (Intents.read(text)) {
      case ANSWER -> said(interview, message, text);
      case UNSURE -> unclear(interview);
      case SKIP -> left(interview, "No problem, we leave " + pendingLabel(interview) + " open.");
      case NOTHING -> left(interview, "That is fine, it can come later.");
      case ASKS_BACK -> explained(interview);
      case OFF_TOPIC -> again(interview, "I can only help with your business here.");
      case ASKS_WHO ->
          again(interview, "I am the co-pilot: I ask, and write your Brief from what you answer.");
      case GREETING -> again(interview, "Hello, good to have you here.");
      case DRAFT -> asksForDraft(interview);
      case HOW_FAR -> again(interview, howFar(interview));
      case CONTINUE -> again(interview, "");
    };
  }

  private Turn said(Interview interview, OwnerMessage message, String text) {
    var pending = interview.memory().pending();
    var opening = Correction.opening(text);
    var correction = opening.flatMap(it -> Correction.of(interview, it, message.id()));
    if (correction.isPresent()) {
      var more = opening.map(Correction.Opening::more).orElse("");
      return corrected(interview, correction.get(), more, message);
    }
    var words = opening.map(Correction.Opening::otherwise).orElse(text);
    if (Intents.isVague(words, pending) && interview.memory().tries() == 0 && pending != null) {
      return unclear(interview);
    }
    var fallback = fallback(interview);
    var filing =
        new Filing(interview.draft(), message.id(), pending, fallback)
            .take(words, interview.memory().language());
    if (pending != null && interview.memory().focused() && filing.known().contains(pending)) {
      return filed(interview, answeredAnew(interview, filing, words, message, pending), message);
    }
    return filing.isNothing() ? nothingFiled(interview, filing) : filed(interview, filing, message);
  }

  /**
   * What was asked again is answered anew: what the section said of it before, and of nothing that
   * the new answer leaves out, makes way.
   */
  private static Filing answeredAnew(
      Interview interview, Filing beside, String words, OwnerMessage message, Topic asked) {
    var content = interview.draft().of(asked.section());
    var kept =
        content.statements().stream()
            .filter(it -> !isAnsweredBy(it, asked, beside.known()))
            .toList();
    var cleared = interview.draft().with(content.with(kept));
    return new Filing(cleared, message.id(), asked, asked.section())
        .take(words, interview.memory().language());
  }

  /** What an owner has written by hand stays: no question was answered with it. */
  private static boolean isAnsweredBy(Statement statement, Topic asked, Set<Topic> known) {
    return statement.source() != Source.OWNER
        && Coverage.speaksOf(statement, asked)
        && known.containsAll(Coverage.spokenOfIn(statement));
  }

  /** Where words go that were not asked for and fit nowhere: to what was spoken of last. */
  private static Section fallback(Interview interview) {
    var last = interview.memory().last();
    return last == null ? Section.IDENTITY : last.section();
  }

  private Turn nothingFiled(Interview interview, Filing filing) {
    if (filing.hadInstructions()) {
      return again(interview, "I only take down what you tell me about your business.");
    }
    if (filing.hadQuestions()) {
      return again(interview, "I can only help with your business here.");
    }
    return unclear(interview);
  }

  private Turn filed(Interview interview, Filing filing, OwnerMessage message) {
    var memory = interview.memory();
    var pending = memory.pending();
    var heard = memory.settling(filing.known()).hearing(about(filing, pending), message.id());
    var after = new Interview(filing.draft(), heard).leavingUnfiled(filing.known());
    var echo = Echo.of(filing, memory.answers());
    if (!memory.language() && Language.isForeign(message.text(), false)) {
      after = after.with(after.memory().havingNotedLanguage());
      echo = "Thank you. I ask in English, and keep your answers in the words you choose.";
    }
    if (memory.focused()) {
      return settled(after, echo, filing.touched());
    }
    if (pending != null && !filing.known().contains(pending)) {
      return memory.tries() == 0
          ? simpler(after, echo, pending, filing.touched())
          : next(after.with(after.memory().leaving(pending)), echo, filing.touched());
    }
    return next(after, echo, filing.touched());
  }

  /** What the answer was mostly about, so that a correction knows what to correct. */
  private static Topic about(Filing filing, @Nullable Topic pending) {
    if (pending != null && filing.known().contains(pending)) {
      return pending;
    }
    return filing.known().stream().findFirst().orElse(pending == null ? Topic.WHAT : pending);
  }

  private Turn corrected(
      Interview interview, Correction correction, String more, OwnerMessage message) {
    var topic = correction.known().stream().findFirst().orElse(Topic.WHAT);
    var filing =
        new Filing(correction.draft(), message.id(), interview.memory().pending(), topic.section())
            .take(more, interview.memory().language());
    var memory = interview.memory().settling(correction.known()).settling(filing.known());
    var after = new Interview(filing.draft(), memory.hearing(topic, message.id()));
    var touched = EnumSet.copyOf(correction.touched());
    touched.addAll(filing.touched());
    var value = correction.value().replace("?", "").replaceAll("[.!\\s]+$", "");
    var echo = value.length() > 90 ? "Corrected." : "Corrected: " + Echo.turned(value) + ".";
    if (memory.focused()) {
      return settled(after, echo, touched);
    }
    var pending = memory.pending();
    return pending == null || new Coverage(after).knows(pending)
        ? next(after, echo, touched)
        : turn(after, join(echo, Questions.ask(pending)), Questions.quickReplies(pending), touched);
  }

  private Turn unclear(Interview interview) {
    var pending = interview.memory().pending();
    if (pending == null) {
      return again(interview, "Take your time.");
    }
    return interview.memory().tries() == 0
        ? simpler(interview, kindly(interview), pending, Set.of())
        : left(interview, "No problem, we leave " + pending.label() + " open.");
  }

  /** Not the same words every time, so that a run of "idk" is not met by a machine. */
  private static String kindly(Interview interview) {
    var often = interview.memory().left().size();
    return KINDLY.get(often % KINDLY.size());
  }

  private Turn simpler(Interview interview, String before, Topic topic, Set<Section> touched) {
    var after = interview.with(interview.memory().tryingAgain());
    return turn(
        after, join(before, Questions.askSimply(topic)), Questions.quickReplies(topic), touched);
  }

  private Turn left(Interview interview, String before) {
    var memory = interview.memory();
    var pending = memory.pending();
    if (pending == null) {
      return again(interview, "All right.");
    }
    var after = interview.with(memory.leaving(pending));
    return memory.focused() ? settled(after, before, Set.of()) : next(after, before, Set.of());
  }

  private Turn explained(Interview interview) {
    var pending = interview.memory().pending();
    return pending == null
        ? again(interview, "I write down what you tell me about your business.")
        : turn(
            interview,
            join(Questions.why(pending), Questions.askSimply(pending)),
            Questions.quickReplies(pending),
            Set.of());
  }

  private Turn asksForDraft(Interview interview) {
    if (new Coverage(interview).canDraft()) {
      return say(
          interview.with(interview.memory().havingOffered()),
          interview.memory().isAboutBrief()
              ? "What changes can be read. Choose “Show what changes” and look it over."
              : "Your Brief is ready to be drafted. Choose “Draft my Brief” and look it over.");
    }
    return again(interview, "You can draft whenever you like; a little more would make it useful.");
  }

  private static String howFar(Interview interview) {
    return new Coverage(interview).canDraft()
        ? "There is enough for a draft; choose “%s” whenever you like."
            .formatted(interview.memory().isAboutBrief() ? "Show what changes" : "Draft my Brief")
        : "A little more would make the draft useful.";
  }

  /** The pending question once more, as it was; nothing is counted against the owner. */
  private Turn again(Interview interview, String before) {
    var memory = interview.memory();
    var pending = memory.pending();
    if (pending == null) {
      return next(interview, before, Set.of());
    }
    var question = memory.tries() == 0 ? Questions.ask(pending) : Questions.askSimply(pending);
    return turn(interview, join(before, question), Questions.quickReplies(pending), Set.of());
  }

  private Turn next(Interview interview, String before, Set<Section> touched) {
    if (interview.memory().focused()) {
      return settled(interview, before, touched);
    }
    var coverage = new Coverage(interview);
    var offer = coverage.canDraft() && !interview.memory().offered();
    var memory = offer ? interview.memory().havingOffered() : interview.memory();
    var topic = coverage.next();
    if (topic.isEmpty()) {
      return turn(
          interview.with(memory.asking(null)),
          join(before, isClosed(interview) ? stillHere(memory) : closing(coverage, memory)),
          List.of(),
          touched);
    }
    var after = interview.with(memory.asking(topic.get()));
    var said = offer ? join(before, memory.isAboutBrief() ? OFFER_CHANGE : OFFER) : before;
    return turn(
        after,
        join(said, Questions.ask(topic.get())),
        Questions.quickReplies(topic.get()),
        touched);
  }

  /** Whether there was nothing left to ask before this message: then that has been said. */
  private static boolean isClosed(Interview interview) {
    return interview.memory().pending() == null;
  }

  private static String stillHere(Memory memory) {
    return memory.isAboutBrief() ? CHANGE_STILL_HERE : STILL_HERE;
  }

  private static String closing(Coverage coverage, Memory memory) {
    var now =
        memory.isAboutBrief() ? "You can read what changes now" : "I can draft your Brief now";
    if (coverage.allSectionsCovered()) {
      return "That covers all seven sections. " + now + ", and anything you add is welcome.";
    }
    var open = coverage.stillOpen().values().stream().flatMap(List::stream).toList();
    var first =
        String.join(open.size() > 2 ? ", " : " and ", open.subList(0, Math.min(2, open.size())));
    var more = open.size() > 2 ? " and a little more" : "";
    return "That is all I wanted to ask. Still open: "
        + first
        + more
        + ". "
        + now
        + ", and you can add to it at any time.";
  }

  private Turn settled(Interview interview, String before, Set<Section> touched) {
    var after = interview.with(interview.memory().asking(null));
    var where =
        touched.isEmpty()
            ? "Nothing in the draft has changed."
            : "It is in your draft now. Read it over, then accept it.";
    return turn(after, join(before, where), List.of(), touched);
  }

  @Override
  public Turn askAgain(Interview interview, Section section) {
    var topic = new Coverage(interview).weakest(section);
    var after = interview.with(interview.memory().focusing(true).asking(topic));
    return turn(
        after,
        join("Let us look at " + topic.label() + " again.", Questions.ask(topic)),
        Questions.quickReplies(topic),
        Set.of());
  }

  @Override
  public Turn noticing(Interview interview) {
    var pending = interview.memory().pending();
    return pending != null && new Coverage(interview).knows(pending)
        ? next(interview, "", Set.of())
        : again(interview, "");
  }

  @Override
  public Turn resume(Interview interview) {
    var pending = interview.memory().pending();
    if (interview.draft().isEmpty() && pending == Topic.WHAT) {
      return again(interview, "Welcome back.");
    }
    return pending == null
        ? again(interview, "Welcome back.")
        : again(interview, "Welcome back. We were talking about " + pending.label() + ".");
  }

  @Override
  public Turn draft(Interview interview) {
    var after = interview.with(interview.memory().asking(null).focusing(true));
    return say(
        after,
        "Here is your Brief, in your own words. Read each section, change what you like, then approve it.");
  }

  @Override
  public Map<Section, Progress> progress(Interview interview) {
    return new Coverage(interview).progress();
  }

  @Override
  public Map<Section, List<String>> stillOpen(Interview interview) {
    return new Coverage(interview).stillOpen();
  }

  @Override
  public boolean canDraft(Interview interview) {
    return new Coverage(interview).canDraft();
  }

  private static Turn ask(Interview interview, String before, Topic topic) {
    return turn(
        interview.with(interview.memory().asking(topic)),
        join(before, Questions.ask(topic)),
        Questions.quickReplies(topic),
        Set.of());
  }

  private static Turn say(Interview interview, String words) {
    return turn(interview, words, List.of(), Set.of());
  }

  private static Turn turn(
      Interview interview, String reply, List<String> quickReplies, Set<Section> touched) {
    return new Turn(interview, reply, quickReplies, touched);
  }

  private static String pendingLabel(Interview interview) {
    var pending = interview.memory().pending();
    return pending == null ? "that" : pending.label();
  }

  private static String join(String before, String after) {
    var parts = new ArrayList<String>();
    parts.add(before);
    parts.add(after);
    parts.removeIf(String::isBlank);
    return String.join(" ", parts);
  }
}
