package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One row of a result, by column name. */
record Row(Map<String, @Nullable Object> columns) {

  String text(String column) {
    return Objects.requireNonNull(maybeText(column), column);
  }

  @Nullable String maybeText(String column) {
    Object value = columns.get(column);
    return value == null ? null : value.toString();
  }

  long number(String column) {
    return Objects.requireNonNull(maybeNumber(column), column);
  }

  @Nullable Long maybeNumber(String column) {
    return columns.get(column) instanceof Number number ? number.longValue() : null;
  }

  ObjectNode json(String column) {
    return (ObjectNode) Json.parse(text(column));
  }
}
