package app.xentri.local.aws;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that a bus accepted.
 *
 * @param event the whole event as its targets get it, as JSON
 * @param openDeliveries how many targets have neither taken it nor been given up
 */
public record BusEvent(UUID id, String bus, String event, Instant acceptedAt, int openDeliveries) {}
