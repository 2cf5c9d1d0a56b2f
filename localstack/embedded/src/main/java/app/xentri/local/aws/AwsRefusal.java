package app.xentri.local.aws;

import java.util.Objects;

/** An error answer in AWS's terms. */
final class AwsRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  AwsRefusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The answer to an operation that the local cloud does not have. */
  static AwsRefusal unknown(String operation) {
    return new AwsRefusal(
        400, "UnknownOperationException", "The local cloud does not offer " + operation);
  }

  int status() {
    return status;
  }

  /** For example {@code ResourceNotFoundException}. */
  String code() {
    return code;
  }

  String text() {
    return Objects.requireNonNull(getMessage());
  }
}
