package app.xentri.platform.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says.
 *
 * @param subject the identity provider's user id
 * @param sessionId its session id
 * @param orgId its id of the active org, from claims of version 2 ({@code o.id}) or 1 ({@code
 *     org_id})
 * @param expiresAt when the token ends
 */
public record Claims(String subject, String sessionId, @Nullable String orgId, Instant expiresAt) {}
