package app.xentri.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages as the identity provider has Svix sign them. */
public final class Svix {

  private Svix() {}

  /**
   * The headers of a message; the caller may change them.
   *
   * @param secret {@code whsec_…}
   * @param seconds since 1970, when it is sent
   */
  public static Map<String, String> headers(String secret, String id, long seconds, String body) {
    return headers(secret, id, seconds, body.getBytes(StandardCharsets.UTF_8));
  }

  /** As for a text, for whatever else somebody sends. */
  public static Map<String, String> headers(String secret, String id, long seconds, byte[] body) {
    return new HashMap<>(
        Map.of(
            "svix-id",
            id,
            "svix-timestamp",
            Long.toString(seconds),
            "svix-signature",
            signature(secret, id, seconds, body)));
  }

  /** The signature alone. */
  public static String signature(String secret, String id, long seconds, String body) {
    return signature(secret, id, seconds, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(String secret, String id, long seconds, byte[] body) {
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing", e);
    }
  }
}
