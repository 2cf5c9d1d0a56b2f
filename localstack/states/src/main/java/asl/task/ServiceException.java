package asl.task;

import java.util.Objects;

/** A service refused or failed a call. */
public final class ServiceException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * @param status of HTTP
   * @param code the service's, for example {@code ResourceNotFoundException}
   */
  public ServiceException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String text() {
    return Objects.requireNonNull(getMessage());
  }
}
