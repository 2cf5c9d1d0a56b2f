package app.xentri.local.mail;

import app.xentri.local.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Every mail that the product or the Clerk stand-in sent, kept in the local cloud's database. */
public final class Mailbox {

  private final DataSource database;

  /** Opens the mailbox and makes its table if it is missing. */
  public Mailbox(DataSource database) {
    this.database = database;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(Sql.read(Mailbox.class, "mails.sql"));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot open the mailbox", e);
    }
  }

  /** Keeps a mail; it is durable on return. */
  public void put(Mail mail) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(Sql.read(Mailbox.class, "put.sql"))) {
      insert.setObject(1, mail.id());
      insert.setArray(2, connection.createArrayOf("text", mail.to().toArray()));
      insert.setString(3, mail.from());
      insert.setString(4, mail.subject());
      insert.setString(5, mail.text());
      insert.setString(6, mail.html());
      insert.setObject(7, mail.sentAt().atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot keep a mail", e);
    }
  }

  /**
   * A page of mails, newest first.
   *
   * @param after the last mail of the page before, or null for the first page
   * @param limit how many at most
   */
  public List<Mail> list(@Nullable UUID after, int limit) {
    return query("list.sql", after, after, limit);
  }

  /** The mail with this id. */
  public Optional<Mail> find(UUID id) {
    return query("find.sql", id).stream().findFirst();
  }

  private List<Mail> query(String resource, @Nullable Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(Sql.read(Mailbox.class, resource))) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = query.executeQuery()) {
        List<Mail> mails = new ArrayList<>();
        while (rows.next()) {
          mails.add(mail(rows));
        }
        return mails;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the mailbox", e);
    }
  }

  private static Mail mail(ResultSet row) throws SQLException {
    Array to = row.getArray("receivers");
    return new Mail(
        row.getObject("id", UUID.class),
        List.of((String[]) to.getArray()),
        row.getString("sender"),
        row.getString("subject"),
        row.getString("plain"),
        row.getString("html"),
        row.getObject("sent_at", OffsetDateTime.class).toInstant());
  }
}
