package app.xentri.platform.http;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import app.xentri.platform.text.Text;
import app.xentri.platform.text.TextGate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of an address, read from the query as it was sent: what API Gateway makes of it
 * joins repeated parameters with a comma, and writes U+FFFD for bytes that are no UTF-8.
 */
final class Query {

  private final ObjectNode parameters = Json.object();
  private final List<Violation> wrong = new ArrayList<>();

  private Query() {}

  /**
   * All parameters as an object of strings, in NFC.
   *
   * @throws Refused 400 that names each one that is repeated or not well-formed text
   */
  static ObjectNode parameters(JsonNode event) {
    var query = new Query();
    String raw = event.path("rawQueryString").asString("");
    if (raw.isEmpty()) {
      event
          .path("queryStringParameters")
          .properties()
          .forEach(entry -> query.add(entry.getKey(), entry.getValue().asString("")));
    } else {
      for (String pair : raw.split("&", -1)) {
        query.read(pair);
      }
    }
    if (!query.wrong.isEmpty()) {
      throw new Refused(refusal(query.wrong));
    }
    return query.parameters;
  }

  /** The refusal of a query, with the pointers of what is wrong. */
  static Refusal refusal(List<Violation> wrong) {
    return new Refusal.BadRequest(
        "invalid_query", "Some query parameters are not as they should be; see errors.", wrong);
  }

  private void read(String pair) {
    if (pair.isEmpty()) {
      return;
    }
    int equals = pair.indexOf('=');
    String sentName = equals < 0 ? pair : pair.substring(0, equals);
    Optional<String> name = decoded(sentName);
    Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
    if (name.isPresent() && value.isPresent()) {
      add(name.get(), value.get());
    } else {
      refuse(name.orElse(sentName), "is not well-formed text");
    }
  }

  private void add(String name, String value) {
    if (!Text.isWellFormed(name) || !Text.isWellFormed(value)) {
      refuse(name, "is not well-formed text");
    } else if (Text.hasControls(name) || Text.hasControls(value)) {
      refuse(name, "must not contain control characters");
    } else if (parameters.has(name)) {
      refuse(name, "must be given once");
    } else {
      parameters.put(name, Text.normalized(value));
    }
  }

  private void refuse(String name, String why) {
    var violation = new Violation(TextGate.pointer(name), why);
    if (!wrong.contains(violation) && wrong.size() < Violation.MOST) {
      wrong.add(violation);
    }
  }

  /** Percent encoding and plus signs undone; empty if that is not UTF-8. */
  private static Optional<String> decoded(String sent) {
    var bytes = new ByteArrayOutputStream();
    byte[] text = sent.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '%') {
        bytes.write(text[i] == '+' ? ' ' : text[i]);
      } else if (i + 2 < text.length && isHex(text[i + 1]) && isHex(text[i + 2])) {
        bytes.write(Character.digit(text[i + 1], 16) << 4 | Character.digit(text[i + 2], 16));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    return Text.utf8(bytes.toByteArray());
  }

  private static boolean isHex(byte character) {
    return Character.digit(character, 16) >= 0;
  }
}
