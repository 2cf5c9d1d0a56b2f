package app.xentri.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends what is longer than a packet as gzip to whoever takes it. Nobody else on the way does:
 * CloudFront compresses only what it may keep, and what is somebody's own is never kept
 * (infra/cdn.yaml).
 */
final class Compression {

  /** In characters. What is shorter goes in one packet either way. */
  private static final int LEAST = 1_200;

  /** One of a list that names gzip, with a weight that is not zero. */
  private static final Pattern TAKES_GZIP =
      Pattern.compile(
          "(?i)(?:^|.*,)[ \\t]*gzip[ \\t]*(?:;[ \\t]*q=(?:1(?:\\.0{0,3})?|0\\.(?!0{1,3}[ \\t]*(?:,|$))[0-9]{1,3})[ \\t]*)?(?:,.*|$)");

  private Compression() {}

  /**
   * Puts the body into the reply.
   *
   * @param reply for the gateway, with its headers
   */
  static ObjectNode fill(ObjectNode reply, Request request, String body) {
    boolean worthIt = body.length() >= LEAST && takesGzip(request);
    if (worthIt) {
      ObjectNode headers = (ObjectNode) reply.path("headers");
      headers.put("content-encoding", "gzip");
      String tag = headers.path(Response.ETAG).asString("");
      // Other bytes under the same tag: it says that they mean the same, and no longer that they
      // are the same.
      if (!tag.isEmpty()) {
        headers.put(Response.ETAG, "W/" + tag);
      }
    }
    return reply.put("body", worthIt ? gzip(body) : body).put("isBase64Encoded", worthIt);
  }

  private static boolean takesGzip(Request request) {
    return request
        .header("accept-encoding")
        .filter(list -> TAKES_GZIP.matcher(list).matches())
        .isPresent();
  }

  /** In base64, which is how a function hands bytes to the gateway. */
  private static String gzip(String body) {
    var bytes = new ByteArrayOutputStream(body.length() / 2);
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compress in memory", e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
