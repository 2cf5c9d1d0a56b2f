package app.xentri.platform.http;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Ids;
import app.xentri.platform.Json;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Repeatable;
import app.xentri.platform.text.Text;
import app.xentri.platform.text.TextGate;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One HTTP request as API Gateway hands it over (HTTP API, payload format 2.0). Header names are
 * lower case.
 */
public final class Request implements Repeatable<Response> {

  /** The largest JSON body that any route takes, in bytes. */
  public static final int MAX_BODY_BYTES = 1 << 20;

  /** No comma: the gateway joins two headers of the same name with one. */
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e&&[^,]]{1,255}");

  private static final Pattern JSON_TYPE =
      Pattern.compile("(?i)\\s*application/json\\s*(?:;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$&^_.+*/;=, -]{1,60}");
  private static final Pattern COOKIE_SEPARATOR = Pattern.compile(";");

  private final JsonNode event;
  private final String traceId;
  private byte @Nullable [] body;
  private @Nullable JsonNode json;
  private @Nullable ObjectNode query;

  public Request(JsonNode event, String traceId) {
    this.event = event;
    this.traceId = traceId;
  }

  /** The same request with its body as the edge has taken it in. */
  Request with(JsonNode admitted) {
    var same = new Request(event, traceId);
    same.body = body;
    same.query = query;
    same.json = admitted;
    return same;
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
    JsonNode value = queryParameters().path(name);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  /**
   * All query parameters as an object of strings.
   *
   * @throws Refused 400 that names those that are repeated or not well-formed text
   */
  public JsonNode queryParameters() {
    if (query == null) {
      query = Query.parameters(event);
    }
    return query;
  }

  /**
   * Where the page before ended, from the parameter {@code cursor}.
   *
   * @param list that it must be a place of
   * @param place reads what the list is ordered by
   * @throws Refused 400 if it is no place in this list
   */
  public <T> Optional<T> cursor(String list, Function<Cursor, T> place) {
    return query("cursor").map(text -> place.apply(Cursor.read(list, text)));
  }

  /** How many items a page may have, from the parameter {@code limit}, which its schema bounds. */
  public int limit(int usual) {
    return query("limit").map(Integer::parseInt).orElse(usual);
  }

  public String pathParameter(String name) {
    return event.path("pathParameters").path(name).asString("");
  }

  /**
   * Refuses a path that no schema needs to see.
   *
   * @throws Refused 400 that names the parameters that are not well-formed text
   */
  void requireReadablePath() {
    List<Violation> wrong =
        event.path("pathParameters").properties().stream()
            .filter(entry -> !isReadable(entry.getValue().asString("")))
            .map(
                entry -> new Violation(TextGate.pointer(entry.getKey()), "is not well-formed text"))
            .toList();
    if (!wrong.isEmpty()) {
      throw new Refused(
          new Refusal.BadRequest("malformed_text", "Some text in the path is damaged.", wrong));
    }
  }

  private static boolean isReadable(String text) {
    return Text.isWellFormed(text) && !Text.hasControls(text);
  }

  /**
   * A path parameter that must be a UUID.
   *
   * @throws Refused as not found if it is none: to the caller, a malformed id is one that nobody
   *     has
   */
  public UUID pathId(String name) {
    return Ids.read(pathParameter(name)).orElseThrow(() -> new Refused(new Refusal.NotFound()));
  }

  /** The raw body; empty if there is none. */
  public byte[] body() {
    if (body == null) {
      String text = event.path("body").asString("");
      body = isBase64() ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }
    return body.clone();
  }

  /**
   * The body as a JSON object.
   *
   * @throws Refused 413 if it is too large, 415 if it is compressed or does not say that it is JSON
   *     in UTF-8, 400 if it is not a JSON object
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
    requirePlainJson();
    boolean readable = !isBase64() || Text.utf8(bytes).isPresent();
    try {
      JsonNode node = Json.read(text(bytes));
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new Refused(readable ? malformed(e) : notUtf8());
    }
    throw new Refused(
        readable
            ? new Refusal.BadRequest("malformed_json", "The body must be one JSON object.")
            : notUtf8());
  }

  private static Refusal malformed(JacksonException e) {
    var place = e.getLocation();
    String where =
        place == null
            ? ""
            : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    return new Refusal.BadRequest("malformed_json", "The body is not valid JSON" + where + ".");
  }

  private static Refusal notUtf8() {
    return new Refusal.BadRequest("malformed_text", "The body is not UTF-8.");
  }

  private boolean isBase64() {
    return event.path("isBase64Encoded").asBoolean(false);
  }

  /**
   * What came as text stays as it came: written as bytes, half a surrogate pair would be a "?".
   * Bytes that are no UTF-8 become U+FFFD, which the gate refuses with the place where it stands.
   */
  private String text(byte[] bytes) {
    return isBase64() ? new String(bytes, StandardCharsets.UTF_8) : event.path("body").asString("");
  }

  private void requirePlainJson() {
    String encoding = header("content-encoding").orElse("identity").strip();
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new Refused(
          new Refusal.UnsupportedMediaType(
              "Send the body without Content-Encoding; "
                  + shown(encoding)
                  + " is not understood."));
    }
    String type = header("content-type").orElse("");
    if (!JSON_TYPE.matcher(type).matches()) {
      throw new Refused(
          new Refusal.UnsupportedMediaType(
              type.isBlank()
                  ? "Send the body as application/json."
                  : "Send the body as application/json in UTF-8, not as " + shown(type) + "."));
    }
  }

  /** What a header says, unless it is nothing to repeat. */
  private static String shown(String header) {
    return TOKEN.matcher(header).matches() ? header : "what it says";
  }

  /**
   * The key that makes a repeated POST harmless.
   *
   * @throws Refused 400 if it is missing, given twice, or not 1 to 255 visible ASCII characters
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
    if (!KEY.matcher(key).matches()) {
      throw new Refused(
          new Refusal.BadRequest(
              "idempotency_key_malformed",
              "Send one Idempotency-Key of 1 to 255 visible ASCII characters without a comma."));
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
    return ifMatchIfAny()
        .orElseThrow(
            () ->
                new Refused(
                    new Refusal.BadRequest(
                        "if_match_missing", "Send If-Match with the ETag that you have read.")));
  }

  /**
   * The tag of what the caller has seen, where it is theirs to say so.
   *
   * @throws Refused 400 if there is an {@code If-Match} that is not one tag as this API gives it
   */
  public Optional<EntityTag> ifMatchIfAny() {
    return header("if-match").map(Request::tag);
  }

  private static EntityTag tag(String header) {
    return EntityTag.parse(header)
        .orElseThrow(
            () ->
                new Refused(
                    new Refusal.BadRequest(
                        "if_match_malformed", "If-Match must be one ETag as this API gives it.")));
  }
}
