package asl.evaluation;

import com.dashjoin.jsonata.Jsonata;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Between JSON and the values that JSONata computes with. */
final class Values {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Up to here every whole number is a double of its own. */
  private static final double EXACT = 9_007_199_254_740_992.0;

  private Values() {}

  /** The value is neither JSON nor nothing: a function, for example. */
  static final class UnsupportedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** For JSONata. Its own null stands for JSON's, so that lists may hold one. */
  static Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = LinkedHashMap.newLinkedHashMap(node.size());
        node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>(node.size());
        node.forEach(item -> list.add(plain(item)));
        yield list;
      }
      case STRING -> node.stringValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> number(node);
      case NULL -> Jsonata.NULL_VALUE;
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    };
  }

  private static Number number(JsonNode node) {
    if (node.isInt()) {
      return node.intValue();
    }
    return node.canConvertToLong() && node.isIntegralNumber()
        ? (Number) node.longValue()
        : (Number) node.doubleValue();
  }

  /** Back to JSON; nothing, which is not null, is no value of JSON and left out of lists. */
  static JsonNode node(Object value) throws UnsupportedException {
    return switch (value) {
      case String text -> NODES.stringNode(text);
      case Boolean flag -> NODES.booleanNode(flag);
      case Number number -> node(number);
      case List<?> list -> {
        ArrayNode array = NODES.arrayNode(list.size());
        for (Object item : list) {
          add(array, item);
        }
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          put(object, String.valueOf(entry.getKey()), entry.getValue());
        }
        yield object;
      }
      default -> {
        if (Jsonata.NULL_VALUE.equals(value)) {
          yield NODES.nullNode();
        }
        throw new UnsupportedException();
      }
    };
  }

  private static void add(ArrayNode array, @Nullable Object item) throws UnsupportedException {
    if (item != null) {
      array.add(node(item));
    }
  }

  private static void put(ObjectNode object, String name, @Nullable Object value)
      throws UnsupportedException {
    if (value != null) {
      object.set(name, node(value));
    }
  }

  /** A whole double is written without a fraction, as JavaScript writes it. */
  private static JsonNode node(Number number) throws UnsupportedException {
    return switch (number) {
      case Integer whole -> NODES.numberNode(whole);
      case Long whole -> NODES.numberNode(whole);
      case BigInteger whole -> NODES.numberNode(whole);
      case BigDecimal decimal -> node((Number) decimal.doubleValue());
      default -> {
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
          throw new UnsupportedException();
        }
        yield value == Math.rint(value) && Math.abs(value) <= EXACT
            ? smallest((long) value)
            : NODES.numberNode(value);
      }
    };
  }

  private static JsonNode smallest(long value) {
    return (int) value == value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }
}
