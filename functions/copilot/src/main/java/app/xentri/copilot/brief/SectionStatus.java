package app.xentri.copilot.brief;

import app.xentri.platform.Wire;

/** Whether the owner stands by a section, or left it open on purpose. */
public enum SectionStatus implements Wire {
  DRAFT,
  READY
}
