package app.xentri.local.clerk;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Password hashes: PBKDF2 with HMAC-SHA-256, a salt per password. */
final class Passwords {

  // About 5 ms on a laptop core: fifty people who sign up at once, on a busy machine, must all get
  // through. Tests, which sign up thousands with the first compiler alone, say fewer; a hash says
  // how many are its own.
  private static final int ITERATIONS =
      Integer.getInteger("xentri.clerk.password-iterations", 10_000);
  private static final int BITS = 256;

  private static final int SHORTEST = 8;
  private static final int LONGEST = 72;

  private Passwords() {}

  /** What is wrong with a new password: 8 to 72 characters are wanted. */
  static Optional<Refusal> problem(@Nullable String password) {
    if (password == null) {
      return Optional.of(Refusal.of("form_param_missing", "password"));
    }
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST) {
      return Optional.of(Refusal.of("form_password_length_too_short"));
    }
    return length > LONGEST
        ? Optional.of(Refusal.of("form_password_length_too_long"))
        : Optional.empty();
  }

  /** A salted hash that {@link #matches} understands. */
  static String hash(String password) {
    byte[] salt = Ids.bytes(16);
    var base64 = Base64.getEncoder();
    return "pbkdf2_sha256$%d$%s$%s"
        .formatted(
            ITERATIONS,
            base64.encodeToString(salt),
            base64.encodeToString(derive(password, salt, ITERATIONS)));
  }

  static boolean matches(String password, String stored) {
    String[] parts = stored.split("\\$", -1);
    var base64 = Base64.getDecoder();
    byte[] expected = base64.decode(parts[3]);
    byte[] actual = derive(password, base64.decode(parts[2]), Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(expected, actual);
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 is missing", e);
    }
  }
}
