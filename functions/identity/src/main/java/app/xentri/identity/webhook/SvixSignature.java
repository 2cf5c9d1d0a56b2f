package app.xentri.identity.webhook;

import app.xentri.platform.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of the provider's messages: {@code v1,} and the base64 HMAC-SHA-256 of {@code
 * id.timestamp.body}; during a change of secrets there are several, of which one must be right.
 */
final class SvixSignature {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final int MOST_SIGNATURES = 10;
  private static final String HMAC = "HmacSHA256";

  private final byte[] secret;
  private final Clock clock;

  /**
   * Decodes the secret.
   *
   * @param secret base64, after {@code whsec_}
   */
  SvixSignature(String secret, Clock clock) {
    this.secret = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
    this.clock = clock;
  }

  /** The message's id if it is signed with our secret and not older or newer than five minutes. */
  Optional<String> verified(Request request) {
    String id = request.header("svix-id").orElse("");
    String timestamp = request.header("svix-timestamp").orElse("");
    String signatures = request.header("svix-signature").orElse("");
    boolean genuine =
        ID.matcher(id).matches()
            && isNow(timestamp)
            && isSigned(id + "." + timestamp + ".", request.body(), signatures);
    return genuine ? Optional.of(id) : Optional.empty();
  }

  private boolean isNow(String timestamp) {
    if (!SECONDS.matcher(timestamp).matches()) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, clock.instant()).abs().compareTo(TOLERANCE) <= 0;
  }

  private boolean isSigned(String prefix, byte[] body, String signatures) {
    byte[] expected =
        ("v1," + Base64.getEncoder().encodeToString(mac(prefix, body)))
            .getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (String signature : signatures.split(" ", MOST_SIGNATURES + 1)) {
      found |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }
    return found;
  }

  private byte[] mac(String prefix, byte[] body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      mac.update(prefix.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }
}
