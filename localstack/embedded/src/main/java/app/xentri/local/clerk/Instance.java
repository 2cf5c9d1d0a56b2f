package app.xentri.local.clerk;

import app.xentri.local.mail.Mail;
import java.net.URI;
import java.util.function.Consumer;

/**
 * What Clerk calls an instance: its address, secrets and settings, shared by all faces.
 *
 * @param origin the app's public origin, for example {@code http://127.0.0.1:3000}
 * @param mailbox takes what is sent, after the codes in it are stored
 * @param webhooks where webhooks are stored
 */
record Instance(
    URI origin,
    ApiKeys apiKeys,
    SigningKey key,
    Consumer<Mail> mailbox,
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
