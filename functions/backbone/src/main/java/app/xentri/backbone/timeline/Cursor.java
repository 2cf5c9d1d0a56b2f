package app.xentri.backbone.timeline;

import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page ended. To clients it is opaque text; it says nothing but a place in their own org.
 */
record Cursor(long before) {

  private static final Pattern FORM = Pattern.compile("seq:([1-9][0-9]{0,17})");

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("seq:" + before).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws Refused 400 if it is anything else
   */
  static Cursor of(String text) {
    try {
      String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      Matcher form = FORM.matcher(decoded);
      if (form.matches()) {
        return new Cursor(Long.parseLong(form.group(1)));
      }
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
    throw new Refused(refusal());
  }

  private static Refused refused(IllegalArgumentException cause) {
    var refused = new Refused(refusal());
    refused.addSuppressed(cause);
    return refused;
  }

  private static Refusal refusal() {
    return new Refusal.BadRequest(
        "invalid_query",
        "Send back the next_cursor of an earlier answer, unchanged.",
        List.of(new Violation("/cursor", "is not a cursor of ours")));
  }
}
