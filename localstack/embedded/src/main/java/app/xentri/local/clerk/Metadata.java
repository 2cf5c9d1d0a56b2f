package app.xentri.local.clerk;

import app.xentri.local.Json;
import tools.jackson.databind.node.ObjectNode;

/** What an app keeps with a person or an organization: for all to see, for itself, for anyone. */
record Metadata(ObjectNode publicPart, ObjectNode privatePart, ObjectNode unsafePart) {

  static Metadata none() {
    return unsafe(Json.object());
  }

  /** Only what a browser has sent. */
  static Metadata unsafe(ObjectNode part) {
    return new Metadata(Json.object(), Json.object(), part);
  }

  /** With each part that the body gives in the place of the old one. */
  Metadata replacedBy(Input in) {
    return new Metadata(
        in.object("public_metadata", publicPart),
        in.object("private_metadata", privatePart),
        in.object("unsafe_metadata", unsafePart));
  }

  /** Clerk's merge: objects deeply, {@code null} removes a key. */
  Metadata mergedWith(Input in) {
    return new Metadata(
        merged(publicPart, in.object("public_metadata", Json.object())),
        merged(privatePart, in.object("private_metadata", Json.object())),
        merged(unsafePart, in.object("unsafe_metadata", Json.object())));
  }

  private static ObjectNode merged(ObjectNode before, ObjectNode change) {
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
