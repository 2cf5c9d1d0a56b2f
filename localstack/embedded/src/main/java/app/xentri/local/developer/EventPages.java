package app.xentri.local.developer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The newest events of all orgs. */
final class EventPages {
  private static final int PAGE = 50;

  private final DataSource database;
  private final String newest = DeveloperPages.resource("EventPages/newest.sql");

  EventPages(DataSource database) {
    this.database = database;
  }

  Page page(int offset) {
    Html html = new Html();
    html.tag(
        "<table><thead><tr><th>When</th><th>Type</th><th>Org</th><th>Sequence</th><th>Actor</th><th>Payload</th></tr></thead><tbody>");
    int rows;
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(newest)) {
      query.setInt(1, PAGE);
      query.setInt(2, offset);
      rows = rows(query, html);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the events", e);
    }
    html.tag("</tbody></table><p>");
    if (rows == PAGE) {
      html.link("/__local/events?offset=" + (offset + PAGE), "Older");
    }
    return Page.of(
        "Events",
        rows == 0 && offset == 0 ? new Html().element("p", "No events yet.") : html.tag("</p>"));
  }

  private static int rows(PreparedStatement query, Html html) throws SQLException {
    int rows = 0;
    try (ResultSet events = query.executeQuery()) {
      while (events.next()) {
        rows++;
        html.tag("<tr>")
            .cell(events.getTimestamp("created_at").toInstant())
            .cell(events.getString("type"))
            .cell(events.getString("org_id"))
            .cell(events.getLong("org_seq"))
            .cell(events.getString("actor_type") + " " + events.getString("actor_id"))
            .tag("<td><code>")
            .text(events.getString("payload"))
            .tag("</code></td></tr>");
      }
    }
    return rows;
  }
}
