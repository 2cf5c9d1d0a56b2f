package app.xentri.local.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses who answers a request as an HTTP API does: a full match before one with parameters
 * ({@code {name}}), that before a greedy one ({@code {name+}}), and {@code $default} last; at each
 * step the method itself before {@code ANY}.
 */
public final class Routes<H> {

  private static final String DEFAULT = "$default";

  private final List<Candidate<H>> candidates = new ArrayList<>();

  /**
   * A route that fits, with the values of its parameters, decoded.
   *
   * @param parameters empty for a route without any
   */
  public record Match<H>(H handler, Map<String, String> parameters) {
    public Match {
      parameters = Map.copyOf(parameters);
    }
  }

  /** Adds a route, wherever it belongs in the order. */
  public Routes<H> on(String method, String path, H handler) {
    candidates.add(Candidate.of(method, path, handler));
    candidates.sort(
        Comparator.<Candidate<H>, String>comparing(Candidate::shape)
            .thenComparing(candidate -> candidate.method().equals("ANY")));
    return this;
  }

  /**
   * The route for a request.
   *
   * @param path decoded, as HTTP APIs match it
   */
  public Optional<Match<H>> find(String method, String path) {
    List<String> segments = segments(path);
    for (Candidate<H> candidate : candidates) {
      if (candidate.serves(method)) {
        Optional<Map<String, String>> parameters = candidate.match(segments);
        if (parameters.isPresent()) {
          return Optional.of(new Match<>(candidate.handler(), parameters.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    if (segments.size() > 1 && segments.getLast().isEmpty()) {
      segments.removeLast(); // HTTP APIs take /things/ for /things.
    }
    return segments;
  }

  /**
   * A route taken apart.
   *
   * @param isDefault takes what no other takes, with no parameters
   * @param shape orders routes: one character a segment, literal before parameter before greedy, so
   *     that the first difference decides
   */
  private record Candidate<H>(
      String method, boolean isDefault, List<String> segments, String shape, H handler) {

    static <H> Candidate<H> of(String method, String path, H handler) {
      if (path.equals(DEFAULT)) {
        return new Candidate<>(method, true, List.of("{proxy+}"), "9", handler);
      }
      List<String> segments = Routes.segments(path);
      StringBuilder shape = new StringBuilder();
      segments.forEach(segment -> shape.append(greedy(segment) ? '3' : named(segment) ? '2' : '1'));
      String order = (shape.indexOf("3") >= 0 ? "2" : "1") + shape;
      return new Candidate<>(method, false, segments, order, handler);
    }

    boolean serves(String wanted) {
      return method.equals(wanted) || method.equals("ANY") || isDefault;
    }

    Optional<Map<String, String>> match(List<String> path) {
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 0; i < segments.size(); i++) {
        String segment = segments.get(i);
        if (i >= path.size()) {
          return Optional.empty();
        }
        if (greedy(segment)) {
          return greedyMatch(parameters, segment, path.subList(i, path.size()));
        }
        if (named(segment)) {
          if (path.get(i).isEmpty()) {
            return Optional.empty();
          }
          parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
        } else if (!segment.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return segments.size() == path.size() ? Optional.of(parameters) : Optional.empty();
    }

    private Optional<Map<String, String>> greedyMatch(
        Map<String, String> parameters, String segment, List<String> rest) {
      if (!isDefault) {
        parameters.put(segment.substring(1, segment.length() - 2), String.join("/", rest));
      }
      return Optional.of(parameters);
    }

    private static boolean named(String segment) {
      return segment.startsWith("{") && segment.endsWith("}");
    }

    private static boolean greedy(String segment) {
      return segment.startsWith("{") && segment.endsWith("+}");
    }
  }
}
