package asl.definition;

import java.util.List;
import java.util.Set;

/** The names that AWS gives to errors, and which of them a retrier or catcher means. */
public final class ErrorNames {

  public static final String ALL = "States.ALL";
  public static final String TASK_FAILED = "States.TaskFailed";
  public static final String TIMEOUT = "States.Timeout";
  public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
  public static final String RUNTIME = "States.Runtime";
  public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
  public static final String QUERY_EVALUATION = "States.QueryEvaluationError";
  public static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
  public static final String TOLERATED_FAILURES_EXCEEDED = "States.ExceedToleratedFailureThreshold";

  /** Those that a definition may name; what else begins like them means nothing. */
  static final Set<String> KNOWN =
      Set.of(
          ALL,
          TASK_FAILED,
          TIMEOUT,
          HEARTBEAT_TIMEOUT,
          RUNTIME,
          DATA_LIMIT_EXCEEDED,
          QUERY_EVALUATION,
          NO_CHOICE_MATCHED,
          TOLERATED_FAILURES_EXCEEDED,
          "States.BranchFailed",
          "States.Http.Socket",
          "States.IntrinsicFailure",
          "States.ItemReaderFailed",
          "States.ParameterPathFailure",
          "States.Permissions",
          "States.ResultPathMatchFailure",
          "States.ResultWriterFailed");

  private ErrorNames() {}

  /**
   * Whether a retrier or catcher for these names is one for the error. An error of the interpreter
   * itself is meant by its own name alone.
   *
   * @param error what the error is, {@link #HEARTBEAT_TIMEOUT} too, although it is shown as {@link
   *     #TIMEOUT}; empty for one without a name
   */
  public static boolean match(List<String> names, String error) {
    return names.stream().anyMatch(name -> matches(name, error));
  }

  private static boolean matches(String name, String error) {
    boolean timeout = error.equals(TIMEOUT) || error.equals(HEARTBEAT_TIMEOUT);
    return switch (name) {
      case ALL -> !error.equals(RUNTIME);
      case TASK_FAILED -> !error.equals(RUNTIME) && !timeout;
      case TIMEOUT -> timeout;
      default -> name.equals(error);
    };
  }
}
