package app.xentri.platform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-26T16:00:00Z, 2026-11-26T16:00:00Z",
    "2026-11-26t16:00:00.5z, 2026-11-26T16:00:00.500Z",
    "2026-11-26T16:00:00+18:00, 2026-11-25T22:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z"
  })
  void aTimeIsRead(String text, Instant expected) {
    assertEquals(Optional.of(expected), Timestamp.read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-11-26",
        "2026-11-26T16:00Z",
        "2026-11-26T16:00:00",
        "2026-11-26 16:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-26T25:00:00Z",
        "2026-11-26T23:59:60Z",
        "2026-11-26T16:00:00+18:01",
        "2026-11-26T16:00:00.0123456789Z",
        "+300000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "٢٠٢٦-11-26T16:00:00Z",
        "2026-11-26T16:00:00Z\n"
      })
  void whatWeCannotKeepIsNone(String text) {
    assertEquals(Optional.empty(), Timestamp.read(text));
  }
}
