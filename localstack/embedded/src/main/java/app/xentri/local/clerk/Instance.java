package app.xentri.local.clerk;

import java.net.URI;

/**
 * What Clerk calls an instance: its address, secrets and settings, shared by all faces.
 *
 * @param origin the app's public origin, for example {@code http://127.0.0.1:3000}
 * @param webhooks where webhooks are stored
 */
record Instance(
    URI origin,
    Secrets secrets,
    SigningKeys keys,
    MailSender mail,
    ClerkOptions options,
    Webhooks webhooks) {

  /** Issuer of every token and base of the Frontend API. */
  String issuer() {
    return origin + "/__clerk";
  }

  long now() {
    return options.clock().millis();
  }
}
