package app.xentri.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages as the provider does. */
final class Svix {

  private Svix() {}

  static Map<String, String> headers(String secret, String id, long seconds, String body) {
    return new HashMap<>(
        Map.of(
            "svix-id",
            id,
            "svix-timestamp",
            Long.toString(seconds),
            "svix-signature",
            signature(secret, id, seconds, body)));
  }

  static String signature(String secret, String id, long seconds, String body) {
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] tag = mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(tag);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
