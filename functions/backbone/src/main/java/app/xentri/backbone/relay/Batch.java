package app.xentri.backbone.relay;

import app.xentri.platform.event.Envelope;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The next events of one org for one sink.
 *
 * @param cursor the last sequence number that the sink is said to have; 0: none
 * @param before the id of the event at the cursor; null if there is none, or the log lacks it
 * @param events those after it, in order and without a gap, at least one
 */
record Batch(UUID org, long cursor, @Nullable UUID before, List<Envelope> events) {

  Batch {
    events = List.copyOf(events);
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).orgSeq() != cursor + 1 + i) {
        throw new OrgGap(org, cursor + 1 + i);
      }
    }
  }
}
