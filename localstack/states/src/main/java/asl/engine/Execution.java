package asl.engine;

import asl.definition.Machine.Kind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An execution as it is kept.
 *
 * @param name with its id behind a colon when it is an express one
 * @param definition key of the definition with which it was started
 * @param input JSON
 * @param output JSON, once it has succeeded
 * @param stoppedAt once it has ended
 * @param events how many its history holds
 * @param frames what it is at, as JSON, while it runs
 * @param parent token of the task that waits for its end
 */
public record Execution(
    long id,
    String machine,
    String name,
    Kind kind,
    String definition,
    String role,
    Status status,
    String input,
    Optional<String> output,
    Optional<String> error,
    Optional<String> cause,
    Instant startedAt,
    Optional<Instant> stoppedAt,
    int events,
    @Nullable String frames,
    Optional<String> parent,
    Optional<String> trace) {

  /** What may be said of an execution. */
  public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
  }

  /** The name by which it was started. */
  public String plainName() {
    int id = name.indexOf(':');
    return id < 0 ? name : name.substring(0, id);
  }

  /** Without what it is at. */
  Execution withoutFrames() {
    return new Execution(
        id,
        machine,
        name,
        kind,
        definition,
        role,
        status,
        input,
        output,
        error,
        cause,
        startedAt,
        stoppedAt,
        events,
        null,
        parent,
        trace);
  }

  /** As it is from its end on. */
  Execution ended(Run.Ending how, int history, Instant now) {
    return new Execution(
        id,
        machine,
        name,
        kind,
        definition,
        role,
        how.status(),
        input,
        how.output(),
        Optional.ofNullable(how.error().shown()),
        Optional.ofNullable(how.error().cause()),
        startedAt,
        Optional.of(now),
        history,
        null,
        parent,
        trace);
  }
}
