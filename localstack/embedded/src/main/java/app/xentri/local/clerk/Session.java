package app.xentri.local.clerk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Someone signed in on one browser. Times are epoch milliseconds.
 *
 * @param status as stored: {@code active}, {@code removed} or {@code revoked}
 * @param origin the page that signed in: the {@code azp} of its tokens
 * @param firstFactorAt when a password, code or provider last proved the person; null when the
 *     Backend API opened the session
 */
record Session(
    String id,
    String clientId,
    String userId,
    String status,
    String origin,
    @Nullable String activeOrganizationId,
    @Nullable Long firstFactorAt,
    long lastActiveAt,
    long expireAt,
    long abandonAt,
    long createdAt,
    long updatedAt) {

  static final String ACTIVE = "active";
  static final Duration LIFE = Duration.ofDays(7);
  static final Duration ABANDONED_AFTER = Duration.ofDays(30);

  /** The status that Clerk would show: an active session past its time is {@code expired}. */
  String statusAt(long now) {
    return status.equals(ACTIVE) && expireAt <= now ? "expired" : status;
  }

  boolean activeAt(long now) {
    return statusAt(now).equals(ACTIVE);
  }

  Session withStatus(String next, long now) {
    return new Session(
        id,
        clientId,
        userId,
        next,
        origin,
        activeOrganizationId,
        firstFactorAt,
        lastActiveAt,
        expireAt,
        abandonAt,
        createdAt,
        now);
  }

  Session touched(long now) {
    return new Session(
        id,
        clientId,
        userId,
        status,
        origin,
        activeOrganizationId,
        firstFactorAt,
        now,
        expireAt,
        abandonAt,
        createdAt,
        now);
  }

  /** The same session as another organization sees it, not stored. */
  Session actingIn(@Nullable String organizationId) {
    return new Session(
        id,
        clientId,
        userId,
        status,
        origin,
        organizationId,
        firstFactorAt,
        lastActiveAt,
        expireAt,
        abandonAt,
        createdAt,
        updatedAt);
  }

  /** Minutes since the first factor was checked, and -1 for the second, which does not exist. */
  long[] factorAge(long now) {
    Long at = firstFactorAt;
    return new long[] {at == null ? -1 : Math.max(0, (now - at) / 60_000), -1};
  }
}
