/**
 * A stand-in for Clerk that unmodified clerk-js, {@code @clerk/backend} and Clerk's Java SDK talk
 * to.
 *
 * <p>{@link app.xentri.local.clerk.ClerkStandIn} is the part. It has three faces: the Frontend API
 * (a handler that the gateway mounts at {@code /__clerk}), the Backend API (its own loopback port,
 * bearer {@code sk_test_…}) and Svix webhooks. State lives in schema {@code clerk} of the given
 * Postgres database; signing keys and secrets in {@code $XENTRI_HOME/clerk}, readable by the owner
 * only.
 *
 * <h2>Where it differs from Clerk</h2>
 *
 * <ul>
 *   <li>A user has exactly one e-mail address; no phone, username, passkey, second factor or
 *       enterprise connection exists, and no CAPTCHA, lockout or breached-password check.
 *   <li>One social provider, {@code oauth_google}, whose page asks for an e-mail address and
 *       believes it. It links to a user with that address at once; Clerk first asks for proof when
 *       that user's own address was never verified.
 *   <li>The browser is known by its {@code __client} cookie alone (path {@code /__clerk}, opaque
 *       rather than a rotating JWT); the dev browser token is issued but carries nothing.
 *   <li>It has what this project's pages, functions, tests and {@code make token} call, and answers
 *       404 to all else: one way to sign in and up by password, one to reset it (code and new
 *       password together), tickets, one provider, tokens without templates.
 *   <li>Tickets are opaque, not JWTs. Codes for their refusal are {@code sign_in_token_…_code}.
 *   <li>Session tokens name an organization with empty {@code per} and {@code fpm}: there are no
 *       custom permissions.
 *   <li>Sessions made through {@code POST /sessions} have the app's origin as {@code azp}; Clerk
 *       may leave {@code azp} out of tokens that no browser asked for.
 *   <li>Codes are refused after five wrong tries and at most five are sent per attempt; Clerk's
 *       other rate limits do not exist. Webhook retries start at half a second and stay below a
 *       minute, so that a restarted laptop catches up quickly; Svix waits up to ten hours.
 *   <li>It has one signing key as long as the home lives.
 * </ul>
 */
@NullMarked
package app.xentri.local.clerk;

import org.jspecify.annotations.NullMarked;
