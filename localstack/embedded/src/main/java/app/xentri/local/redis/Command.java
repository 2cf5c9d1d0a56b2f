package app.xentri.local.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One Redis command as the REST protocol carries it.
 *
 * @param words the command's name and arguments, as bytes
 */
record Command(List<byte[]> words) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          // A number goes to Redis with the digits it came with.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The request is not a command; the message is the service's answer. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  Command {
    words = List.copyOf(words);
  }

  /** {@code ["SET","k","v"]}. */
  static Command fromJson(byte[] body) throws Malformed {
    return fromNode(tree(body, "command"), "command");
  }

  /** {@code [["SET","k","v"],["GET","k"]]}; {@code what} names the request in errors. */
  static List<Command> listFromJson(byte[] body, String what) throws Malformed {
    JsonNode commands = tree(body, what);
    if (!commands.isArray() || commands.isEmpty()) {
      throw new Malformed("ERR failed to parse " + what);
    }
    List<Command> list = new ArrayList<>(commands.size());
    for (JsonNode command : commands) {
      list.add(fromNode(command, what));
    }
    return list;
  }

  /**
   * {@code /set/k/v}: the path's parts, then the body if there is one, then the query's parameters
   * as {@code NAME value}.
   */
  static Command fromPath(String rawPath, String rawQuery, byte[] body) throws Malformed {
    List<byte[]> words = new ArrayList<>();
    for (String part : rawPath.substring(1).split("/", -1)) {
      words.add(bytes(decode(part.replace("+", "%2B"))));
    }
    if (body.length > 0) {
      words.add(body);
    }
    for (String parameter : rawQuery.split("&", -1)) {
      if (!parameter.isEmpty() && !parameter.startsWith("_token=")) {
        for (String side : parameter.split("=", 2)) {
          if (!side.isEmpty()) {
            words.add(bytes(decode(side)));
          }
        }
      }
    }
    return new Command(words);
  }

  /** The command's name in capitals. */
  String name() {
    return word(0);
  }

  /** The argument at the index in capitals, or an empty string past the end. */
  String word(int index) {
    return index < words.size()
        ? new String(words.get(index), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT)
        : "";
  }

  private static JsonNode tree(byte[] body, String what) throws Malformed {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new Malformed("ERR failed to parse " + what);
    }
  }

  private static Command fromNode(JsonNode node, String what) throws Malformed {
    if (!node.isArray() || node.isEmpty()) {
      throw new Malformed("ERR failed to parse " + what);
    }
    List<byte[]> words = new ArrayList<>(node.size());
    for (JsonNode word : node) {
      if (!word.isString() && !word.isNumber() && !word.isBoolean()) {
        throw new Malformed("ERR failed to parse " + what);
      }
      words.add(bytes(word.asString()));
    }
    return new Command(words);
  }

  private static String decode(String text) throws Malformed {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Malformed("ERR failed to parse command");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
