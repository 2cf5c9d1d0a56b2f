package app.xentri.local.developer;

import app.xentri.local.Resource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The newest events of all orgs. */
final class EventPages {
  private static final int PAGE = 50;

  private final DataSource database;
  private final Redaction redaction;
  private final String newest = Resource.read(EventPages.class, "EventPages/newest.sql");

  EventPages(DataSource database, Redaction redaction) {
    this.database = database;
    this.redaction = redaction;
  }

  Page page(int offset) {
    Html html = new Html();
    html.table("When (UTC)", "Type", "Org", "Sequence", "Actor", "Payload");
    int rows;
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(newest)) {
      query.setInt(1, PAGE);
      query.setInt(2, offset);
      rows = rows(query, html);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the events", e);
    }
    html.endTable().tag("<p>");
    if (rows == PAGE) {
      html.link("/__local/events?offset=" + (offset + PAGE), "Older");
    }
    return Page.of(
        "Events",
        rows == 0 && offset == 0 ? new Html().element("p", "No events yet.") : html.tag("</p>"));
  }

  private int rows(PreparedStatement query, Html html) throws SQLException {
    int rows = 0;
    try (ResultSet events = query.executeQuery()) {
      while (events.next()) {
        rows++;
        html.tag("<tr>")
            .cell("When (UTC)", Html.time(events.getTimestamp("created_at").toInstant()))
            .cell("Type", events.getString("type"))
            .cell("Org", code(events.getString("org_id")))
            .cell("Sequence", events.getLong("org_seq"))
            .cell(
                "Actor", code(events.getString("actor_type") + " " + events.getString("actor_id")))
            .cell("Payload", code(redaction.clean(events.getString("payload"))))
            .tag("</tr>");
      }
    }
    return rows;
  }

  private static Html code(String text) {
    return new Html().element("code", text);
  }
}
