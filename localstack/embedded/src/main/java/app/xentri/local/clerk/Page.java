package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of a list.
 *
 * @param total how many there are on all pages
 */
record Page<T>(List<T> items, long total) {

  Page {
    items = List.copyOf(items);
  }

  static <T> Page<T> of(List<Row> rows, Function<Row, T> map) {
    long total = rows.isEmpty() ? 0 : rows.getFirst().number("total");
    return new Page<>(rows.stream().map(map).toList(), total);
  }

  /** The items alone. */
  ArrayNode array(Function<T, ObjectNode> as) {
    var array = Json.array();
    items.forEach(item -> array.add(as.apply(item)));
    return array;
  }

  /** {@code {data, total_count}}. */
  ObjectNode json(Function<T, ObjectNode> as) {
    var node = Json.object().put("total_count", total);
    node.set("data", array(as));
    return node;
  }
}
