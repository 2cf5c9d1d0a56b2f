package app.xentri.local.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.local.postgres.SharedPostgres;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MailboxTest {

  @RegisterExtension static final SharedPostgres POSTGRES = new SharedPostgres();

  private Mailbox mailbox;

  @BeforeEach
  void open() throws Exception {
    POSTGRES.drop("mails");
    mailbox = new Mailbox(POSTGRES.localCloud());
  }

  @Test
  void aMailIsFoundAsItWasPut() {
    Mail mail = mail("Hello 🙂");
    mailbox.put(mail);
    assertEquals(Optional.of(mail), mailbox.find(mail.id()));
    assertEquals(Optional.empty(), mailbox.find(UUID.randomUUID()));
  }

  @Test
  void mailsAreListedNewestFirstPageByPage() {
    for (int i = 1; i <= 5; i++) {
      mailbox.put(mail("mail " + i));
    }
    List<Mail> first = mailbox.list(null, 2);
    assertEquals(List.of("mail 5", "mail 4"), first.stream().map(Mail::subject).toList());
    List<Mail> second = mailbox.list(first.getLast().id(), 2);
    assertEquals(List.of("mail 3", "mail 2"), second.stream().map(Mail::subject).toList());
    assertEquals(1, mailbox.list(second.getLast().id(), 2).size());
  }

  @Test
  void mailsAreStillThereWhenTheMailboxIsOpenedAgain() {
    Mail mail = mail("kept");
    mailbox.put(mail);
    assertEquals(List.of(mail), new Mailbox(POSTGRES.localCloud()).list(null, 10));
  }

  @Test
  void aMailWithoutReceiverIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Mail.of(List.of(), "a@example.com", "s", "t", "", Instant.EPOCH));
  }

  private static Mail mail(String subject) {
    return Mail.of(
        List.of("b@example.com", "c@example.com"),
        "a@example.com",
        subject,
        "text",
        "<p>text</p>",
        Instant.parse("2026-01-02T03:04:05.678Z"));
  }
}
