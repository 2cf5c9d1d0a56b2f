package app.xentri.identity.signup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed digests of what a sign-up is recognised by. The body holds a password; a plain hash of it
 * beside the e-mail address would let a thief of the database try passwords at leisure, so the key
 * comes from a secret that the database does not hold.
 */
final class SignUpDigests {

  private static final String HMAC = "HmacSHA256";

  private final byte[] secret;

  SignUpDigests(String secret) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** Recognises an Idempotency-Key. */
  byte[] key(String idempotencyKey) {
    return digest("sign-up key", idempotencyKey.getBytes(StandardCharsets.UTF_8));
  }

  /** Recognises a body. */
  byte[] fingerprint(byte[] body) {
    return digest("sign-up fingerprint", body);
  }

  private byte[] digest(String purpose, byte[] value) {
    byte[] purposeKey = mac(secret, ("xentri " + purpose + " v1").getBytes(StandardCharsets.UTF_8));
    return mac(purposeKey, value);
  }

  private static byte[] mac(byte[] key, byte[] value) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(value);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }
}
