package app.xentri.backbone.relay;

import app.xentri.platform.event.Envelope;
import java.util.List;
import java.util.UUID;

/**
 * The next events of one org for one sink.
 *
 * @param cursor the last sequence number that the sink is said to have
 * @param events those after it, in order and without a gap, at least one
 */
record Batch(UUID org, long cursor, List<Envelope> events) {

  Batch {
    events = List.copyOf(events);
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).orgSeq() != cursor + 1 + i) {
        throw new IllegalStateException(
            "org " + org + " has a gap after " + (cursor + i) + " in its log");
      }
    }
  }
}
