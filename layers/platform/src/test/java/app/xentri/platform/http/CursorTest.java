package app.xentri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.platform.Refusal.BadRequest;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  private static final UUID ID = UUID.fromString("0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11");
  private static final Instant TIME = Instant.parse("2026-11-26T16:00:00.123456Z");

  private record Place(long number, Instant time, UUID id) {}

  private static Place place(String text) {
    Cursor cursor = Cursor.read("things", text);
    return new Place(cursor.number(0, 1000), cursor.time(1), cursor.id(2));
  }

  private static String encoded(String plain) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsWrittenIsRead() {
    assertEquals(new Place(7, TIME, ID), place(Cursor.at("things", 7L, TIME, ID).text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "things",
        "others|7|2026-11-26T16:00:00Z|0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11",
        "things|7",
        "things|0|2026-11-26T16:00:00Z|0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11",
        "things|1001|2026-11-26T16:00:00Z|0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11",
        "things|99999999999999999999|2026-11-26T16:00:00Z|0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11",
        "things|-7|2026-11-26T16:00:00Z|0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11",
        "things|٧|2026-11-26T16:00:00Z|0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11",
        "things|7|+300000-01-01T00:00:00Z|0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11",
        "things|7|0000-01-01T00:00:00Z|0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11",
        "things|7|2026-11-26T16:00:00Z|1-1-1-1-1",
        "things|7|2026-11-26T16:00:00Z|\u0000"
      })
  void anythingElseIsABadRequestThatNamesIt(String plain) {
    var refused = assertThrows(Refused.class, () -> place(encoded(plain)));
    BadRequest refusal = (BadRequest) refused.refusal();
    assertEquals("invalid_query", refusal.code());
    assertEquals(
        List.of("/cursor"), refusal.violations().stream().map(Violation::pointer).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"###", "=", "dGhpbmdz/", "gICA", "\u0000"})
  void whatIsNoBase64OfUtf8IsABadRequest(String text) {
    assertThrows(Refused.class, () -> place(text));
  }

  @Test
  void aPageKnowsWhetherThereIsMore() {
    Page<Integer> more = Page.of(List.of(1, 2, 3), 2, last -> Cursor.at("things", last));
    assertEquals(List.of(1, 2), more.items());
    assertEquals(Cursor.at("things", 2), more.next());
    Page<Integer> last = Page.of(List.of(1, 2), 2, it -> Cursor.at("things", it));
    assertEquals(List.of("1", "2"), last.map(String::valueOf).items());
    assertNull(last.next());
  }
}
