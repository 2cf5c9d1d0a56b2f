package app.xentri.platform.http;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.BadRequest;
import app.xentri.platform.Refusal.Invalid;
import app.xentri.platform.Refusal.Violation;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Problem details (RFC 9457). */
public final class Problem {

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad request"),
          Map.entry(401, "Not signed in"),
          Map.entry(403, "Not allowed"),
          Map.entry(404, "Not found"),
          Map.entry(409, "Conflict"),
          Map.entry(412, "Changed in the meantime"),
          Map.entry(413, "Too large"),
          Map.entry(415, "Not JSON"),
          Map.entry(422, "Not valid"),
          Map.entry(429, "Too often"),
          Map.entry(503, "Not available right now"));

  private Problem() {}

  /**
   * A refusal as a response, for an endpoint that must add to it, such as a cookie; all others let
   * the edge do it.
   */
  public static Response of(Refusal refusal, String traceId) {
    ObjectNode body =
        body(
            refusal.code(),
            TITLES.getOrDefault(refusal.status(), "Refused"),
            refusal.status(),
            refusal.detail(),
            traceId);
    List<Violation> violations =
        switch (refusal) {
          case BadRequest bad -> bad.violations();
          case Invalid invalid -> invalid.violations();
          case Refusal.Unauthenticated _,
              Refusal.Forbidden _,
              Refusal.NotFound _,
              Refusal.Conflict _,
              Refusal.PreconditionFailed _,
              Refusal.PayloadTooLarge _,
              Refusal.UnsupportedMediaType _,
              Refusal.Later _ ->
              List.of();
        };
    if (!violations.isEmpty()) {
      body.set("errors", Json.tree(violations));
    }
    Response response = problem(refusal.status(), body);
    return switch (refusal) {
      case Refusal.Conflict(_, _, var allowed) when allowed != null ->
          problem(409, body.set("allowed", Json.tree(allowed)));
      case Refusal.PreconditionFailed(var current, var tag) ->
          problem(412, body.set("current", current)).etag(tag);
      case Refusal.Unauthenticated _ -> response.header("www-authenticate", "Bearer");
      case Refusal.Later later -> response.header("retry-after", Long.toString(later.seconds()));
      case BadRequest _,
          Refusal.Forbidden _,
          Refusal.NotFound _,
          Refusal.Conflict _,
          Refusal.PayloadTooLarge _,
          Refusal.UnsupportedMediaType _,
          Invalid _ ->
          response;
    };
  }

  /** A fault: says nothing but where to look. */
  static Response fault(String traceId) {
    return problem(
        500,
        body(
            "internal",
            "Something went wrong",
            500,
            "It is not your fault. Try again; if it stays, give us the trace id.",
            traceId));
  }

  private static ObjectNode body(
      String code, String title, int status, String detail, String traceId) {
    return Json.object()
        .put("type", "https://xentri.app/problems/" + code)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("trace_id", traceId);
  }

  private static Response problem(int status, ObjectNode body) {
    return Response.json(status, body)
        .header("content-type", "application/problem+json")
        .header("cache-control", "no-store");
  }
}
