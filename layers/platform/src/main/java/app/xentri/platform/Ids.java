package app.xentri.platform;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Identifiers, new ones and those that come in. */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A UUID of version 7 (RFC 9562): ordered by time, so that indexes grow at one end. */
  public static UUID next(Clock clock) {
    long millis = clock.millis() & 0xFFFF_FFFF_FFFFL;
    long high = (millis << 16) | 0x7000L | RANDOM.nextInt(0x1000);
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** One in its usual form; empty for any other text. Java also reads {@code 1-1-1-1-1}. */
  public static Optional<UUID> read(String text) {
    try {
      return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equalsIgnoreCase(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // Not an id at all.
    }
  }

  /** A W3C trace id: 32 hexadecimal digits. */
  public static String traceId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
