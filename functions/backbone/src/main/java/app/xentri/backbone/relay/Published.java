package app.xentri.backbone.relay;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a sink got with one org.
 *
 * @param upTo the last sequence number that the sink now has; lower than before if the sink has
 *     lost what it had
 * @param failure what stopped it, or null
 */
record Published(UUID org, long upTo, @Nullable RuntimeException failure) {}
