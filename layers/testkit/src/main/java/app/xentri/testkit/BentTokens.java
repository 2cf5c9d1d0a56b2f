package app.xentri.testkit;

import app.xentri.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of a good session token one that the identity provider would never give, with the local
 * provider's own key, so that it is refused for what is wrong in it and for nothing else.
 */
public final class BentTokens {

  /** To make one takes most of a second, and one that nobody published is enough. */
  private static volatile @Nullable PrivateKey unpublished;

  private final RSAPrivateCrtKey key;

  /**
   * Reads the key.
   *
   * @param home the {@code XENTRI_HOME} of the provider
   */
  public BentTokens(Path home) {
    try {
      byte[] file = Files.readAllBytes(home.resolve("clerk/signing-keys.json"));
      String pkcs8 = Json.read(file).path("keys").path(0).path("pkcs8").asString();
      var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8));
      key = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the provider's key cannot be read", e);
    }
  }

  /**
   * Bends a token.
   *
   * @param good a token as the provider gives it
   * @param how of these all that is to be: {@code claims} and {@code header} (set, or removed when
   *     null), {@code alg} ({@code none}, or {@code HS256} with the public key as its secret),
   *     {@code key} ({@code unknown}: one that nobody published), {@code expires_in_seconds} (from
   *     now, negative for the past)
   */
  public String bent(String good, JsonNode how) {
    ObjectNode header = part(good, 0);
    // No two tokens of the provider are the same.
    ObjectNode claims = part(good, 1).put("jti", UUID.randomUUID().toString());
    if (how.has("expires_in_seconds")) {
      claims.put("exp", Instant.now().getEpochSecond() + how.path("expires_in_seconds").asLong());
    }
    String algorithm = how.path("alg").asString("RS256");
    if (isUnpublished(how)) {
      header.put("kid", "ins_unpublished");
    }
    change(header.put("alg", algorithm), how.path("header"));
    change(claims, how.path("claims"));
    String content = encoded(Json.writeBytes(header)) + "." + encoded(Json.writeBytes(claims));
    return content + "." + encoded(signature(algorithm, how, content));
  }

  private static ObjectNode part(String token, int index) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
    return (ObjectNode) Json.read(json);
  }

  private static void change(ObjectNode part, JsonNode changes) {
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        part.remove(change.getKey());
      } else {
        part.set(change.getKey(), change.getValue());
      }
    }
  }

  private static boolean isUnpublished(JsonNode how) {
    return how.path("key").asString("").equals("unknown");
  }

  private byte[] signature(String algorithm, JsonNode how, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    try {
      return switch (algorithm) {
        case "none" -> new byte[0];
        case "HS256" -> authenticated(bytes);
        case "RS256" -> signed(bytes, isUnpublished(how) ? unpublished() : key);
        default -> throw new IllegalArgumentException("no way to sign with " + algorithm);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an algorithm is missing", e);
    }
  }

  private byte[] authenticated(byte[] content) throws GeneralSecurityException {
    var spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    byte[] der = KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(pem.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    return mac.doFinal(content);
  }

  private static byte[] signed(byte[] content, PrivateKey with) throws GeneralSecurityException {
    var rsa = Signature.getInstance("SHA256withRSA");
    rsa.initSign(with);
    rsa.update(content);
    return rsa.sign();
  }

  private static PrivateKey unpublished() throws GeneralSecurityException {
    PrivateKey made = unpublished;
    if (made == null) {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      made = generator.generateKeyPair().getPrivate();
      unpublished = made;
    }
    return made;
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
