package app.xentri.local.clerk;

import app.xentri.local.mail.Mail;
import app.xentri.local.mail.Mailbox;
import java.time.Instant;
import java.util.List;

/** Where the stand-in's e-mails go. Called after the code they carry is stored. */
@FunctionalInterface
public interface MailSender {

  /**
   * Hands over one e-mail.
   *
   * @param to recipient's address
   * @param subject one line
   * @param text plain text body
   * @param html the same as HTML, escaped
   */
  void send(String to, String subject, String text, String html);

  /** Puts every e-mail into the local cloud's mailbox. */
  static MailSender into(Mailbox mailbox) {
    return (to, subject, text, html) ->
        mailbox.put(
            Mail.of(
                List.of(to), "Xentri <no-reply@xentri.local>", subject, text, html, Instant.now()));
  }
}
