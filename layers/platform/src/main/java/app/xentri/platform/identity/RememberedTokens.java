package app.xentri.platform.identity;

import app.xentri.platform.Sha256;
import com.nimbusds.jwt.JWTClaimsSet;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens whose signature this process has verified, by their digest: a signature that was good with
 * a key stays so, and RSA is a fifth of what a warm read costs. Nothing else about a token is
 * remembered; of too many, those that were used longest ago are forgotten.
 */
final class RememberedTokens {

  /**
   * A token that was signed with this key.
   *
   * @param keyId under which the key was published
   */
  record Signed(String keyId, RSAPublicKey key, JWTClaimsSet claims) {}

  private final Map<String, Signed> byDigest;

  RememberedTokens(int capacity) {
    byDigest =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Signed> eldest) {
            return size() > capacity;
          }
        };
  }

  /** What a token, all of it, is recognised by. */
  static String digest(String token) {
    return Base64.getEncoder().encodeToString(Sha256.of(token));
  }

  synchronized Optional<Signed> find(String digest) {
    return Optional.ofNullable(byDigest.get(digest));
  }

  synchronized void remember(String digest, Signed token) {
    byDigest.put(digest, token);
  }

  synchronized void forget(String digest) {
    byDigest.remove(digest);
  }

  synchronized int size() {
    return byDigest.size();
  }
}
