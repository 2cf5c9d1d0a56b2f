package app.xentri.platform.event;

import java.time.Instant;
import java.util.UUID;

/**
 * What the log holds after an event was emitted.
 *
 * @param orgSeq its place in the org's own gapless sequence, from 1
 * @param appended false if an earlier event with the same dedupe key was found instead; then this
 *     is that one
 */
public record Recorded(UUID id, long orgSeq, Instant occurredAt, boolean appended) {}
