package app.xentri.identity.clerk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person is called, in one line of at most 120 characters; empty if unknown. The provider
 * keeps it in two parts, of which the first ends at the first space, so that the way there and back
 * changes nothing.
 */
public record PersonName(String value) {

  private static final int LONGEST = 120;

  public PersonName {
    value = shortened(value.strip().replaceAll("\\s+", " "));
  }

  /** From the provider's two parts. */
  public static PersonName of(@Nullable String first, @Nullable String last) {
    return new PersonName((first == null ? "" : first) + " " + (last == null ? "" : last));
  }

  /** From the provider's two parts as it tells them; empty if there is no name that we can use. */
  static Optional<PersonName> told(Told first, Told last) {
    boolean usable =
        (first.isAbsent() || first.line().isPresent())
            && (last.isAbsent() || last.line().isPresent())
            && !(first.isAbsent() && last.isAbsent());
    return usable
        ? Optional.of(of(first.line().orElse(null), last.line().orElse(null)))
        : Optional.empty();
  }

  public String first() {
    int space = value.indexOf(' ');
    return space < 0 ? value : value.substring(0, space);
  }

  public String last() {
    int space = value.indexOf(' ');
    return space < 0 ? "" : value.substring(space + 1);
  }

  private static String shortened(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LONGEST)).strip();
  }
}
