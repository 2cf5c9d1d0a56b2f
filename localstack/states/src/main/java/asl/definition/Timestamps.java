package asl.definition;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times as definitions and executions write them. */
public final class Timestamps {

  private Timestamps() {}

  /** The time in an ISO 8601 text with a {@code T} and an offset; none when it is another text. */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(
          OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
