package app.xentri.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

  /** A Friday. */
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(1 minute)   | 2026-01-02T03:05:05Z",
        "rate(5 minutes)  | 2026-01-02T03:09:05Z",
        "rate(2 hours)    | 2026-01-02T05:04:05Z",
        "rate(1 day)      | 2026-01-03T03:04:05Z",
        "cron(0 9 ? * MON-FRI *)   | 2026-01-02T09:00:00Z",
        "cron(0 9 ? * 2 *)         | 2026-01-05T09:00:00Z",
        "cron(0 9 ? * SUN *)       | 2026-01-04T09:00:00Z",
        "cron(0 9 ? * 1 *)         | 2026-01-04T09:00:00Z",
        "cron(0 18 L * ? *)        | 2026-01-31T18:00:00Z",
        "cron(0 8 ? * 6#3 *)       | 2026-01-16T08:00:00Z",
        "cron(0/15 * * * ? *)      | 2026-01-02T03:15:00Z",
        "cron(0 0 1 1 ? 2028)      | 2028-01-01T00:00:00Z",
      })
  void theNextTimeIsTheOneThatSchedulerComputes(String expression, Instant next) {
    var parsed = ScheduleExpression.parse(expression, UTC);
    assertEquals(Optional.of(next), parsed.next(Optional.of(NOW), NOW));
  }

  @Test
  void calendarsAreReadInTheirTimeZone() {
    var parsed = ScheduleExpression.parse("cron(0 9 * * ? *)", ZoneId.of("Europe/Vilnius"));
    assertEquals(
        Optional.of(Instant.parse("2026-01-02T07:00:00Z")), parsed.next(Optional.empty(), NOW));
  }

  @Test
  void aRateFiresAtOnceTheFirstTime() {
    assertEquals(
        Optional.of(NOW), ScheduleExpression.parse("rate(1 day)", UTC).next(Optional.empty(), NOW));
  }

  @Test
  void aSingleTimeFiresOnceAndLateRatherThanNever() {
    var future = ScheduleExpression.parse("at(2026-02-03T04:05:06)", UTC);
    assertEquals(
        Optional.of(Instant.parse("2026-02-03T04:05:06Z")), future.next(Optional.empty(), NOW));
    var past = ScheduleExpression.parse("at(2025-02-03T04:05:06)", UTC);
    assertEquals(Optional.of(NOW), past.next(Optional.empty(), NOW));
    assertEquals(Optional.empty(), past.next(Optional.of(NOW), NOW));
  }

  @Test
  void aCalendarWithoutAnyTimeLeftNeverFires() {
    var past = ScheduleExpression.parse("cron(0 0 1 1 ? 2020)", UTC);
    assertEquals(Optional.empty(), past.next(Optional.empty(), NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 minute",
        "rate(0 minutes)",
        "rate(1 second)",
        "rate(-1 minute)",
        "cron(* * * * *)",
        "cron(0 9 * * * *)",
        "cron(0 9 1 * MON *)",
        "cron(61 9 * * ? *)",
        "at(tomorrow)",
        "at(2026-13-01T00:00:00)",
      })
  void whatSchedulerRefusesIsRefused(String expression) {
    assertThrows(IllegalArgumentException.class, () -> ScheduleExpression.parse(expression, UTC));
  }
}
