package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The RSA keys that sign tokens: the newest signs, the one before it still verifies. Made on the
 * first start of a home and kept in a file that only its owner can read.
 */
final class SigningKeys {

  /**
   * One key.
   *
   * @param kid its id in token headers and in the JWKS
   */
  record SigningKey(String kid, RSAPrivateCrtKey secret) {

    ObjectNode jwk() {
      return Json.object()
          .put("use", "sig")
          .put("kty", "RSA")
          .put("kid", kid)
          .put("alg", "RS256")
          .put("n", unsigned(secret.getModulus()))
          .put("e", unsigned(secret.getPublicExponent()));
    }

    private static String unsigned(BigInteger number) {
      byte[] bytes = number.toByteArray();
      int from = bytes[0] == 0 ? 1 : 0;
      var unsigned = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }

    /** The public half as PEM, as Clerk's dashboard shows it ("JWKS public key"). */
    String publicPem() {
      try {
        var key =
            KeyFactory.getInstance("RSA")
                .generatePublic(
                    new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("RSA is missing", e);
      }
    }
  }

  private final PrivateFile file;
  private volatile List<SigningKey> keys;

  private SigningKeys(PrivateFile file, List<SigningKey> keys) {
    this.file = file;
    this.keys = keys;
  }

  static SigningKeys in(Path folder) {
    var file = new PrivateFile(folder.resolve("signing-keys.json"));
    if (file.exists()) {
      return new SigningKeys(file, read(file));
    }
    var keys = new SigningKeys(file, List.of());
    keys.rotate();
    return keys;
  }

  /** The key that signs now. */
  SigningKey current() {
    return keys.getFirst();
  }

  /** Puts a new key in front; tokens of the previous one stay valid, older ones do not. */
  synchronized void rotate() {
    var next = new ArrayList<SigningKey>();
    next.add(generate());
    keys.stream().limit(1).forEach(next::add);
    write(next);
    keys = List.copyOf(next);
  }

  ObjectNode jwks() {
    var set = Json.object();
    var array = set.putArray("keys");
    keys.forEach(key -> array.add(key.jwk()));
    return set;
  }

  /** A key that is in no JWKS, for tokens that must be refused. */
  static SigningKey generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var secret = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
      return new SigningKey(Ids.next("ins"), secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA is missing", e);
    }
  }

  private void write(List<SigningKey> newestFirst) {
    var content = Json.object();
    var array = content.putArray("keys");
    for (var key : newestFirst) {
      array
          .addObject()
          .put("kid", key.kid())
          .put("pkcs8", Base64.getEncoder().encodeToString(key.secret().getEncoded()));
    }
    file.write(content);
  }

  private static List<SigningKey> read(PrivateFile file) {
    var keys = new ArrayList<SigningKey>();
    for (var node : file.read().path("keys")) {
      keys.add(new SigningKey(node.path("kid").asString(), decode(node.path("pkcs8").asString())));
    }
    return List.copyOf(keys);
  }

  private static RSAPrivateCrtKey decode(String pkcs8) {
    try {
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing-keys.json holds a key that is not RSA", e);
    }
  }
}
