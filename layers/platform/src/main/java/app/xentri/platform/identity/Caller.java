package app.xentri.platform.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A caller with a verified token. Which org this is, and whether the caller is a member, the
 * transaction decides.
 *
 * @param clerkUserId the token's subject
 * @param sessionId the identity provider's session
 * @param clerkOrgId the org that is active in the token, if any
 * @param requestedOrg our id of the org asked for with {@code x-org-id}, if any
 * @param shown whom the caller's page shows, if it says so
 */
public record Caller(
    String clerkUserId,
    String sessionId,
    @Nullable String clerkOrgId,
    @Nullable UUID requestedOrg,
    String traceId,
    @Nullable Shown shown) {

  /** One that shows nobody. */
  public Caller(
      String clerkUserId,
      String sessionId,
      @Nullable String clerkOrgId,
      @Nullable UUID requestedOrg,
      String traceId) {
    this(clerkUserId, sessionId, clerkOrgId, requestedOrg, traceId, null);
  }

  /**
   * The same person about this org, whatever the request, the token and the page say about where.
   */
  public Caller in(UUID org) {
    return new Caller(clerkUserId, sessionId, null, org, traceId);
  }
}
