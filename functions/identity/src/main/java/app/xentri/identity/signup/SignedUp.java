package app.xentri.identity.signup;

import java.util.UUID;

/**
 * The answer to a sign-up.
 *
 * @param signInTicket opens one session, once
 * @param expiresIn how long the ticket is good for, in seconds
 */
record SignedUp(UUID userId, UUID orgId, String signInTicket, long expiresIn) {}
