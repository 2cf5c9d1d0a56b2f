package asl.engine;

import asl.definition.ErrorNames;
import asl.evaluation.EvaluationException;
import asl.task.ErrorOutput;
import java.util.Optional;

/** A state cannot do its work. */
final class StateFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient ErrorOutput error;
  private final transient Optional<Evaluation> evaluation;

  /**
   * What could not be computed.
   *
   * @param field of the state; none when it is the input that does not fit
   * @param begun whether the state counts as begun, as one whose time cannot be read does
   */
  record Evaluation(Optional<String> field, boolean begun) {}

  StateFailure(ErrorOutput error) {
    this.error = error;
    this.evaluation = Optional.empty();
  }

  /** An expression had no value. */
  StateFailure(Frame frame, EvaluationException e) {
    this(frame, e.text(), new Evaluation(Optional.of(e.location()), false));
  }

  StateFailure(Frame frame, String message, Evaluation evaluation) {
    this.error =
        new ErrorOutput(
            ErrorNames.QUERY_EVALUATION,
            "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
                .formatted(frame.state, frame.entered, message));
    this.evaluation = Optional.of(evaluation);
  }

  static StateFailure tooLarge(String what) {
    return new StateFailure(tooLargeError(what));
  }

  static ErrorOutput tooLargeError(String what) {
    return new ErrorOutput(
        ErrorNames.DATA_LIMIT_EXCEEDED,
        "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit."
            .formatted(what));
  }

  ErrorOutput error() {
    return error;
  }

  Optional<Evaluation> evaluation() {
    return evaluation;
  }
}
