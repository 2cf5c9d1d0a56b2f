package asl.engine;

import java.util.Objects;

/** The interpreter does not do what it is asked for, in AWS's terms. */
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code AWS's, for example {@code ExecutionDoesNotExist}
   */
  public Refusal(String code, String message) {
    super(message);
    this.code = code;
  }

  /** AWS's name, for example {@code ExecutionDoesNotExist}. */
  public String code() {
    return code;
  }

  /** What is wrong. */
  public String text() {
    return Objects.requireNonNull(getMessage());
  }
}
