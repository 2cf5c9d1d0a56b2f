package app.xentri.identity.clerk;

/**
 * A session at the provider.
 *
 * @param active false once it has ended, whichever way
 */
public record ClerkSession(String id, String userId, boolean active) {}
