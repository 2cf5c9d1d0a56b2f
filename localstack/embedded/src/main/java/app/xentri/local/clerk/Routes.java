package app.xentri.local.clerk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Calls by method and path; {@code {name}} stands for one path segment. */
final class Routes<H> {

  private record Route<H>(String method, List<String> segments, H handler) {}

  /**
   * A handler and the call with its path parameters.
   *
   * @param handler what was registered
   */
  record Match<H>(H handler, Call call) {}

  private final List<Route<H>> routes = new ArrayList<>();

  Routes<H> on(String method, String path, H handler) {
    routes.add(new Route<>(method, split(path), handler));
    return this;
  }

  /** The first route that fits, in the order of registration. */
  Optional<Match<H>> find(Call call) {
    var segments = split(call.path());
    Function<Route<H>, Optional<Match<H>>> tried =
        route ->
            fit(route.segments(), segments).map(p -> new Match<>(route.handler(), call.with(p)));
    return routes.stream()
        .filter(route -> route.method().equals(call.method()))
        .map(tried)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Map<String, String>> fit(List<String> pattern, List<String> actual) {
    if (pattern.size() != actual.size()) {
      return Optional.empty();
    }
    var params = new HashMap<String, String>();
    for (int i = 0; i < pattern.size(); i++) {
      String expected = pattern.get(i);
      if (expected.startsWith("{")) {
        params.put(expected.substring(1, expected.length() - 1), actual.get(i));
      } else if (!expected.equals(actual.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(params);
  }

  private static List<String> split(String path) {
    return List.of(path.replaceAll("^/|/$", "").split("/", -1));
  }
}
