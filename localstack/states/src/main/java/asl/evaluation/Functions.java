package asl.evaluation;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The functions that AWS adds to JSONata, and those whose answer depends on the time: an execution
 * lives by its engine's clock.
 */
final class Functions {

  private static final Set<String> DIGESTS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
  private static final int LARGEST_RANGE = 1_000;

  private Functions() {}

  static void bind(Jsonata.Frame frame, Instant now) {
    bind(frame, "now", arguments -> now(now, arguments));
    bind(frame, "millis", _ -> now.toEpochMilli());
    bind(frame, "partition", Functions::partition);
    bind(frame, "range", Functions::range);
    bind(frame, "hash", Functions::hash);
    bind(frame, "random", Functions::random);
    bind(frame, "uuid", _ -> UUID.randomUUID().toString());
    bind(frame, "parse", Functions::parse);
    bind(
        frame,
        "eval",
        _ -> {
          throw refuse("$eval is not supported");
        });
  }

  @FunctionalInterface
  private interface Function {
    @Nullable Object of(List<?> arguments);
  }

  private static void bind(Jsonata.Frame frame, String name, Function function) {
    frame.bind(name, new Jsonata.JFunction((_, arguments) -> function.of(arguments), null));
  }

  private static @Nullable Object now(Instant now, List<?> arguments) {
    return com.dashjoin.jsonata.Functions.dateTimeFromMillis(
        now.toEpochMilli(), optionalText(arguments, 0), optionalText(arguments, 1));
  }

  private static @Nullable Object partition(List<?> arguments) {
    Object array = argument(arguments, 0);
    if (array == null) {
      return null;
    }
    if (!(array instanceof List<?> list)) {
      throw refuse("Argument 1 of function $partition must be an array");
    }
    long size = whole("partition", arguments, 1);
    if (size < 1) {
      throw refuse("Argument 2 of function $partition must be a positive integer");
    }
    List<Object> chunks = new ArrayList<>();
    for (int from = 0; from < list.size(); from += (int) Math.min(size, list.size())) {
      chunks.add(new ArrayList<>(list.subList(from, (int) Math.min(from + size, list.size()))));
    }
    return chunks;
  }

  private static Object range(List<?> arguments) {
    long first = whole("range", arguments, 0);
    long last = whole("range", arguments, 1);
    long step = whole("range", arguments, 2);
    if (step == 0) {
      throw refuse("Argument 3 of function $range must not be 0");
    }
    // A sequence, as recorded: one number stands alone, and none is nothing.
    List<Object> numbers = com.dashjoin.jsonata.Utils.createSequence();
    for (long n = first; step > 0 ? n <= last : n >= last; n += step) {
      if (numbers.size() == LARGEST_RANGE) {
        throw refuse("The array of function $range would have more than 1000 items");
      }
      numbers.add(n);
    }
    return numbers;
  }

  private static @Nullable Object hash(List<?> arguments) {
    Object value = argument(arguments, 0);
    if (value == null) {
      return null;
    }
    String algorithm = optionalText(arguments, 1);
    if (algorithm == null || !DIGESTS.contains(algorithm)) {
      throw refuse(
          "Argument 2 of function $hash must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512");
    }
    String text = value instanceof String string ? string : json(value);
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(Object value) {
    try {
      return asl.Json.text(Values.node(value));
    } catch (Values.UnsupportedException e) {
      throw refuse("Argument 1 of function $hash is not JSON");
    }
  }

  /** With a seed the same number each time. */
  private static Object random(List<?> arguments) {
    Object seed = argument(arguments, 0);
    return switch (seed) {
      case null -> Math.random();
      case Number number -> new Random(number.longValue()).nextDouble();
      default -> throw refuse("Argument 1 of function $random must be a number");
    };
  }

  private static @Nullable Object parse(List<?> arguments) {
    Object text = argument(arguments, 0);
    if (text == null) {
      return null;
    }
    if (!(text instanceof String json)) {
      throw refuse("Argument 1 of function $parse must be a string");
    }
    try {
      return Values.plain(asl.Json.parse(json));
    } catch (JacksonException e) {
      throw refuse("The string given to function $parse is not JSON");
    } catch (IllegalArgumentException e) {
      throw refuse("The string given to function $parse is empty");
    }
  }

  private static @Nullable Object argument(List<?> arguments, int index) {
    return index < arguments.size() ? arguments.get(index) : null;
  }

  private static @Nullable String optionalText(List<?> arguments, int index) {
    return argument(arguments, index) instanceof String text ? text : null;
  }

  private static long whole(String function, List<?> arguments, int index) {
    if (argument(arguments, index) instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())) {
      return number.longValue();
    }
    throw refuse("Argument %d of function $%s must be an integer".formatted(index + 1, function));
  }

  private static JException refuse(String message) {
    return new JException(message, -1);
  }
}
