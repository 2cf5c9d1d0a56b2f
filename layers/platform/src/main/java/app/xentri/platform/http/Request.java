package app.xentri.platform.http;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Repeatable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One HTTP request as API Gateway hands it over (HTTP API, payload format 2.0). Header names are
 * lower case.
 */
public final class Request implements Repeatable<Response> {

  /** The largest JSON body that any route takes, in bytes. */
  public static final int MAX_BODY_BYTES = 1 << 20;

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Pattern COOKIE_SEPARATOR = Pattern.compile(";");

  private final JsonNode event;
  private final String traceId;
  private byte @Nullable [] body;
  private @Nullable JsonNode json;

  public Request(JsonNode event, String traceId) {
    this.event = event;
    this.traceId = traceId;
  }

  public String method() {
    return event.path("requestContext").path("http").path("method").asString("");
  }

  public String path() {
    return event.path("rawPath").asString("");
  }

  /**
   * The address that the gateway was called from; empty for a request that came over no network.
   */
  public Optional<String> sourceAddress() {
    JsonNode address = event.path("requestContext").path("http").path("sourceIp");
    return address.isString() ? Optional.of(address.asString()) : Optional.empty();
  }

  /** The route of the template that matched, for example {@code GET /api/v1/brief}. */
  @Override
  public String route() {
    return event.path("routeKey").asString("");
  }

  public String traceId() {
    return traceId;
  }

  public Optional<String> header(String lowerCaseName) {
    JsonNode value = event.path("headers").path(lowerCaseName);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  /**
   * The values of a cookie: a browser that has several of one name sends them all. API Gateway
   * lists them apart from the headers; some emulators leave them in the header.
   */
  public List<String> cookies(String name) {
    String prefix = name + "=";
    Stream<String> listed =
        StreamSupport.stream(event.path("cookies").spliterator(), false)
            .map(cookie -> cookie.asString(""));
    Stream<String> inHeader = COOKIE_SEPARATOR.splitAsStream(header("cookie").orElse(""));
    return Stream.concat(listed, inHeader)
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(prefix))
        .map(cookie -> cookie.substring(prefix.length()))
        .toList();
  }

  public Optional<String> query(String name) {
    JsonNode value = event.path("queryStringParameters").path(name);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  /** All query parameters as an object of strings. */
  public JsonNode queryParameters() {
    JsonNode parameters = event.path("queryStringParameters");
    return parameters.isObject() ? parameters : Json.object();
  }

  public String pathParameter(String name) {
    return event.path("pathParameters").path(name).asString("");
  }

  /**
   * A path parameter that must be a UUID.
   *
   * @throws Refused as not found if it is none: to the caller, a malformed id is one that nobody
   *     has
   */
  public UUID pathId(String name) {
    String value = pathParameter(name);
    try {
      UUID id = UUID.fromString(value);
      if (id.toString().equalsIgnoreCase(value)) {
        return id;
      }
    } catch (IllegalArgumentException _) {
      // Not an id at all: as one that nobody has.
      throw new Refused(new Refusal.NotFound());
    }
    throw new Refused(new Refusal.NotFound());
  }

  /** The raw body; empty if there is none. */
  public byte[] body() {
    if (body == null) {
      String text = event.path("body").asString("");
      body =
          event.path("isBase64Encoded").asBoolean(false)
              ? Base64.getDecoder().decode(text)
              : text.getBytes(StandardCharsets.UTF_8);
    }
    return body.clone();
  }

  /**
   * The body as a JSON object.
   *
   * @throws Refused 413 if it is too large, 415 if it does not say that it is JSON, 400 if it is
   *     not a JSON object
   */
  public JsonNode json() {
    if (json == null) {
      json = parse();
    }
    return json;
  }

  private JsonNode parse() {
    byte[] bytes = body();
    if (bytes.length > MAX_BODY_BYTES) {
      throw new Refused(new Refusal.PayloadTooLarge(MAX_BODY_BYTES));
    }
    String type = header("content-type").orElse("");
    if (!type.regionMatches(true, 0, "application/json", 0, 16)) {
      throw new Refused(new Refusal.UnsupportedMediaType());
    }
    try {
      JsonNode node = Json.read(bytes);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      var place = e.getLocation();
      String where =
          place == null
              ? ""
              : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
      throw new Refused(
          new Refusal.BadRequest("malformed_json", "The body is not valid JSON" + where + "."));
    }
    throw new Refused(
        new Refusal.BadRequest("malformed_json", "The body must be one JSON object."));
  }

  /**
   * The key that makes a repeated POST harmless.
   *
   * @throws Refused 400 if it is missing or not 1 to 255 visible ASCII characters
   */
  @Override
  public String idempotencyKey() {
    String key =
        header("idempotency-key")
            .orElseThrow(
                () ->
                    new Refused(
                        new Refusal.BadRequest(
                            "idempotency_key_missing",
                            "Send an Idempotency-Key header: a new random value for each action, the same one for each retry.")));
    if (!VISIBLE_ASCII.matcher(key).matches()) {
      throw new Refused(
          new Refusal.BadRequest(
              "idempotency_key_malformed",
              "An Idempotency-Key is 1 to 255 visible ASCII characters."));
    }
    return key;
  }

  @Override
  public String fingerprint() {
    return Fingerprint.of(this);
  }

  @Override
  public Response answer(int status, Map<String, String> headers, String body) {
    return new Response(status, headers, List.of(), body);
  }

  /**
   * The tag of what the caller has seen.
   *
   * @throws Refused 400 if {@code If-Match} is missing or not one tag as this API gives it
   */
  public EntityTag ifMatch() {
    String tag =
        header("if-match")
            .orElseThrow(
                () ->
                    new Refused(
                        new Refusal.BadRequest(
                            "if_match_missing",
                            "Send If-Match with the ETag that you have read.")));
    return EntityTag.parse(tag)
        .orElseThrow(
            () ->
                new Refused(
                    new Refusal.BadRequest(
                        "if_match_malformed", "If-Match must be one ETag as this API gives it.")));
  }
}
