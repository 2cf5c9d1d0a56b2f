package app.xentri.copilot.brief;

import app.xentri.platform.Wire;

/** The seven sections of a Brief, in the order in which they are asked about, shown and stored. */
public enum Section implements Wire {
  IDENTITY,
  AUDIENCE,
  OFFERINGS,
  POSITIONING,
  OPERATIONS,
  GOALS,
  PROOF
}
