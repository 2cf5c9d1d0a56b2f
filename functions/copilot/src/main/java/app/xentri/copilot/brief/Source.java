package app.xentri.copilot.brief;

import app.xentri.platform.Wire;

/** Where a statement comes from. Only {@link #ANSWER} carries receipts. */
public enum Source implements Wire {
  /** The owner said it in the conversation; the receipts name the messages. */
  ANSWER,
  /** The owner wrote it into the Brief. */
  OWNER,
  /** Nobody said it. Shown as such until the owner confirms or removes it. */
  ASSUMPTION
}
