package app.xentri.local.clerk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The JSON body of a Backend API call. */
record Input(ObjectNode body) {

  /** The text of a field; null when it is absent, null or not a text. */
  @Nullable String text(String name) {
    var node = body.get(name);
    return node != null && node.isString() ? node.asString() : null;
  }

  boolean has(String name) {
    return body.has(name);
  }

  /** The text of a field; the standard one when the field is absent, null when it is null. */
  @Nullable String text(String name, @Nullable String standard) {
    return has(name) ? text(name) : standard;
  }

  boolean yes(String name) {
    return body.path(name).asBoolean(false);
  }

  /** Texts of a list field; one text counts as a list. */
  List<String> texts(String name) {
    var found = new ArrayList<String>();
    var node = body.path(name);
    if (node.isString()) {
      found.add(node.asString());
    }
    for (var item : node) {
      found.add(item.asString());
    }
    return found;
  }

  /** A whole number; empty when absent or null. */
  Optional<Long> number(String name) {
    var node = body.path(name);
    return node.isIntegralNumber() ? Optional.of(node.asLong()) : Optional.empty();
  }

  ObjectNode object(String name, ObjectNode standard) {
    return body.get(name) instanceof ObjectNode node ? node : standard;
  }
}
