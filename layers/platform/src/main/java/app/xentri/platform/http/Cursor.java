package app.xentri.platform.http;

import app.xentri.platform.Ids;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import app.xentri.platform.text.Text;
import app.xentri.platform.text.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where a page of a list ended. To clients it is opaque text; it says nothing but a place in a list
 * that its reader may see anyway. What comes back is read as what anybody could have sent.
 *
 * @param list whose place it is, for example {@code events}
 * @param place what the list is ordered by, at the last item that was shown
 */
public record Cursor(String list, List<String> place) {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  public Cursor {
    place = List.copyOf(place);
  }

  /** The place of an item: numbers, times and ids, in the order that the list has. */
  public static Cursor at(String list, Object... place) {
    return new Cursor(list, Arrays.stream(place).map(Object::toString).toList());
  }

  /** As it stands in {@code next_cursor}. */
  public String text() {
    byte[] bytes = (list + "|" + String.join("|", place)).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws Refused 400 if it is anything else, or a place in another list
   */
  static Cursor read(String list, String text) {
    String decoded = Text.utf8(bytes(text)).orElseThrow(Cursor::refused);
    List<String> parts = List.of(decoded.split("\\|", -1));
    if (parts.size() < 2 || !parts.getFirst().equals(list)) {
      throw refused();
    }
    return new Cursor(list, parts.subList(1, parts.size()));
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      // Whatever it is, it does not come from us.
      throw refused();
    }
  }

  /**
   * A number of its place.
   *
   * @throws Refused 400 if it is none between 1 and {@code most}
   */
  public long number(int index, long most) {
    String text = part(index);
    if (!NUMBER.matcher(text).matches() || Long.parseLong(text) > most) {
      throw refused();
    }
    return Long.parseLong(text);
  }

  /**
   * A time of its place.
   *
   * @throws Refused 400 if it is none that the database can keep
   */
  public Instant time(int index) {
    return Timestamp.read(part(index)).orElseThrow(Cursor::refused);
  }

  /**
   * An id of its place.
   *
   * @throws Refused 400 if it is none
   */
  public UUID id(int index) {
    return Ids.read(part(index)).orElseThrow(Cursor::refused);
  }

  private String part(int index) {
    if (index >= place.size()) {
      throw refused();
    }
    return place.get(index);
  }

  private static Refused refused() {
    return new Refused(
        Query.refusal(
            List.of(new Violation("/cursor", "is not a next_cursor that this list has given"))));
  }
}
