package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.process.Secrets;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/**
 * The RSA key that signs session tokens. Made on the first start of a home and kept in a file that
 * only its owner can read.
 *
 * @param kid its id in token headers and in the JWKS
 */
record SigningKey(String kid, RSAPrivateCrtKey secret) {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  static SigningKey in(Path folder) {
    Path file = folder.resolve("signing-keys.json");
    if (!Files.exists(file)) {
      Secrets.writePrivately(file, first());
    }
    // A home may hold more than one from when they were changed; the newest is the first.
    var kept = Json.file(file).path("keys").path(0);
    return new SigningKey(kept.path("kid").asString(), decoded(kept.path("pkcs8").asString()));
  }

  // Half a second of a processor for each new home, three times that with the first compiler alone:
  // what starts a new one for each test says where there is a key for all of them.
  private static String first() {
    String prepared = System.getProperty("xentri.clerk.signing-keys");
    if (prepared == null) {
      return generate().kept().toPrettyString();
    }
    Path file = Path.of(prepared);
    if (!Files.exists(file)) {
      Secrets.writePrivately(file, generate().kept().toPrettyString());
    }
    return Json.file(file).toPrettyString();
  }

  private static SigningKey generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var secret = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
      return new SigningKey(Ids.next("ins"), secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA is missing", e);
    }
  }

  private ObjectNode kept() {
    var content = Json.object();
    content
        .putArray("keys")
        .addObject()
        .put("kid", kid)
        .put("pkcs8", Base64.getEncoder().encodeToString(secret.getEncoded()));
    return content;
  }

  private static RSAPrivateCrtKey decoded(String pkcs8) {
    try {
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing-keys.json holds a key that is not RSA", e);
    }
  }

  /** The public half as a set of one (RFC 7517). */
  ObjectNode jwks() {
    var set = Json.object();
    set.putArray("keys")
        .addObject()
        .put("use", "sig")
        .put("kty", "RSA")
        .put("kid", kid)
        .put("alg", "RS256")
        .put("n", unsigned(secret.getModulus()))
        .put("e", unsigned(secret.getPublicExponent()));
    return set;
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return BASE64.encodeToString(
        bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  /** A token of these claims (RFC 7515, compact form). */
  String signed(ObjectNode header, ObjectNode claims) {
    String input = encoded(header.put("kid", kid)) + "." + encoded(claims);
    try {
      var rsa = Signature.getInstance("SHA256withRSA");
      rsa.initSign(secret);
      rsa.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + BASE64.encodeToString(rsa.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RS256 is missing", e);
    }
  }

  private static String encoded(ObjectNode node) {
    return BASE64.encodeToString(node.toString().getBytes(StandardCharsets.UTF_8));
  }
}
