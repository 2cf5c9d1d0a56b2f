package asl.task;

import asl.Json;
import asl.definition.TaskResource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What optimized integrations make of a task's arguments, a service's answer and its errors. Calls
 * through {@code aws-sdk} go as they are.
 */
public final class Shapes {

  /** As AWS writes the services in the names of errors. */
  private static final Map<String, String> NAMES =
      Map.of(
          "lambda", "Lambda",
          "events", "EventBridge",
          "eventbridge", "EventBridge",
          "sqs", "Sqs",
          "states", "StepFunctions",
          "sfn", "Sfn",
          "sesv2", "SesV2",
          "secretsmanager", "SecretsManager",
          "ssm", "Ssm");

  private Shapes() {}

  /** What came of a call. */
  public sealed interface Result {
    /** The task's result. */
    record Value(JsonNode value) implements Result {}

    /** The task's error. */
    record Failure(ErrorOutput error) implements Result {}
  }

  /** The request for a service. */
  public static JsonNode request(
      TaskResource resource, JsonNode arguments, String machineArn, String executionArn) {
    if (resource.sdk() || !(arguments instanceof ObjectNode object)) {
      return arguments;
    }
    return switch (resource.service() + ":" + resource.action()) {
      case "lambda:invoke" -> {
        ObjectNode request = object.deepCopy();
        request.putIfAbsent("Payload", Json.MAPPER.createObjectNode());
        yield request;
      }
      case "events:putEvents" -> events(object.deepCopy(), machineArn, executionArn);
      case "sqs:sendMessage" -> {
        ObjectNode request = object.deepCopy();
        textInstead(request, "MessageBody");
        yield request;
      }
      default -> arguments;
    };
  }

  private static ObjectNode events(ObjectNode request, String machineArn, String executionArn) {
    for (JsonNode entry : request.path("Entries")) {
      if (entry instanceof ObjectNode event) {
        textInstead(event, "Detail");
        ArrayNode resources =
            event.get("Resources") instanceof ArrayNode written
                ? written
                : event.putArray("Resources");
        resources.add(machineArn).add(executionArn);
      }
    }
    return request;
  }

  /** What a service takes as text may be written as JSON. */
  private static void textInstead(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    if (value != null && !value.isString()) {
      object.put(field, Json.text(value));
    }
  }

  /** What a service's answer means for the task. */
  public static Result result(TaskResource resource, JsonNode answer) {
    if (resource.sdk()) {
      return new Result.Value(answer);
    }
    return switch (resource.service() + ":" + resource.action()) {
      case "lambda:invoke" ->
          answer.has("FunctionError")
              ? new Result.Failure(functionError(answer.path("Payload")))
              : new Result.Value(answer);
      case "events:putEvents" ->
          answer.path("FailedEntryCount").asInt(0) > 0
              ? new Result.Failure(new ErrorOutput("EventBridge.FailedEntry", Json.text(answer)))
              : new Result.Value(answer);
      default -> new Result.Value(answer);
    };
  }

  private static ErrorOutput functionError(JsonNode payload) {
    return new ErrorOutput(
        Optional.of(payload.path("errorType").asString(""))
            .filter(type -> !type.isEmpty())
            .orElse("Lambda.Unknown"),
        Json.text(payload));
  }

  /** A service's refusal as the task's error. */
  public static ErrorOutput refusal(TaskResource resource, ServiceException refusal) {
    String service = NAMES.getOrDefault(resource.service(), capital(resource.service()));
    String code = refusal.code();
    if (!resource.sdk() && service.equals("Sqs")) {
      // The optimized integration gives every refusal of this service one name.
      return new ErrorOutput("SQS.AmazonSQSException", cause(refusal, "AmazonSQS"));
    }
    boolean complete = !resource.sdk() || code.endsWith("Exception");
    return new ErrorOutput(
        service + "." + (complete ? code : code + "Exception"), cause(refusal, service));
  }

  private static String cause(ServiceException refusal, String service) {
    return "%s (Service: %s; Status Code: %d; Error Code: %s)"
        .formatted(refusal.text(), service, refusal.status(), refusal.code());
  }

  private static String capital(String service) {
    return service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1);
  }
}
