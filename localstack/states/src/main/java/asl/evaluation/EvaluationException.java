package asl.evaluation;

import java.util.Objects;

/** An expression had no value that could be used: {@code States.QueryEvaluationError}. */
public final class EvaluationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String location;

  /**
   * @param location the field in its state, for example {@code Arguments/Payload}
   * @param message a sentence in AWS's words
   */
  public EvaluationException(String location, String message) {
    super(message);
    this.location = location;
  }

  /** The field in its state, for example {@code Arguments/Payload}. */
  public String location() {
    return location;
  }

  /** What went wrong, as a sentence. */
  public String text() {
    return Objects.requireNonNull(getMessage());
  }
}
