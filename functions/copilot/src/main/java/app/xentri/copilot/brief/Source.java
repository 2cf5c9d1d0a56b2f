package app.xentri.copilot.brief;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a statement comes from. Only {@link #ANSWER} carries receipts. */
public enum Source {
  /** The owner said it in the conversation; the receipts name the messages. */
  ANSWER,
  /** The owner wrote it into the Brief. */
  OWNER,
  /** Nobody said it. Shown as such until the owner confirms or removes it. */
  ASSUMPTION;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Source> of(String wire) {
    return Arrays.stream(values()).filter(source -> source.wire().equals(wire)).findFirst();
  }
}
