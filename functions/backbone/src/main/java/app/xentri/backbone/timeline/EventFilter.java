package app.xentri.backbone.timeline;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a page of the log must match; null matches everything.
 *
 * @param since the earliest business time, included
 * @param until the latest business time, excluded
 * @param actor the actor's id
 * @param correlation the correlation id
 * @param leadingTo the id of an event; it and those that led to it match
 */
public record EventFilter(
    @Nullable String type,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String actor,
    @Nullable String correlation,
    @Nullable UUID leadingTo) {

  /** Matches every event. */
  public static final EventFilter ALL = new EventFilter(null, null, null, null, null, null);
}
