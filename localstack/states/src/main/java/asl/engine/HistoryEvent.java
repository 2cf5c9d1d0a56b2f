package asl.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * An event of an execution.
 *
 * @param id from 1 without gaps
 * @param previous the event that it follows from; 0 for none
 * @param type AWS's, for example {@code TaskStateEntered}
 * @param details AWS's object of details, in an object under its name, as JSON
 */
public record HistoryEvent(
    int id, int previous, String type, Instant at, Optional<String> details) {}
