package app.xentri.e2e;

import app.xentri.e2e.RawHttp.Answer;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.platform.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What an answer to whatever was sent may look like while everything runs. */
final class Verdict {

  private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");
  private static final String PROBLEMS = "https://xentri.app/problems/";

  /** What the gateway answers by itself, in its own words, before any function is asked. */
  private static final Set<Integer> OF_THE_GATEWAY = Set.of(400, 404, 413, 414, 421, 431);

  /** Problems that are about values, and therefore have to name them. */
  private static final List<String> ABOUT_VALUES = List.of("invalid", "invalid_query");

  private Verdict() {}

  /** What is wrong with it; empty if nothing is. */
  static Optional<String> on(Call call, Answer answer) {
    return fault(answer)
        .map(
            why ->
                why
                    + "\n"
                    + answer.status()
                    + " "
                    + answer.headers()
                    + " "
                    + answer.text()
                    + "\nto "
                    + call);
  }

  /**
   * The same while something that we depend on is down: 503 is right then, if it comes soon and
   * says when to try again.
   */
  static Optional<String> during(Call call, Answer answer, Duration patience) {
    if (answer.took().compareTo(patience) > 0) {
      return Optional.of(
          "after " + answer.took().toMillis() + " ms: " + answer.status() + " to " + call);
    }
    if (answer.status() != 503) {
      return on(call, answer);
    }
    boolean right =
        answer.header("content-type").equals("application/problem+json")
            && answer.header("retry-after").matches("[1-9][0-9]*");
    return right
        ? Optional.empty()
        : Optional.of(
            "a 503 that does not say when: "
                + answer.headers()
                + " "
                + answer.text()
                + "\nto "
                + call);
  }

  private static Optional<String> fault(Answer answer) {
    int status = answer.status();
    if (status == 0) {
      return Optional.of("no answer");
    }
    if (status >= 500) {
      return Optional.of("a fault");
    }
    if (status == 204 || status == 304) {
      return answer.body().length == 0 ? Optional.empty() : Optional.of("a body with " + status);
    }
    try {
      return status < 300 ? success(answer) : problem(answer);
    } catch (JacksonException _) {
      boolean gateway =
          OF_THE_GATEWAY.contains(status) && !answer.headers().containsKey("x-trace-id");
      return gateway ? Optional.empty() : Optional.of("no JSON");
    }
  }

  private static Optional<String> success(Answer answer) {
    if (!Json.read(answer.body()).has("data")) {
      return Optional.of("a success without data");
    }
    return answer.text().contains("\ufffd") || answer.text().contains("\\u0000")
        ? Optional.of("took in what it should have refused")
        : Optional.empty();
  }

  private static Optional<String> problem(Answer answer) {
    JsonNode problem = Json.read(answer.body());
    int status = answer.status();
    if (problem.has("message") && OF_THE_GATEWAY.contains(status)) {
      return Optional.empty();
    }
    boolean complete =
        answer.header("content-type").equals("application/problem+json")
            && problem.path("type").asString("").startsWith(PROBLEMS)
            && problem.path("status").asInt(0) == status
            && !problem.path("title").asString("").isBlank()
            && !problem.path("detail").asString("").isBlank()
            && TRACE.matcher(problem.path("trace_id").asString("")).matches();
    if (!complete) {
      return Optional.of("no problem as they have to be");
    }
    boolean nameless = ABOUT_VALUES.contains(code(problem)) && !names(problem);
    return nameless ? Optional.of("a problem that does not name what is wrong") : Optional.empty();
  }

  private static String code(JsonNode problem) {
    return problem.path("type").asString("").substring(PROBLEMS.length());
  }

  private static boolean names(JsonNode problem) {
    JsonNode errors = problem.path("errors");
    return !errors.isEmpty()
        && errors
            .valueStream()
            .allMatch(
                it ->
                    it.path("pointer").asString("-").matches("(?s)(/.*)?")
                        && !it.path("message").asString("").isBlank());
  }
}
