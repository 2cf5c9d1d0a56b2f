package app.xentri.local.mail;

import app.xentri.local.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** Every mail that the product or the Clerk stand-in sent, kept in the local cloud's database. */
public final class Mailbox {

  private final Sql sql;

  /** Opens the mailbox and makes its table if it is missing. */
  public Mailbox(DataSource database) {
    this.sql = new Sql(database, Mailbox.class);
    sql.run("mails").update();
  }

  /** Keeps a mail; it is durable on return. */
  public void put(Mail mail) {
    sql.run("put")
        .params(
            mail.id(),
            new SqlArrayValue("text", mail.to().toArray()),
            mail.from(),
            mail.subject(),
            mail.text(),
            mail.html(),
            mail.sentAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * A page of mails, newest first.
   *
   * @param after the last mail of the page before, or null for the first page
   * @param limit how many at most
   */
  public List<Mail> list(@Nullable UUID after, int limit) {
    return sql.run("list").param(after).param(after).param(limit).query(Mailbox::mail).list();
  }

  /** The mail with this id. */
  public Optional<Mail> find(UUID id) {
    return sql.run("find").param(id).query(Mailbox::mail).optional();
  }

  private static Mail mail(ResultSet row, int number) throws SQLException {
    return new Mail(
        row.getObject("id", UUID.class),
        List.of((String[]) row.getArray("receivers").getArray()),
        row.getString("sender"),
        row.getString("subject"),
        row.getString("plain"),
        row.getString("html"),
        row.getObject("sent_at", OffsetDateTime.class).toInstant());
  }
}
