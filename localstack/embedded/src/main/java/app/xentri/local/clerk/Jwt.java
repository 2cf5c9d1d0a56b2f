package app.xentri.local.clerk;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.ObjectNode;

/** Puts header, claims and signature together (RFC 7515 compact form). */
final class Jwt {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Jwt() {}

  static String signed(ObjectNode header, ObjectNode claims, SigningKeys.SigningKey key) {
    String input = encoded(header) + "." + encoded(claims);
    try {
      var rsa = Signature.getInstance("SHA256withRSA");
      rsa.initSign(key.secret());
      rsa.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + BASE64.encodeToString(rsa.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RS256 is missing", e);
    }
  }

  /** A token without signature ({@code alg: none}): only good for being refused. */
  static String unsigned(ObjectNode header, ObjectNode claims) {
    return encoded(header) + "." + encoded(claims) + ".";
  }

  /**
   * A token signed with HS256 over the public key, the classic confusion of algorithms: only good
   * for being refused.
   */
  static String confused(ObjectNode header, ObjectNode claims, String publicPem) {
    String input = encoded(header) + "." + encoded(claims);
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(publicPem.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] tag = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + BASE64.encodeToString(tag);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing", e);
    }
  }

  private static String encoded(ObjectNode node) {
    return BASE64.encodeToString(node.toString().getBytes(StandardCharsets.UTF_8));
  }
}
