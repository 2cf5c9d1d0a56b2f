package app.xentri.identity.clerk;

import app.xentri.platform.text.EmailAddress;
import app.xentri.platform.text.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One value that the provider has told us, in a message or an answer: the only way in which
 * anything of its comes in. Each way of reading it gives what we can keep, or nothing where it is
 * absent, of another kind, malformed or out of range; nothing means that what we have stays.
 *
 * @param value a String, Long or Boolean; null where there is none of these
 */
public record Told(@Nullable Object value) {

  /** Ids stand in addresses and statements, so they are what the provider makes and no more. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private static final Pattern ROLE = Pattern.compile("[a-z0-9_:-]{1,128}");

  /** What stands between the words of one line, wherever it came from. */
  private static final Pattern GAP = Pattern.compile("[\\s\\x{85}\\x{2028}\\x{2029}]+");

  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");
  private static final int LONGEST_PICTURE = 2048;

  private static final Told NOTHING = new Told(null);

  /** A value of a message. */
  public static Told of(JsonNode node) {
    if (node.isString()) {
      return new Told(node.asString());
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return new Told(node.asLong());
    }
    return node.isBoolean() ? new Told(node.asBoolean()) : NOTHING;
  }

  /** A value of an answer. */
  public static Told of(Optional<?> value) {
    return new Told(value.orElse(null));
  }

  /** Whether nothing was said; unlike something that we cannot use. */
  public boolean isAbsent() {
    return value == null || (value instanceof String text && isBlank(text));
  }

  /** Damaged text shows nothing either, but is not blank: something was meant by it. */
  private static boolean isBlank(String text) {
    return Text.isWellFormed(text) && !Text.hasControls(text) && !Text.isVisible(text);
  }

  /** The provider's id of something. */
  public Optional<String> id() {
    return text().filter(text -> ID.matcher(text).matches());
  }

  /** One line of text with something to see in it, composed, with single spaces. */
  public Optional<String> line() {
    return text().flatMap(Text::usable).map(text -> GAP.matcher(text).replaceAll(" ").strip());
  }

  /** As {@link #line()}, cut off where it is longer than so many code points. */
  public Optional<String> line(int longest) {
    return line().map(text -> shortened(text, longest));
  }

  private static String shortened(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest)).strip();
  }

  /** An address that mail can be sent to. */
  public Optional<Email> email() {
    return text().flatMap(EmailAddress::of).map(EmailAddress::matchKey).map(Email::new);
  }

  /** A role's key. */
  public Optional<String> role() {
    return text().filter(text -> ROLE.matcher(text).matches());
  }

  /** The address of a picture that a page of ours may show. */
  public Optional<String> picture() {
    return text().filter(text -> text.length() <= LONGEST_PICTURE && isHttps(text));
  }

  private static boolean isHttps(String text) {
    try {
      URI address = new URI(text);
      return text.startsWith("https://") && address.getHost() != null;
    } catch (URISyntaxException _) {
      // What is no address is no address of a picture.
      return false;
    }
  }

  public Optional<Boolean> flag() {
    return value instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  /** A time, told in milliseconds since 1970, in which the provider can have existed. */
  public Optional<Instant> time() {
    return value instanceof Long millis
            && millis > FIRST.toEpochMilli()
            && millis < LAST.toEpochMilli()
        ? Optional.of(Instant.ofEpochMilli(millis))
        : Optional.empty();
  }

  private Optional<String> text() {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Says nothing of what was told. */
  @Override
  public String toString() {
    return "Told[…]";
  }
}
