package app.xentri.copilot.interview;

import java.util.Locale;

/** How far a section has come. */
public enum Progress {
  /** Nothing said yet. */
  OPEN,
  /** Something said, something essential missing. */
  PARTIAL,
  COVERED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
