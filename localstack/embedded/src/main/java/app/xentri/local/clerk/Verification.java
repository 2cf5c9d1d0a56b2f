package app.xentri.local.clerk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far one strategy of a sign-in or sign-up has come.
 *
 * @param strategy for example {@code email_code} or {@code oauth_google}
 * @param status {@code unverified}, {@code verified}, {@code transferable}, {@code failed} or
 *     {@code expired}
 * @param secretDigest digest of the code that was sent, or of the state given to the provider
 * @param sent how many codes were sent
 * @param attempts how many wrong codes came back
 * @param expireAt epoch milliseconds
 * @param redirectUrl where the browser must go, for a provider
 * @param account who the provider said it is
 * @param error why it failed or must be transferred, as Clerk's error object
 */
record Verification(
    String strategy,
    String status,
    @Nullable String secretDigest,
    int sent,
    int attempts,
    long expireAt,
    @Nullable String redirectUrl,
    @Nullable ExternalAccount account,
    @Nullable ObjectNode error) {

  static final Duration CODE_LIFE = Duration.ofMinutes(10);
  private static final int MOST_WRONG = 5;

  static Verification verified(String strategy, long now) {
    return new Verification(strategy, "verified", null, 0, 0, now, null, null, null);
  }

  /** A fresh code on its way, after {@code sentBefore} others of the same strategy. */
  static Verification code(String strategy, String digest, int sentBefore, long now) {
    long end = now + CODE_LIFE.toMillis();
    return new Verification(
        strategy, "unverified", digest, sentBefore + 1, 0, end, null, null, null);
  }

  static Verification provider(String strategy, String digest, String redirectUrl, long now) {
    return new Verification(
        strategy, "unverified", digest, 0, 0, now + CODE_LIFE.toMillis(), redirectUrl, null, null);
  }

  boolean failedTooOften() {
    return attempts >= MOST_WRONG;
  }

  boolean expiredAt(long now) {
    return expireAt <= now;
  }

  boolean isVerified() {
    return status.equals("verified");
  }

  Verification wrongOnce() {
    return new Verification(
        strategy, status, secretDigest, sent, attempts + 1, expireAt, redirectUrl, account, error);
  }

  Verification as(String next, @Nullable ExternalAccount who, @Nullable ObjectNode why) {
    return new Verification(strategy, next, null, sent, attempts, expireAt, null, who, why);
  }

  /** As Clerk shows it; secrets stay here. */
  ObjectNode json(long now) {
    boolean over = status.equals("unverified") && expiredAt(now);
    return Render.document("verification", this)
        .put("status", over ? "expired" : status)
        .put("external_verification_redirect_url", redirectUrl);
  }
}
