package app.xentri.platform.database;

import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.event.Recorded;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * An event on its way into the log: under which id, as whom, and how {@code emit_event} gets it.
 */
record Emission(UUID id, NewEvent event, Member actor, String environment) {

  /** The statement that {@link #bind} gives its values. */
  static String statement() {
    return Sql.of(Emission.class, "emit");
  }

  /**
   * Gives the statement its values.
   *
   * @param first the place of the first value
   * @return the place after the last one
   */
  int bind(PreparedStatement statement, int first) throws SQLException {
    int i = first;
    statement.setObject(i++, id);
    statement.setString(i++, event.type());
    statement.setObject(
        i++,
        event.occurredAt() == null ? null : event.occurredAt().atOffset(ZoneOffset.UTC),
        Types.TIMESTAMP_WITH_TIMEZONE);
    statement.setString(i++, actorType());
    statement.setString(i++, actorId());
    statement.setString(i++, event.payloadSchema());
    statement.setString(i++, Json.write(event.payload()));
    statement.setString(i++, event.dedupeKey());
    statement.setString(i++, event.correlationId());
    statement.setObject(i++, event.causationId(), Types.OTHER);
    statement.setString(i++, event.source());
    statement.setString(i++, environment);
    return i;
  }

  /** What the statement has answered. */
  static Recorded recorded(ResultSet rows) throws SQLException {
    rows.next();
    return new Recorded(
        rows.getObject(1, UUID.class),
        rows.getLong(2),
        rows.getObject(3, OffsetDateTime.class).toInstant(),
        rows.getBoolean(4));
  }

  /** The event's place in the org's sequence, from the statement's answer. */
  static long place(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getLong("org_seq");
  }

  /**
   * How the event looks to the world.
   *
   * @param traceId of the request that it comes from; empty if none is known
   */
  Envelope envelope(Recorded recorded, String traceId) {
    return new Envelope(
        recorded.id(),
        event.type(),
        recorded.occurredAt(),
        actor.orgId(),
        recorded.orgSeq(),
        new Envelope.Actor(actorType(), actorId()),
        Envelope.VERSION,
        event.payloadSchema(),
        event.payload(),
        event.dedupeKey(),
        event.correlationId(),
        event.causationId(),
        traceId.isEmpty() ? null : traceId,
        new Envelope.Meta(event.source(), environment));
  }

  private String actorType() {
    return actor.user().isPresent() ? "user" : "job";
  }

  private String actorId() {
    return actor.user().map(UUID::toString).orElse(event.source());
  }
}
