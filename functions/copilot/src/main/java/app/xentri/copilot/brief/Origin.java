package app.xentri.copilot.brief;

import app.xentri.platform.Wire;

/** How a version of the Brief came about. */
public enum Origin implements Wire {
  /** The co-pilot wrote it from what was said; its author approved it. */
  CONVERSATION,
  /** Its author changed a section by hand. */
  EDIT,
  /** Its author brought an earlier version back. */
  RESTORE
}
