package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The JSON body of a Backend API call. */
record Input(ObjectNode body) {

  /** The text of a field; null when it is absent, null or not a text. */
  @Nullable String text(String name) {
    return text(name, null);
  }

  /** The text of a field; the standard one when the field is absent, null when it is null. */
  @Nullable String text(String name, @Nullable String standard) {
    var node = body.get(name);
    if (node == null) {
      return standard;
    }
    return node.isString() ? node.asString() : null;
  }

  boolean has(String name) {
    return body.has(name);
  }

  boolean yes(String name) {
    return body.path(name).asBoolean(false);
  }

  /** Texts of a list field. */
  List<String> texts(String name) {
    var found = new ArrayList<String>();
    body.path(name).forEach(item -> found.add(item.asString()));
    return found;
  }

  /** What {@code expires_in_seconds} says; the standard when it is absent or null. */
  Duration life(Duration standard) {
    var node = body.path("expires_in_seconds");
    return node.isIntegralNumber() ? Duration.ofSeconds(node.asLong()) : standard;
  }

  /** The object in a field; an empty one when there is none. */
  ObjectNode object(String name) {
    return body.get(name) instanceof ObjectNode node ? node : Json.object();
  }
}
