package asl.task;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A call to a service.
 *
 * @param request in the service's own shape
 * @param token of this attempt of this task, the same when the call is repeated after a kill
 * @param executionArn of the execution that calls
 * @param trace the trace header with which the execution was started
 */
public record ServiceCall(
    String service,
    String action,
    JsonNode request,
    String token,
    String executionArn,
    Optional<String> trace) {}
