package app.xentri.local.developer;

import app.xentri.local.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The newest events of all orgs. */
final class EventPages {
  private static final int PAGE = 50;

  private final Sql sql;
  private final Redaction redaction;

  EventPages(DataSource database, Redaction redaction) {
    sql = new Sql(database, EventPages.class);
    this.redaction = redaction;
  }

  Page page(int offset) {
    Html html = new Html();
    html.table("When (UTC)", "Type", "Org", "Sequence", "Actor", "Payload");
    List<Html> rows = sql.run("newest", PAGE, offset).query((event, _) -> row(event)).list();
    rows.forEach(row -> html.tag(row.fragment()));
    html.endTable().tag("<p>");
    if (rows.size() == PAGE) {
      html.link("/__local/events?offset=" + (offset + PAGE), "Older");
    }
    return Page.of(
        "Events",
        rows.isEmpty() && offset == 0
            ? new Html().element("p", "No events yet.")
            : html.tag("</p>"));
  }

  private Html row(ResultSet event) throws SQLException {
    return new Html()
        .tag("<tr>")
        .cell("When (UTC)", Html.time(event.getTimestamp("created_at").toInstant()))
        .cell("Type", event.getString("type"))
        .cell("Org", code(event.getString("org_id")))
        .cell("Sequence", event.getLong("org_seq"))
        .cell("Actor", code(event.getString("actor_type") + " " + event.getString("actor_id")))
        .cell("Payload", code(redaction.clean(event.getString("payload"))))
        .tag("</tr>");
  }

  private static Html code(String text) {
    return new Html().element("code", text);
  }
}
