package app.xentri.platform.http;

import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.database.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An HTTP response.
 *
 * @param headers lower-case names
 * @param cookies whole {@code Set-Cookie} values
 * @param body UTF-8 text, empty for none
 */
public record Response(int status, Map<String, String> headers, List<String> cookies, String body)
    implements Answer {

  static final String ETAG = "etag";

  public Response {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  /** 200 with the envelope around {@code data}. */
  public static Response ok(Object data) {
    return enveloped(200, data, Json.object());
  }

  /** 201 with the envelope around {@code data}. */
  public static Response created(Object data) {
    return enveloped(201, data, Json.object());
  }

  /** 200 with one page of a list; {@code next_cursor} is null at its end. */
  public static Response page(Page<?> page) {
    Cursor next = page.next();
    String cursor = next == null ? null : next.text();
    return enveloped(200, page.items(), Json.object().put("next_cursor", cursor));
  }

  /** 204. */
  public static Response noContent() {
    return new Response(204, Map.of(), List.of(), "");
  }

  private static Response enveloped(int status, Object data, ObjectNode meta) {
    ObjectNode envelope = Json.object();
    envelope.set("data", Json.tree(data));
    envelope.putNull("error");
    envelope.set("meta", meta);
    return json(status, envelope);
  }

  /** Any status with a body of exactly this JSON. */
  public static Response json(int status, JsonNode body) {
    return new Response(
        status, Map.of("content-type", "application/json"), List.of(), Json.write(body));
  }

  /** The same response with the tag of the version that it shows. */
  public Response etag(EntityTag tag) {
    return with(ETAG, tag.toString());
  }

  /**
   * The same response with one more header.
   *
   * @throws IllegalArgumentException for a tag that is not made of what it is the tag of
   */
  public Response header(String lowerCaseName, String value) {
    if (lowerCaseName.equals(ETAG)) {
      throw new IllegalArgumentException("a tag is an EntityTag");
    }
    return with(lowerCaseName, value);
  }

  private Response with(String lowerCaseName, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(lowerCaseName, value);
    return new Response(status, all, cookies, body);
  }

  /** The same response, setting one more cookie. */
  public Response cookie(String setCookie) {
    var all = new ArrayList<>(cookies);
    all.add(setCookie);
    return new Response(status, headers, all, body);
  }
}
