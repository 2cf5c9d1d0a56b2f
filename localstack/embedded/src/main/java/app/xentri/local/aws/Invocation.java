package app.xentri.local.aws;

import java.util.Optional;

/**
 * What a function answered.
 *
 * @param payload its answer, or Lambda's error document, as JSON in UTF-8
 * @param error {@code Handled} or {@code Unhandled} when the function failed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record Invocation(byte[] payload, Optional<String> error) {

  /** A successful answer. */
  public static Invocation answered(byte[] payload) {
    return new Invocation(payload, Optional.empty());
  }

  /** A failure, with Lambda's error document. */
  public static Invocation failed(byte[] payload) {
    return new Invocation(payload, Optional.of("Unhandled"));
  }
}
