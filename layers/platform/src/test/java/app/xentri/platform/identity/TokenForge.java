package app.xentri.platform.identity;

import app.xentri.platform.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signs whatever it is told to, so that what is refused is refused for the one thing that is wrong.
 */
final class TokenForge {

  static final String ISSUER = "https://clerk.example.com";
  static final String ORIGIN = "https://app.example.com";
  static final String KID = "ins_one";
  static final String OTHER_KID = "ins_two";

  // Made once: a pair takes a while.
  private static final List<KeyPair> KEYS = List.of(generate(), generate(), generate());

  private final Clock clock;
  final KeyPair key = KEYS.get(0);
  final KeyPair otherKey = KEYS.get(1);
  final KeyPair unpublished = KEYS.get(2);

  TokenForge(Clock clock) {
    this.clock = clock;
  }

  private static KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The published keys. */
  String jwks() {
    ObjectNode set = Json.object();
    set.putArray("keys").add(jwk(KID, key)).add(jwk(OTHER_KID, otherKey));
    return Json.write(set);
  }

  private static ObjectNode jwk(String kid, KeyPair pair) {
    var publicKey = (RSAPublicKey) pair.getPublic();
    return Json.object()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", "RS256")
        .put("kid", kid)
        .put("n", number(publicKey.getModulus()))
        .put("e", number(publicKey.getPublicExponent()));
  }

  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  static ObjectNode header() {
    return Json.object().put("alg", "RS256").put("kid", KID).put("typ", "JWT");
  }

  /** Good claims of either version, for the person and organization {@code acme}. */
  ObjectNode claims(int version) {
    Instant now = clock.instant();
    ObjectNode claims =
        Json.object()
            .put("azp", ORIGIN)
            .put("exp", now.getEpochSecond() + 60)
            .put("iat", now.getEpochSecond())
            .put("iss", ISSUER)
            .put("nbf", now.getEpochSecond() - 10)
            .put("sid", "sess_acme")
            .put("sub", "user_acme");
    if (version == 1) {
      return claims.put("org_id", "org_acme").put("org_role", "org:admin");
    }
    claims.put("v", 2).put("sts", "active").put("jti", "j1");
    claims.putObject("o").put("id", "org_acme").put("rol", "admin").put("slg", "acme");
    return claims;
  }

  /** A token of the good key with RS256. */
  String sign(JsonNode header, JsonNode claims) {
    return sign(header, Json.write(claims), key, "SHA256withRSA");
  }

  String sign(JsonNode header, String payload, KeyPair pair, String algorithm) {
    String input = unsigned(header, payload);
    try {
      var signature = Signature.getInstance(algorithm);
      if (algorithm.equals("RSASSA-PSS")) {
        signature.setParameter(
            new java.security.spec.PSSParameterSpec(
                "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  String hmac(JsonNode header, JsonNode claims, byte[] secret) {
    String input = unsigned(header, Json.write(claims));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The public key as text, which a careless verifier takes for an HMAC secret. */
  byte[] publicPem() {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicDer());
    return ("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  byte[] publicDer() {
    return key.getPublic().getEncoded();
  }

  static String unsigned(JsonNode header, String payload) {
    return encode(Json.writeBytes(header)) + "." + encode(payload.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
