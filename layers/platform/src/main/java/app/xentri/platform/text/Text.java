package app.xentri.platform.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What we ask of text, wherever it comes from. Everything that decides whether text can be taken
 * asks here, so that a body, a query, a claim and another service's message mean the same by it.
 */
public final class Text {

  private static final int REPLACEMENT = 0xFFFD;
  private static final int DELETE = 0x7F;
  private static final Pattern IDENTIFIER = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private Text() {}

  /**
   * Whether it can be written as UTF-8 and says what its writer meant: no half of a surrogate pair,
   * and no U+FFFD, which decoders on the way leave in place of what they could not read. Taken in,
   * the loss would be ours.
   */
  public static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(it -> isSurrogate(it) || it == REPLACEMENT);
  }

  private static boolean isSurrogate(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }

  /**
   * Whether it holds NUL, which Postgres cannot keep, or another control character of ASCII. Tab
   * and line breaks are none: where text has one line, its schema says so.
   */
  public static boolean hasControls(String text) {
    return text.chars().anyMatch(Text::isControl);
  }

  private static boolean isControl(int character) {
    return (character < ' ' && character != '\t' && character != '\n' && character != '\r')
        || character == DELETE;
  }

  /**
   * Whether a reader would see anything: space, marks without a letter, and characters that exist
   * to show nothing do not count.
   */
  public static boolean isVisible(String text) {
    return text.codePoints().anyMatch(Text::shows);
  }

  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      default -> !isEmptyShape(character) && !isReserved(character);
    };
  }

  /** Letters and symbols by their category, and blank all the same. */
  private static boolean isEmptyShape(int character) {
    return switch (character) {
      case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0xFFFC, 0x13441, 0x13442, 0x1D159 -> true;
      default -> false;
    };
  }

  /** What Unicode keeps for characters that show nothing, and what is no character at all. */
  private static boolean isReserved(int character) {
    return character == 0x2065
        || (character >= 0xFFF0 && character <= 0xFFF8)
        || (character >= 0xE0000 && character <= 0xE0FFF)
        || (character >= 0xFDD0 && character <= 0xFDEF)
        || (character & 0xFFFE) == 0xFFFE;
  }

  /** The one spelling of what looks the same: Unicode's composed form (NFC). */
  public static String normalized(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Whether it can be another service's id: 1 to 255 visible characters of ASCII. */
  public static boolean isIdentifier(@Nullable String text) {
    return text != null && IDENTIFIER.matcher(text).matches();
  }

  /**
   * A value of another service, if it is one that we can keep and show: {@linkplain #normalized
   * normalized} and without space around it. Empty for anything else, which must not cost the rest
   * of the message.
   */
  public static Optional<String> usable(@Nullable String text) {
    return Optional.ofNullable(text)
        .filter(it -> isWellFormed(it) && !hasControls(it) && isVisible(it))
        .map(it -> normalized(it).strip());
  }

  /** What these bytes say in UTF-8; empty if they are anything else. */
  public static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      // Another encoding, or damaged: which of the two nobody can tell.
      return Optional.empty();
    }
  }
}
