package app.xentri.local.clerk;

import app.xentri.local.http.Pairs;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call, read whole.
 *
 * @param method what is meant: clerk-js sends {@code POST ?_method=PATCH} to stay clear of CORS
 * @param path without the mount point {@code /__clerk}
 * @param params values of the path's placeholders
 */
record Call(
    String method,
    String path,
    Map<String, String> params,
    Pairs query,
    String body,
    Pairs form,
    Map<String, List<String>> headers) {

  static final int LARGEST_BODY = 1 << 20;

  /** As many as Clerk gives at once. */
  private static final int MOST_IN_A_LIST = 500;

  private static final Set<String> OVERRIDES = Set.of("PATCH", "PUT", "DELETE");

  /** Reads the exchange; empty when the body is larger than 1 MiB. */
  static Optional<Call> read(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      return Optional.empty();
    }
    var body = new String(bytes, StandardCharsets.UTF_8);
    var query = Pairs.of(exchange.getRequestURI().getRawQuery());
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    boolean isForm = type != null && type.startsWith("application/x-www-form-urlencoded");
    return Optional.of(
        new Call(
            meant(exchange.getRequestMethod(), query.first("_method")),
            unmounted(exchange.getRequestURI().getPath()),
            Map.of(),
            query,
            body,
            Pairs.of(isForm ? body : null),
            exchange.getRequestHeaders()));
  }

  /**
   * Only a POST can mean something else: a link or an image must not be able to change anything.
   */
  private static String meant(String sent, String override) {
    return sent.equals("POST") && OVERRIDES.contains(override) ? override : sent;
  }

  Call with(Map<String, String> pathParams) {
    return new Call(method, path, pathParams, query, body, form, headers);
  }

  String param(String name) {
    return Objects.requireNonNull(params.get(name), name);
  }

  /** A form field; null when it is absent or empty, which Clerk treats alike. */
  @Nullable String field(String name) {
    return unlessEmpty(form.first(name));
  }

  boolean has(String name) {
    return form.has(name);
  }

  @Nullable String query(String name) {
    return unlessEmpty(query.first(name));
  }

  private static @Nullable String unlessEmpty(String value) {
    return value.isEmpty() ? null : value;
  }

  /** The part of a list that is asked for: {@code limit} items after {@code offset}. */
  <T> List<T> part(List<T> all) {
    return all.stream()
        .skip(number("offset", 0))
        .limit(Math.min(number("limit", 10), MOST_IN_A_LIST))
        .toList();
  }

  /** A number from the query; the default when it is absent or none. */
  private int number(String name, int standard) {
    String text = query(name);
    return text == null || !text.matches("\\d{1,9}") ? standard : Integer.parseInt(text);
  }

  @Nullable String header(String name) {
    var values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  Optional<String> cookie(String name) {
    for (String line : headers.getOrDefault("Cookie", List.of())) {
      for (String pair : line.split(";", -1)) {
        String trimmed = pair.strip();
        if (trimmed.startsWith(name + "=")) {
          return Optional.of(trimmed.substring(name.length() + 1));
        }
      }
    }
    return Optional.empty();
  }

  private static String unmounted(String path) {
    return path.startsWith("/__clerk/") ? path.substring("/__clerk".length()) : path;
  }
}
