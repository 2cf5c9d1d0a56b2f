package app.xentri.platform.http;

import app.xentri.platform.DependencyUnavailable;
import app.xentri.platform.Ids;
import app.xentri.platform.Json;
import app.xentri.platform.Patience;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import app.xentri.platform.identity.Shown;
import app.xentri.platform.text.TextGate;
import app.xentri.platform.validation.Schemas;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The edge of every HTTP function: decodes the event, validates body and query against {@code
 * schema/api/{function}.*.json}, calls the endpoint and encodes what comes back. The only place
 * that turns refusals into problems, what is down into a 503 and faults into an empty 500.
 */
public final class HttpFunction implements UnaryOperator<JsonNode> {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFunction.class);
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final String CACHING = "cache-control";
  private static final String NEVER = "no-store";

  /** What tells one caller's answer from another's: no cache may take one for the other. */
  private static final String DEPENDS_ON =
      "Cookie, Authorization, x-org-id, " + Shown.HEADER + ", Accept-Encoding";

  private static final Pattern XRAY_ROOT = Pattern.compile("Root=1-([0-9a-f]{8})-([0-9a-f]{24})");

  private static final Refusal UNAVAILABLE =
      new Refusal.Unavailable(
          "unavailable", "Something that this needs does not answer. Try again in a moment.");

  private final String name;
  private final Schemas schemas;
  private final Function<Request, Function<Request, Response>> admission;
  private final Duration patience;

  /** Wraps an endpoint whose callers have the usual patience. */
  public HttpFunction(
      String name, Schemas schemas, Function<Request, Function<Request, Response>> admission) {
    this(name, schemas, admission, Patience.OF_A_REQUEST);
  }

  /**
   * Wraps an endpoint.
   *
   * @param admission first decides who calls (and may refuse), then gives what to do with the
   *     validated request
   * @param patience how long an answer may wait in vain for others, in all
   */
  public HttpFunction(
      String name,
      Schemas schemas,
      Function<Request, Function<Request, Response>> admission,
      Duration patience) {
    this.name = name;
    this.schemas = schemas;
    this.admission = admission;
    this.patience = patience;
  }

  @Override
  public JsonNode apply(JsonNode event) {
    Request request = new Request(event, traceId(event));
    MDC.put("trace_id", request.traceId());
    MDC.remove("org_id");
    long started = System.nanoTime();
    Response response = Patience.of(patience, () -> answer(request));
    LOG.atInfo()
        .addKeyValue("route", request.route())
        .addKeyValue("status", response.status())
        .addKeyValue("duration_ms", (System.nanoTime() - started) / 1_000_000)
        .log("request");
    return encode(
        request, response.header("x-trace-id", request.traceId()).header("vary", DEPENDS_ON));
  }

  private Response answer(Request request) {
    try {
      Function<Request, Response> endpoint = admission.apply(request);
      return conditional(request, endpoint.apply(admitted(request)));
    } catch (Refused refused) {
      return Problem.of(refused.refusal(), request.traceId());
    } catch (DependencyUnavailable down) {
      LOG.atWarn()
          .setCause(down)
          .addKeyValue("route", request.route())
          .addKeyValue("dependency", down.dependency())
          .log("unavailable");
      return Problem.of(UNAVAILABLE, request.traceId());
    } catch (RuntimeException fault) {
      LOG.atError().setCause(fault).addKeyValue("route", request.route()).log("fault");
      return Problem.fault(request.traceId());
    }
  }

  /** The request with its text as we keep it, once path, query and body are as they should be. */
  private Request admitted(Request request) {
    request.requireReadablePath();
    requireValidQuery(request);
    String body = "api/" + name + ".request.json";
    if (!schemas.hasBody(body)) {
      return request;
    }
    JsonNode json =
        schemas.isForeign(body)
            ? TextGate.admitForeign(request.json())
            : TextGate.admit(request.json(), schemas.secrets(body));
    List<Violation> wrong = schemas.violations(body, json);
    if (!wrong.isEmpty()) {
      throw new Refused(new Refusal.Invalid(wrong));
    }
    return request.with(json);
  }

  private void requireValidQuery(Request request) {
    JsonNode parameters = request.queryParameters();
    String query = "api/" + name + ".query.json";
    if (schemas.has(query)) {
      List<Violation> wrong = schemas.violations(query, schemas.coerce(query, parameters));
      if (!wrong.isEmpty()) {
        throw new Refused(Query.refusal(wrong));
      }
    }
  }

  /**
   * 304 for a read whose entity tag the caller already has; never for one that must not be kept,
   * because its tag says less than what it depends on. By then the endpoint has answered, so the
   * caller may see what the tag is of.
   */
  private static Response conditional(Request request, Response response) {
    String tag = response.headers().get(Response.ETAG);
    Response plain =
        response.headers().containsKey(CACHING)
            ? response
            : response.header(CACHING, tag == null ? NEVER : "private, no-cache");
    return tag != null && isKnown(request, plain, tag)
        ? new Response(304, plain.headers(), List.of(), "")
        : plain;
  }

  private static boolean isKnown(Request request, Response response, String tag) {
    return response.status() == 200
        && request.method().equals("GET")
        && !NEVER.equals(response.headers().get(CACHING))
        && request
            .header("if-none-match")
            .filter(known -> KnownTags.of(known).have(tag))
            .isPresent();
  }

  private static String traceId(JsonNode event) {
    var parent = TRACEPARENT.matcher(event.path("headers").path("traceparent").asString(""));
    if (parent.matches()) {
      return parent.group(1);
    }
    var root = XRAY_ROOT.matcher(event.path("headers").path("x-amzn-trace-id").asString(""));
    return root.find() ? root.group(1) + root.group(2) : Ids.traceId();
  }

  private static ObjectNode encode(Request request, Response response) {
    ObjectNode reply = Json.object().put("statusCode", response.status());
    ObjectNode headers = reply.putObject("headers");
    response.headers().forEach(headers::put);
    ArrayNode cookies = reply.putArray("cookies");
    response.cookies().forEach(cookies::add);
    return Compression.fill(reply, request, response.body());
  }
}
