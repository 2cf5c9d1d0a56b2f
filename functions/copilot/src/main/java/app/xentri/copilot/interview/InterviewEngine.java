package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;
import java.util.List;
import java.util.Map;

/**
 * Leads the conversation. Every engine keeps three promises: a reply asks at most one question,
 * every statement it files carries the message it came from as its receipt, and what an owner
 * writes is never taken as an instruction to the engine.
 *
 * <p>Engines hold no state; the {@link Interview} is all there is.
 */
public interface InterviewEngine {

  /** The first words of a session. */
  Turn open(Interview interview);

  /** Takes in an answer, files what it says, and asks the next question. */
  Turn answer(Interview interview, OwnerMessage message);

  /**
   * Asks again about one section, for an owner who is reviewing its draft. The answer takes the
   * place of the earlier one.
   */
  Turn askAgain(Interview interview, Section section);

  /**
   * Takes note of a draft that was changed by hand: a question that it has answered gives way to
   * the next one. The same pending question means that nothing needs to be said.
   */
  Turn noticing(Interview interview);

  /** The words for an owner who comes back to an open session. Changes nothing. */
  Turn resume(Interview interview);

  /** Makes the draft that the owner will review. Adds nothing that was not said. */
  Turn draft(Interview interview);

  Map<Section, Progress> progress(Interview interview);

  /**
   * For each section, what is still missing from it, in a few words; sections without are absent.
   */
  Map<Section, List<String>> stillOpen(Interview interview);

  /** Whether the key things of at least four sections are known. */
  boolean canDraft(Interview interview);
}
