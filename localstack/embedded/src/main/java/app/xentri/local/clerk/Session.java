package app.xentri.local.clerk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Someone signed in on one browser. Times are epoch milliseconds.
 *
 * @param status as stored: {@code active}, {@code removed} or {@code revoked}
 * @param origin the page that signed in: the {@code azp} of its tokens
 */
record Session(
    String id,
    String clientId,
    String userId,
    String status,
    String origin,
    @Nullable String activeOrganizationId,
    long lastActiveAt,
    long expireAt,
    long abandonAt,
    long createdAt,
    long updatedAt) {

  static final Duration LIFE = Duration.ofDays(7);

  private static final String ACTIVE = "active";
  private static final Duration ABANDONED_AFTER = Duration.ofDays(30);

  static Session open(
      String clientId, String userId, String origin, @Nullable String organizationId, long now) {
    long end = now + LIFE.toMillis();
    long abandoned = now + ABANDONED_AFTER.toMillis();
    String id = Ids.next("sess");
    return new Session(
        id, clientId, userId, ACTIVE, origin, organizationId, now, end, abandoned, now, now);
  }

  /** The status that Clerk would show: an active session past its time is {@code expired}. */
  String statusAt(long now) {
    return status.equals(ACTIVE) && expireAt <= now ? "expired" : status;
  }

  boolean activeAt(long now) {
    return statusAt(now).equals(ACTIVE);
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
        lastActiveAt,
        expireAt,
        abandonAt,
        createdAt,
        updatedAt);
  }
}
