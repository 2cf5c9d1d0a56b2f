package app.xentri.platform.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as they are written in bodies, queries and cursors: RFC 3339, as far as Java and Postgres
 * can both keep them. That leaves out offsets of more than 18 hours, leap seconds, more than nine
 * decimals and all but the years 1 to 9999.
 */
public final class Timestamp {

  private static final Pattern FORM =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d{2}:\\d{2})");
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Timestamp() {}

  /** The moment that is written there; empty if there is none that we can keep. */
  public static Optional<Instant> read(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant())
          .filter(it -> !it.isBefore(EARLIEST) && !it.isAfter(LATEST));
    } catch (DateTimeException _) {
      // 30 February, 25 o'clock, or an offset that Java does not know.
      return Optional.empty();
    }
  }
}
