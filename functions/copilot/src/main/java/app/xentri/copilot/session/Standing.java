package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.copilot.interview.Progress;
import app.xentri.copilot.interview.Turn;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the co-pilot said last, and how far the interview has come. */
public record Standing(
    String reply,
    List<String> quickReplies,
    boolean canDraft,
    Map<Section, Progress> progress,
    Map<Section, List<String>> stillOpen) {
  public Standing {
    quickReplies = List.copyOf(quickReplies);
    progress = sorted(progress);
    stillOpen = sorted(stillOpen);
  }

  private static <T> Map<Section, T> sorted(Map<Section, T> map) {
    var copy = new EnumMap<Section, T>(Section.class);
    for (var section : Section.values()) {
      var one = map.get(section);
      if (one != null) {
        copy.put(section, one);
      }
    }
    return Collections.unmodifiableMap(copy);
  }

  static Standing of(InterviewEngine engine, Turn turn) {
    return after(engine, turn.interview(), turn.reply(), turn.quickReplies());
  }

  /** After the draft was changed by hand: the same words, counted anew. */
  Standing recounted(InterviewEngine engine, Interview interview) {
    return after(engine, interview, reply, quickReplies);
  }

  Standing saying(String words, List<String> replies) {
    return new Standing(words, replies, canDraft, progress, stillOpen);
  }

  private static Standing after(
      InterviewEngine engine, Interview interview, String reply, List<String> quickReplies) {
    return new Standing(
        reply,
        quickReplies,
        engine.canDraft(interview),
        engine.progress(interview),
        engine.stillOpen(interview));
  }
}
