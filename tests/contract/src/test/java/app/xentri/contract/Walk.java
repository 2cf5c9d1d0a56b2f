package app.xentri.contract;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.Call;
import app.xentri.testkit.Route;
import app.xentri.testkit.RouteCaller;
import app.xentri.testkit.RouteCaller.Answered;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Goes through all routes of a running local cloud as somebody who knows nothing but what template,
 * schemas and examples say, and notes what is not so: each route has to answer its first valid
 * example with a success.
 */
final class Walk {

  private static final String PROBLEMS = "https://xentri.app/problems/";

  private final RouteCaller caller;
  private final Schemas schemas = new Schemas();
  private final List<String> findings = new ArrayList<>();

  Walk(RouteCaller caller) {
    this.caller = caller;
  }

  /** Everything that is not as it was said to be, each with its route. */
  List<String> findings() {
    Map<Route, Answered> answers = caller.walk(this::check);
    for (Route route : caller.routes()) {
      Answered last = answers.get(route);
      String refusal =
          last == null
              ? "nothing that is there yet can be put into its path"
              : last.answer().statusCode() + " " + last.answer().body();
      require(
          last != null && last.isSuccess(),
          route,
          "does not answer its example with a success: " + refusal);
    }
    return List.copyOf(findings);
  }

  private void check(Route route, Answered answered) {
    HttpResponse<String> answer = answered.answer();
    checkSuccess(route, answer);
    checkRefusals(route, answered.call());
    if (route.needsKey()) {
      HttpResponse<String> again = caller.send(answered.call());
      require(
          again.statusCode() == answer.statusCode() && again.body().equals(answer.body()),
          route,
          "answers a repeated Idempotency-Key with " + again.statusCode() + " " + again.body());
    }
  }

  private void checkSuccess(Route route, HttpResponse<String> answer) {
    require(
        route.statuses().contains(answer.statusCode()),
        route,
        "answers " + answer.statusCode() + ", and x-status says " + route.statuses());
    if (answer.statusCode() == 204) {
      require(answer.body().isEmpty(), route, "answers 204 with a body");
      return;
    }
    require(
        contentType(answer).equals("application/json"), route, "answers " + contentType(answer));
    JsonNode body = Json.read(answer.body());
    require(
        List.copyOf(body.propertyNames()).equals(List.of("data", "error", "meta"))
            && body.path("error").isNull(),
        route,
        "does not answer data, error and meta, but " + body.propertyNames());
    if (route.response() != null) {
      List<Violation> wrong =
          schemas.violations("api/" + route.name() + ".response.json", body.path("data"));
      require(wrong.isEmpty(), route, "answers what its schema does not allow: " + wrong);
    }
  }

  /** What a caller has to bring is asked for. That nothing else is, the success has shown. */
  private void checkRefusals(Route route, Call call) {
    if (!route.isPublic()) {
      requireProblem(route, caller.send(call.as("")), 401, "unauthenticated", "without a token");
      requireProblem(
          route, caller.send(call.as("e30.e30.e30")), 401, "unauthenticated", "with a bad token");
    }
    if (route.needsKey()) {
      requireProblem(
          route,
          caller.send(call.without("idempotency-key")),
          400,
          "idempotency_key_missing",
          "without Idempotency-Key");
    }
    if (route.needsIfMatch()) {
      requireProblem(
          route,
          caller.send(call.without("if-match")),
          400,
          "if_match_missing",
          "without If-Match");
    }
  }

  private void requireProblem(
      Route route, HttpResponse<String> answer, int status, String code, String when) {
    boolean asSaid =
        answer.statusCode() == status
            && contentType(answer).equals("application/problem+json")
            && Json.read(answer.body()).path("type").asString("").equals(PROBLEMS + code);
    require(
        asSaid,
        route,
        "does not answer %d %s %s, but %d %s"
            .formatted(status, code, when, answer.statusCode(), answer.body()));
  }

  private void require(boolean holds, Route route, String otherwise) {
    if (!holds) {
      findings.add(route.title() + " " + otherwise);
    }
  }

  private static String contentType(HttpResponse<String> answer) {
    return answer.headers().firstValue("content-type").orElse("no content type").split(";", 2)[0];
  }
}
