package app.xentri.contract;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.RunningCloud;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Goes through all routes of a running local cloud as somebody who knows nothing but what template,
 * schemas and examples say, and notes what is not so.
 *
 * <p>Each route has to answer its first valid example with a success. What has to come before it is
 * not written down anywhere: routes that refuse are called again as long as others succeed.
 */
final class Walk {

  private static final String PROBLEMS = "https://xentri.app/problems/";

  private final RunningCloud cloud;
  private final Contract contract;
  private final List<Endpoint> endpoints;
  private final Schemas schemas = new Schemas();
  private final List<String> findings = new ArrayList<>();
  private final String bearer;

  /** Of somebody else, because signing out ends the session behind it. */
  private final String tokenToExchange;

  private final Map<String, String> cookies = new LinkedHashMap<>();

  Walk(RunningCloud cloud, Contract contract, List<Endpoint> endpoints) {
    this.cloud = cloud;
    this.contract = contract;
    this.endpoints = endpoints;
    String somebody = UUID.randomUUID().toString();
    bearer = cloud.token("bearer." + somebody + "@example.com");
    tokenToExchange = cloud.token("cookies." + somebody + "@example.com");
  }

  /** The token of somebody who has an approved Brief, once the walk has been done. */
  String bearer() {
    return bearer;
  }

  /** Everything that is not as it was said to be, each with its route. */
  List<String> findings() {
    var waiting = new ArrayList<>(endpoints);
    var refusals = new HashMap<String, String>();
    while (waiting.removeIf(endpoint -> succeeds(endpoint, refusals))) {
      // Some of those that are left may have waited for these.
    }
    for (Endpoint endpoint : waiting) {
      findings.add(
          endpoint.title()
              + " does not answer its example with a success: "
              + refusals.get(endpoint.name()));
    }
    return List.copyOf(findings);
  }

  private boolean succeeds(Endpoint endpoint, Map<String, String> refusals) {
    Optional<Call> prepared = prepare(endpoint);
    if (prepared.isEmpty()) {
      refusals.put(endpoint.name(), "nothing that is there yet can be put into its path");
      return false;
    }
    Call call = prepared.get();
    HttpResponse<String> answer = send(call);
    if (answer.statusCode() >= 300) {
      refusals.put(endpoint.name(), answer.statusCode() + " " + answer.body());
      return false;
    }
    checkSuccess(endpoint, answer);
    checkRefusals(endpoint, call);
    if (endpoint.needsKey()) {
      HttpResponse<String> again = send(call);
      require(
          again.statusCode() == answer.statusCode() && again.body().equals(answer.body()),
          endpoint,
          "answers a repeated Idempotency-Key with " + again.statusCode() + " " + again.body());
    }
    return true;
  }

  /** A request, complete: what it lacks is taken away from it. */
  private record Call(
      String token, String method, String path, String body, Map<String, String> headers) {

    Call without(String header) {
      var fewer = new HashMap<>(headers);
      fewer.remove(header);
      return new Call(token, method, path, body, fewer);
    }

    Call as(String otherToken) {
      return new Call(otherToken, method, path, body, headers);
    }
  }

  private Optional<Call> prepare(Endpoint endpoint) {
    String path = endpoint.route().path();
    for (String parameter : endpoint.pathParameters()) {
      Optional<String> value = valueOf(parameter, path);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      path = path.replace("{" + parameter + "}", value.get());
    }
    JsonNode example = Contract.json(contract.examplesOf(endpoint.name(), "valid-").getFirst());
    String body = endpoint.takesBody() ? bodyOf(endpoint, example) : "";
    if (endpoint.query() != null && !example.isEmpty()) {
      path +=
          Contract.asText(example).properties().stream()
              .map(each -> each.getKey() + "=" + encoded(each.getValue().asString()))
              .collect(Collectors.joining("&", "?", ""));
    }
    return Optional.of(
        new Call(
            endpoint.isPublic() ? "" : bearer,
            endpoint.route().method(),
            path,
            body,
            headers(endpoint, path, body)));
  }

  /** One of the values that are listed, or the id of what a POST to the path before it makes. */
  private Optional<String> valueOf(String parameter, String path) {
    JsonNode listed = enumOf(parameter);
    if (listed != null) {
      return Optional.of(listed.path(0).asString());
    }
    String collection = path.substring(0, path.indexOf("/{" + parameter + "}"));
    return find("POST", collection)
        .flatMap(this::prepare)
        .map(this::send)
        .filter(answer -> answer.statusCode() < 300)
        .map(answer -> Json.read(answer.body()).path("data").path("id").asString(""));
  }

  private @Nullable JsonNode enumOf(String parameter) {
    JsonNode schema = contract.parameterSchema(parameter);
    return schema == null ? null : schema.get("enum");
  }

  private Optional<Endpoint> find(String method, String path) {
    return endpoints.stream()
        .filter(each -> each.route().method().equals(method) && each.route().path().equals(path))
        .findFirst();
  }

  private Map<String, String> headers(Endpoint endpoint, String path, String body) {
    var headers = new HashMap<String, String>();
    if (endpoint.needsKey()) {
      headers.put("idempotency-key", UUID.randomUUID().toString());
    }
    if (endpoint.needsIfMatch()) {
      headers.put("if-match", etagAbove(path));
    }
    if (endpoint.isPublic()) {
      headers.put("origin", cloud.origin());
      headers.put(
          "cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
    if (endpoint.name().equals("clerk-webhook")) {
      sign(headers, body);
    }
    return headers;
  }

  /** The entity tag of the nearest resource above a path that has one. */
  private String etagAbove(String path) {
    for (String above = path;
        above.length() > 1;
        above = above.substring(0, above.lastIndexOf('/'))) {
      HttpResponse<String> read = send(new Call(bearer, "GET", above, "", Map.of()));
      Optional<String> etag = read.headers().firstValue("etag");
      if (read.statusCode() == 200 && etag.isPresent()) {
        return etag.get();
      }
    }
    return "\"1\"";
  }

  private String bodyOf(Endpoint endpoint, JsonNode example) {
    return endpoint.name().equals("auth-exchange")
        ? Json.write(((ObjectNode) example).put("token", tokenToExchange))
        : Json.write(example);
  }

  /** As Svix signs for the identity provider. */
  private void sign(Map<String, String> headers, String body) {
    String id = "msg_" + UUID.randomUUID();
    String now = String.valueOf(Instant.now().getEpochSecond());
    String secret = cloud.runFile().path("clerk_webhook_secret").asString();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
      byte[] digest = mac.doFinal((id + "." + now + "." + body).getBytes(StandardCharsets.UTF_8));
      headers.put("svix-id", id);
      headers.put("svix-timestamp", now);
      headers.put("svix-signature", "v1," + Base64.getEncoder().encodeToString(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> send(Call call) {
    HttpResponse<String> answer =
        cloud.send(call.token(), call.method(), call.path(), call.body(), call.headers());
    if (answer.statusCode() < 300) {
      for (String cookie : answer.headers().allValues("set-cookie")) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
      }
    }
    return answer;
  }

  private void checkSuccess(Endpoint endpoint, HttpResponse<String> answer) {
    require(
        endpoint.statuses().contains(answer.statusCode()),
        endpoint,
        "answers " + answer.statusCode() + ", and x-status says " + endpoint.statuses());
    if (answer.statusCode() == 204) {
      require(answer.body().isEmpty(), endpoint, "answers 204 with a body");
      return;
    }
    require(
        contentType(answer).equals("application/json"), endpoint, "answers " + contentType(answer));
    JsonNode body = Json.read(answer.body());
    require(
        List.copyOf(body.propertyNames()).equals(List.of("data", "error", "meta"))
            && body.path("error").isNull(),
        endpoint,
        "does not answer data, error and meta, but " + body.propertyNames());
    if (endpoint.response() != null) {
      List<Violation> wrong =
          schemas.violations("api/" + endpoint.name() + ".response.json", body.path("data"));
      require(wrong.isEmpty(), endpoint, "answers what its schema does not allow: " + wrong);
    }
  }

  /** What a caller has to bring is asked for. That nothing else is, the success has shown. */
  private void checkRefusals(Endpoint endpoint, Call call) {
    if (!endpoint.isPublic()) {
      requireProblem(endpoint, send(call.as("")), 401, "unauthenticated", "without a token");
      requireProblem(
          endpoint, send(call.as("e30.e30.e30")), 401, "unauthenticated", "with a bad token");
    }
    if (endpoint.needsKey()) {
      requireProblem(
          endpoint,
          send(call.without("idempotency-key")),
          400,
          "idempotency_key_missing",
          "without Idempotency-Key");
    }
    if (endpoint.needsIfMatch()) {
      requireProblem(
          endpoint, send(call.without("if-match")), 400, "if_match_missing", "without If-Match");
    }
  }

  private void requireProblem(
      Endpoint endpoint, HttpResponse<String> answer, int status, String code, String when) {
    boolean asSaid =
        answer.statusCode() == status
            && contentType(answer).equals("application/problem+json")
            && Json.read(answer.body()).path("type").asString("").equals(PROBLEMS + code);
    require(
        asSaid,
        endpoint,
        "does not answer %d %s %s, but %d %s"
            .formatted(status, code, when, answer.statusCode(), answer.body()));
  }

  private void require(boolean holds, Endpoint endpoint, String otherwise) {
    if (!holds) {
      findings.add(endpoint.title() + " " + otherwise);
    }
  }

  private static String contentType(HttpResponse<String> answer) {
    return answer.headers().firstValue("content-type").orElse("no content type").split(";", 2)[0];
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
