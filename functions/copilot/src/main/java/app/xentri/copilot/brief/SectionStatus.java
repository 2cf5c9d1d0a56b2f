package app.xentri.copilot.brief;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether the owner stands by a section, or left it open on purpose. */
public enum SectionStatus {
  DRAFT,
  READY;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SectionStatus> of(String wire) {
    return Arrays.stream(values()).filter(status -> status.wire().equals(wire)).findFirst();
  }
}
