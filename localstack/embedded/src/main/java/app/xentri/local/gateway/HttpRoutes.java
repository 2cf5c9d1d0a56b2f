package app.xentri.local.gateway;

import app.xentri.local.template.Template.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the route of a request as an HTTP API does: a full match before one with parameters, that
 * before a greedy one, and {@code $default} last; at each step the method itself before {@code
 * ANY}.
 */
final class HttpRoutes {
  private static final Comparator<Candidate> MOST_SPECIFIC_FIRST =
      Comparator.comparing(Candidate::shape)
          .thenComparing(candidate -> candidate.route().method().equals("ANY"));

  private final List<Candidate> candidates;

  HttpRoutes(List<Route> routes) {
    candidates = routes.stream().map(Candidate::of).sorted(MOST_SPECIFIC_FIRST).toList();
  }

  /**
   * A route that fits, with the values of its parameters, decoded.
   *
   * @param parameters empty for a route without any
   */
  record Match(Route route, Map<String, String> parameters) {
    Match {
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * The route for a request.
   *
   * @param path decoded, as HTTP APIs match it
   */
  Optional<Match> find(String method, String path) {
    List<String> segments = segments(path);
    for (Candidate candidate : candidates) {
      if (candidate.serves(method)) {
        Optional<Map<String, String>> parameters = candidate.match(segments);
        if (parameters.isPresent()) {
          return Optional.of(new Match(candidate.route(), parameters.get()));
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
   * @param shape orders routes: one character a segment, literal before parameter before greedy, so
   *     that the first difference decides
   */
  private record Candidate(Route route, List<String> segments, String shape) {

    static Candidate of(Route route) {
      if (route.path().equals("$default")) {
        return new Candidate(route, List.of("{proxy+}"), "9");
      }
      List<String> segments = HttpRoutes.segments(route.path());
      StringBuilder shape = new StringBuilder();
      segments.forEach(segment -> shape.append(greedy(segment) ? '3' : named(segment) ? '2' : '1'));
      return new Candidate(route, segments, (shape.indexOf("3") >= 0 ? "2" : "1") + shape);
    }

    boolean serves(String method) {
      return route.method().equals(method)
          || route.method().equals("ANY")
          || route.path().equals("$default");
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
      if (!route.path().equals("$default")) {
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
