package app.xentri.local.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and values as a query or a form has them. Repeated names keep all values, and {@code
 * name[]} counts as {@code name}.
 */
public record Pairs(Map<String, List<String>> values) {

  /** Reads what is encoded so; null and empty text hold nothing. */
  public static Pairs of(@Nullable String encoded) {
    var values = new LinkedHashMap<String, List<String>>();
    if (encoded == null || encoded.isEmpty()) {
      return new Pairs(values);
    }
    for (String pair : encoded.split("&", -1)) {
      int at = pair.indexOf('=');
      String name = decoded(at < 0 ? pair : pair.substring(0, at));
      String plain = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
      String value = at < 0 ? "" : decoded(pair.substring(at + 1));
      values.computeIfAbsent(plain, _ -> new ArrayList<>()).add(value);
    }
    return new Pairs(values);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The first value; empty when there is none. */
  public String first(String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }
}
