package app.xentri.backbone;

import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;

/** A row with all columns of {@code system_events} that the envelope shows. */
public final class EnvelopeRow implements RowMapper<Envelope> {

  @Override
  public Envelope mapRow(ResultSet row, int number) throws SQLException {
    return new Envelope(
        row.getObject("id", UUID.class),
        row.getString("type"),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        row.getObject("org_id", UUID.class),
        row.getLong("org_seq"),
        new Envelope.Actor(row.getString("actor_type"), row.getString("actor_id")),
        row.getString("envelope_version"),
        row.getString("payload_schema"),
        Json.read(row.getString("payload")),
        row.getString("dedupe_key"),
        row.getString("correlation_id"),
        row.getObject("causation_id", UUID.class),
        row.getString("trace_id"),
        new Envelope.Meta(row.getString("source"), row.getString("environment")));
  }
}
