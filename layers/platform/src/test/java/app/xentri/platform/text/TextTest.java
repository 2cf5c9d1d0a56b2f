package app.xentri.platform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d", "a\ud83d", "J\ufffdrg"})
  void halfAPairAndWhatADecoderLeftAreNoText(String text) {
    assertFalse(Text.isWellFormed(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "Jörg", "😀", "\ufffe", "\u0000"})
  void everythingElseIsWellFormed(String text) {
    assertTrue(Text.isWellFormed(text));
  }

  @Test
  void allControlsOfAsciiAreRefusedButTabAndLineBreaks() {
    for (int i = 0; i < 0x80; i++) {
      boolean control = (i < 0x20 && !List.of(9, 10, 13).contains(i)) || i == 0x7f;
      assertEquals(control, Text.hasControls("a" + (char) i + "b"), Integer.toHexString(i));
    }
  }

  /** Every character that Unicode lists as ignorable by default, and what is blank beside it. */
  @Test
  void whatShowsNothingIsNotVisible() {
    List<int[]> ranges =
        List.of(
            new int[] {0x00, 0x20},
            new int[] {0x7f, 0xa0},
            new int[] {0xad, 0xad},
            new int[] {0x34f, 0x34f},
            new int[] {0x61c, 0x61c},
            new int[] {0x115f, 0x1160},
            new int[] {0x17b4, 0x17b5},
            new int[] {0x180b, 0x180f},
            new int[] {0x2000, 0x200f},
            new int[] {0x2028, 0x202f},
            new int[] {0x205f, 0x206f},
            new int[] {0x2800, 0x2800},
            new int[] {0x3000, 0x3000},
            new int[] {0x3164, 0x3164},
            new int[] {0xfe00, 0xfe0f},
            new int[] {0xfeff, 0xfeff},
            new int[] {0xffa0, 0xffa0},
            new int[] {0xfff0, 0xfffc},
            new int[] {0x1bca0, 0x1bca3},
            new int[] {0x1d173, 0x1d17a},
            new int[] {0xe0000, 0xe0fff},
            new int[] {0x300, 0x36f});
    for (int[] range : ranges) {
      for (int character = range[0]; character <= range[1]; character++) {
        String text = Character.toString(character);
        assertFalse(Text.isVisible(text + " " + text), Integer.toHexString(character));
        assertTrue(Text.isVisible(text + "a"), Integer.toHexString(character));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", ".", "1", "é", "e\u0301", "私", "ﷺ", "😀", "👩‍👩‍👧", "\u200b-"})
  void whatAReaderSeesIsVisible(String text) {
    assertTrue(Text.isVisible(text));
  }

  @Test
  void anotherServicesValueIsKeptOrLeftOut() {
    assertEquals(Optional.of("José"), Text.usable(" Jose\u0301 "));
    for (String text : new String[] {"", " ", "\u200b", "a\u0000", "\ud83d", "\ufffd"}) {
      assertEquals(Optional.empty(), Text.usable(text));
    }
    assertEquals(Optional.empty(), Text.usable(null));
  }

  @Test
  void anIdentifierIsVisibleAscii() {
    assertTrue(Text.isIdentifier("user_2abcDEF"));
    for (String text : new String[] {"", " ", "a b", "user\u0000", "usér", "x".repeat(256)}) {
      assertFalse(Text.isIdentifier(text), text);
    }
    assertFalse(Text.isIdentifier(null));
  }

  @Test
  void onlyUtf8IsUtf8() {
    assertEquals(Optional.of("Jörg 😀"), Text.utf8("Jörg 😀".getBytes(StandardCharsets.UTF_8)));
    byte[][] others = {
      "Jörg".getBytes(StandardCharsets.ISO_8859_1),
      {(byte) 0xc0, (byte) 0x80}, // NUL in two bytes
      {(byte) 0xed, (byte) 0xa0, (byte) 0xbd}, // half a pair
      {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
      {(byte) 0xe2, (byte) 0x82},
    };
    for (byte[] bytes : others) {
      assertEquals(Optional.empty(), Text.utf8(bytes));
    }
  }
}
