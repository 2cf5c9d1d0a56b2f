package app.xentri.local.mail;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A mail as its receiver would see it.
 *
 * @param to at least one address
 * @param text the plain text, empty when there is none
 * @param html the HTML text, empty when there is none
 */
public record Mail(
    UUID id,
    List<String> to,
    String from,
    String subject,
    String text,
    String html,
    Instant sentAt) {

  public Mail {
    to = List.copyOf(to);
    if (to.isEmpty()) {
      throw new IllegalArgumentException("a mail needs a receiver");
    }
  }

  /** A mail with a new id. */
  public static Mail of(
      List<String> to, String from, String subject, String text, String html, Instant sentAt) {
    return new Mail(UUID.randomUUID(), to, from, subject, text, html, sentAt);
  }
}
