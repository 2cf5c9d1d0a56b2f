package app.xentri.copilot.session;

import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Where a page of messages ended. Opaque to clients. */
record MessageCursor(int before) {

  private static final Pattern FORM = Pattern.compile("said:([1-9][0-9]{0,8})");

  String text() {
    var bytes = ("said:" + before).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws Refused 400 if it is anything else
   */
  static MessageCursor of(String text) {
    var refused =
        new Refused(
            new Refusal.BadRequest(
                "invalid_query",
                "Send back the next_cursor of an earlier answer, unchanged.",
                List.of(new Violation("/cursor", "is not a cursor of ours"))));
    try {
      var decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      var form = FORM.matcher(decoded);
      if (form.matches()) {
        return new MessageCursor(Integer.parseInt(form.group(1)));
      }
    } catch (IllegalArgumentException e) {
      refused.addSuppressed(e);
    }
    throw refused;
  }
}
