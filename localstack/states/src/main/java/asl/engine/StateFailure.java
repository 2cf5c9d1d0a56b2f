package asl.engine;

import asl.definition.ErrorNames;
import asl.evaluation.EvaluationException;
import asl.task.ErrorOutput;
import java.util.Optional;

/** A state cannot do its work. */
final class StateFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient ErrorOutput error;
  private final transient Optional<String> location;

  StateFailure(ErrorOutput error) {
    this.error = error;
    this.location = Optional.empty();
  }

  /** An expression had no value. */
  StateFailure(Frame frame, EvaluationException e) {
    super(e);
    this.error =
        new ErrorOutput(
            ErrorNames.QUERY_EVALUATION,
            "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
                .formatted(frame.state, frame.entered, e.text()));
    this.location = Optional.of(e.location());
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

  /** The field of an expression. */
  Optional<String> location() {
    return location;
  }
}
