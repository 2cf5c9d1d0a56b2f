package asl.task;

import tools.jackson.databind.JsonNode;

/** Carries calls to services: what the host of the interpreter gives. */
public interface Services {

  /**
   * Whether it can. A machine with a task that nobody carries is refused.
   *
   * @param service as a task's resource names it, for example {@code lambda}
   * @param action for example {@code invoke}
   */
  boolean offers(String service, String action);

  /**
   * Calls and waits for the answer. It may be asked a second time for what it has already done,
   * when the run in which it was asked was killed: the call's token is then the same.
   *
   * @return the service's answer; of {@code lambda:invoke} an object with {@code StatusCode},
   *     {@code ExecutedVersion}, {@code Payload} as JSON and, when the function failed, {@code
   *     FunctionError}
   * @throws ServiceException when the service says no
   */
  JsonNode call(ServiceCall call) throws ServiceException;
}
