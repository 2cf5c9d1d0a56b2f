package app.xentri.e2e;

import app.xentri.testkit.Call;
import app.xentri.testkit.Route;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * One route as a person calls it, with something of theirs in its path, so that what is added to
 * the API is tested without anybody having to think of it.
 */
record Endpoint(Route route, Person person, String path) {

  /** Those that take a body; a webhook is judged by its signature first. */
  static List<Endpoint> withBody(Person person) {
    return all(person, route -> route.takesBody() && !route.path().startsWith("/api/v1/webhooks/"));
  }

  static List<Endpoint> thatNeedAKey(Person person) {
    return all(person, Route::needsKey);
  }

  /** Those that change what the caller has to have seen. */
  static List<Endpoint> conditional(Person person, Predicate<String> path) {
    return all(person, route -> route.needsIfMatch() && path.test(route.path()));
  }

  private static List<Endpoint> all(Person person, Predicate<Route> which) {
    return person.caller().routes().stream()
        .filter(which)
        .map(
            route ->
                new Endpoint(route, person, person.caller().prepare(route).orElseThrow().path()))
        .toList();
  }

  /** A body that would be taken; empty where the route takes none. */
  String valid() {
    return route.takesBody() ? route.valid().getFirst().text() : "";
  }

  /** Sends it with all the headers that it needs. */
  HttpResponse<String> send(String body) {
    return send(body, Map.of());
  }

  HttpResponse<String> send(String body, Map<String, String> more) {
    Call call =
        bare(body).with("idempotency-key", UUID.randomUUID().toString()).with("if-match", "\"1\"");
    return answer(with(call, more));
  }

  /** Sends it with these headers alone. */
  HttpResponse<String> sendBare(String body, Map<String, String> headers) {
    return answer(with(bare(body), headers));
  }

  private Call bare(String body) {
    return new Call(
        route.isPublic() ? "" : person.token(),
        route.method(),
        path,
        body,
        Map.of("origin", person.cloud().origin()));
  }

  private static Call with(Call call, Map<String, String> headers) {
    Call all = call;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      all = all.with(header.getKey(), header.getValue());
    }
    return all;
  }

  private HttpResponse<String> answer(Call call) {
    return person.caller().send(call);
  }

  @Override
  public String toString() {
    return route.key();
  }
}
