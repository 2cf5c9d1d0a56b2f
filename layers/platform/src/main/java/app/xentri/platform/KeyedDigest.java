package app.xentri.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests by which something is recognised where it must not be readable. Whoever has the digests
 * and not the secret cannot find out what they are of by trying.
 */
public final class KeyedDigest {

  private static final String HMAC = "HmacSHA256";

  private final byte[] key;

  private KeyedDigest(byte[] key) {
    this.key = key;
  }

  /**
   * For one purpose: the same value has another digest for another purpose.
   *
   * @param secret kept where the digests are not
   */
  public static KeyedDigest of(String secret, String purpose) {
    byte[] name = ("xentri " + purpose + " v1").getBytes(StandardCharsets.UTF_8);
    return new KeyedDigest(mac(secret.getBytes(StandardCharsets.UTF_8), name));
  }

  public byte[] of(byte[] value) {
    return mac(key, value);
  }

  public byte[] of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
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
