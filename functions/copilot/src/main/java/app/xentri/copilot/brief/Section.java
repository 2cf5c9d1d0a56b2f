package app.xentri.copilot.brief;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The seven sections of a Brief, in the order in which they are asked about, shown and stored. */
public enum Section {
  IDENTITY,
  AUDIENCE,
  OFFERINGS,
  POSITIONING,
  OPERATIONS,
  GOALS,
  PROOF;

  /** The name used in JSON and in paths: {@code identity}, {@code audience}, … */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The section of that wire name; empty for any other text, case included. */
  public static Optional<Section> of(String wire) {
    return Arrays.stream(values()).filter(section -> section.wire().equals(wire)).findFirst();
  }
}
