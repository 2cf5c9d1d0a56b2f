package app.xentri.identity.org;

import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Where a page of organizations ends: the last membership on it. */
record OrgCursor(Instant joinedAt, UUID membershipId) {

  /** As it stands in an address. */
  String encoded() {
    byte[] text = (joinedAt + "|" + membershipId).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /** Denied as a bad request if it is not one of ours. */
  static Outcome<OrgCursor> decode(String encoded) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8)
              .split("\\|", -1);
      if (parts.length == 2) {
        return Outcome.done(new OrgCursor(Instant.parse(parts[0]), UUID.fromString(parts[1])));
      }
    } catch (IllegalArgumentException | DateTimeException _) {
      // Whatever it is, it does not come from us.
      return malformed();
    }
    return malformed();
  }

  private static Outcome<OrgCursor> malformed() {
    return Outcome.denied(
        new Refusal.BadRequest(
            "invalid_query",
            "Some query parameters are not as they should be; see errors.",
            List.of(new Violation("/cursor", "is not a cursor that this API gave"))));
  }
}
