package app.xentri.local.developer;

import app.xentri.local.Json;
import app.xentri.local.mail.Mail;
import app.xentri.local.mail.Mailbox;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The mails that would have been sent. */
final class MailPages {
  private static final JsonMapper JSON = Json.MAPPER;
  private static final int PAGE = 50;

  private final Mailbox mailbox;

  MailPages(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  Page list(String after) {
    List<Mail> mails = mailbox.list(uuid(after), PAGE);
    Html html = new Html();
    if (mails.isEmpty()) {
      return Page.of("Mail", html.element("p", "No mail yet."));
    }
    html.table("When (UTC)", "To", "Subject");
    for (Mail mail : mails) {
      html.tag("<tr>")
          .cell("When (UTC)", Html.time(mail.sentAt()))
          .cell("To", String.join(", ", mail.to()))
          .cell("Subject", new Html().link("/__local/mail/" + mail.id(), mail.subject()))
          .tag("</tr>");
    }
    html.endTable();
    if (mails.size() == PAGE) {
      html.tag("<p>").link("/__local/mail?after=" + mails.getLast().id(), "Older").tag("</p>");
    }
    return Page.of("Mail", html);
  }

  /**
   * One mail.
   *
   * @param bare whether only its own HTML is wanted, for the frame
   */
  Page mail(String id, boolean bare) {
    UUID uuid = uuid(id);
    Optional<Mail> found = uuid == null ? Optional.empty() : mailbox.find(uuid);
    return found.map(mail -> bare ? Page.mail(mail.html()) : whole(mail)).orElseGet(Page::missing);
  }

  private static Page whole(Mail mail) {
    Html html = new Html();
    html.element(
        "p",
        "From %s to %s, %s UTC"
            .formatted(mail.from(), String.join(", ", mail.to()), Html.time(mail.sentAt())));
    html.element("pre", mail.text());
    if (!mail.html().isEmpty()) {
      html.tag(
          "<iframe sandbox title=\"The mail as HTML\" src=\"/__local/mail/"
              + mail.id()
              + "/html\"></iframe>");
    }
    return Page.of(mail.subject(), html);
  }

  /** The newest mails for scripts. */
  Page json() {
    ArrayNode mails = JSON.createArrayNode();
    for (Mail mail : mailbox.list(null, PAGE)) {
      var entry = mails.addObject();
      entry.put("id", mail.id().toString()).put("subject", mail.subject()).put("text", mail.text());
      entry.put("sent_at", mail.sentAt().toString());
      mail.to().forEach(entry.putArray("to")::add);
    }
    return Page.json(JSON.writeValueAsString(mails));
  }

  private static @Nullable UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null; // Not an id, so no mail has it.
    }
  }
}
