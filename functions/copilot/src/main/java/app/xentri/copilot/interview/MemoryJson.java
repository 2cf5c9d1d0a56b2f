package app.xentri.copilot.interview;

import app.xentri.platform.Json;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A {@link Memory} as it is put away. Topics that are no longer known are forgotten on reading. */
public final class MemoryJson {
  private MemoryJson() {}

  public static ObjectNode write(Memory memory) {
    var node = Json.object();
    node.put("pending", name(memory.pending()));
    node.put("tries", memory.tries());
    put(node.putArray("answered"), memory.answered());
    put(node.putArray("left"), memory.left());
    node.put("last", name(memory.last()));
    var message = memory.lastMessage();
    node.put("last_message", message == null ? null : message.toString());
    node.put("offered", memory.offered());
    node.put("language", memory.language());
    node.put("focused", memory.focused());
    node.put("answers", memory.answers());
    return node;
  }

  private static void put(ArrayNode array, Set<Topic> topics) {
    topics.forEach(topic -> array.add(name(topic)));
  }

  private static @Nullable String name(@Nullable Topic topic) {
    return topic == null ? null : topic.name().toLowerCase(Locale.ROOT);
  }

  public static Memory read(JsonNode node) {
    var message = node.path("last_message").asString("");
    return new Memory(
        topic(node.path("pending")),
        node.path("tries").asInt(0),
        topics(node.path("answered")),
        topics(node.path("left")),
        topic(node.path("last")),
        message.isEmpty() ? null : UUID.fromString(message),
        node.path("offered").asBoolean(false),
        node.path("language").asBoolean(false),
        node.path("focused").asBoolean(false),
        node.path("answers").asInt(0));
  }

  private static Set<Topic> topics(JsonNode names) {
    var topics = EnumSet.noneOf(Topic.class);
    for (var name : names) {
      var topic = topic(name);
      if (topic != null) {
        topics.add(topic);
      }
    }
    return topics;
  }

  private static @Nullable Topic topic(JsonNode name) {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.name().toLowerCase(Locale.ROOT).equals(name.asString("")))
        .findFirst()
        .orElse(null);
  }
}
