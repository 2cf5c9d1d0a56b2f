package app.xentri.copilot.interview;

import app.xentri.platform.Wire;

/** How far a section has come. */
public enum Progress implements Wire {
  /** Nothing said yet. */
  OPEN,
  /** Something said, something essential missing. */
  PARTIAL,
  COVERED
}
