package app.xentri.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An enum whose constants have a name outside Java: in JSON, where {@link Json} writes it, in
 * columns and in paths. It is theirs in lower case: {@code REVIEW_PENDING} is {@code
 * review_pending}.
 */
public interface Wire {

  /** As the enum declares it. */
  String name();

  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant of that wire name; empty for any other text, case included. */
  static <E extends Enum<E> & Wire> Optional<E> of(Class<E> type, String wire) {
    return Arrays.stream(type.getEnumConstants()).filter(it -> it.wire().equals(wire)).findFirst();
  }
}
