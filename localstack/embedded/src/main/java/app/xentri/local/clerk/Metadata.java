package app.xentri.local.clerk;

import tools.jackson.databind.node.ObjectNode;

/** Clerk's merge of metadata: objects deeply, {@code null} removes a key. */
final class Metadata {

  private Metadata() {}

  static ObjectNode merged(ObjectNode before, ObjectNode change) {
    ObjectNode result = before.deepCopy();
    for (var entry : change.properties()) {
      String key = entry.getKey();
      if (entry.getValue().isNull()) {
        result.remove(key);
      } else if (entry.getValue() instanceof ObjectNode next
          && result.get(key) instanceof ObjectNode old) {
        result.set(key, merged(old, next));
      } else {
        result.set(key, entry.getValue());
      }
    }
    return result;
  }
}
