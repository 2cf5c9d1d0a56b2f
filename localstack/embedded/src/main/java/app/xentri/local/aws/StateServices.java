package app.xentri.local.aws;

import app.xentri.local.Json;
import asl.task.ServiceCall;
import asl.task.ServiceException;
import asl.task.Services;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Carries the calls of state machines to the services behind the endpoint. */
final class StateServices implements Services {

  private static final JsonMapper JSON = Json.MAPPER;
  private static final String THROTTLED = "TooManyRequestsException";

  /** Actions by the service as resources name it. */
  private static final Map<String, Set<String>> OFFERED =
      Map.of(
          "lambda",
          Set.of("invoke"),
          "events",
          Set.of("putEvents"),
          "eventbridge",
          Set.of("putEvents"),
          "sqs",
          Set.of("sendMessage", "sendMessageBatch", "getQueueUrl", "getQueueAttributes"),
          "ssm",
          Set.of("getParameter", "getParameters"),
          "secretsmanager",
          Set.of("getSecretValue"),
          "sesv2",
          Set.of("sendEmail"),
          "sfn",
          Set.of(
              "startExecution",
              "stopExecution",
              "describeExecution",
              "listExecutions",
              "sendTaskSuccess",
              "sendTaskFailure",
              "sendTaskHeartbeat"));

  private final FunctionInvoker functions;
  private final Account account;
  private final EventsApi events;
  private final QueuesApi queues;
  private final ConfigurationApi configuration;
  private final MailApi mail;
  private final StateMachines states;

  StateServices(
      FunctionInvoker functions,
      Account account,
      EventsApi events,
      QueuesApi queues,
      ConfigurationApi configuration,
      MailApi mail,
      StateMachines states) {
    this.functions = functions;
    this.account = account;
    this.events = events;
    this.queues = queues;
    this.configuration = configuration;
    this.mail = mail;
    this.states = states;
  }

  @Override
  public boolean offers(String service, String action) {
    return OFFERED.getOrDefault(service, Set.of()).contains(action);
  }

  @Override
  public JsonNode call(ServiceCall call) throws ServiceException {
    try {
      return answer(call.service(), capital(call.action()), call.request());
    } catch (AwsRefusal e) {
      throw new ServiceException(e.status(), e.code(), e.text());
    }
  }

  private JsonNode answer(String service, String operation, JsonNode request) throws AwsRefusal {
    return switch (service) {
      case "lambda" -> invoke(functions, account, request);
      case "events", "eventbridge" -> events.handle(operation, request);
      case "sqs" -> queues.handle(operation, request);
      case "ssm" -> configuration.parameterStore(operation, request);
      case "secretsmanager" -> configuration.secretsManager(operation, request);
      case "sesv2" -> mail.send(request);
      case "sfn" -> capitals(states.handle(operation, smallLetters(request)));
      default -> throw AwsRefusal.unknown(service + ":" + operation);
    };
  }

  /** A function's failure is part of the answer; that it could not be called is a refusal. */
  static JsonNode invoke(FunctionInvoker functions, Account account, JsonNode request)
      throws AwsRefusal {
    String function = LambdaApi.nameOf(request.path("FunctionName").asString(""));
    if (!functions.knows(function)) {
      throw new AwsRefusal(
          404,
          "ResourceNotFoundException",
          "Function not found: " + account.arn("lambda", "function:" + function));
    }
    byte[] payload = request.path("Payload").toString().getBytes(StandardCharsets.UTF_8);
    if (request.path("InvocationType").asString("").equals("Event")) {
      functions.invokeAsync(function, payload);
      return JSON.createObjectNode().put("StatusCode", 202);
    }
    Invocation invocation = functions.invoke(function, payload);
    JsonNode answered =
        invocation.payload().length == 0 ? JSON.nullNode() : JSON.readTree(invocation.payload());
    if (invocation.error().isPresent()
        && answered.path("errorType").asString("").equals(THROTTLED)) {
      throw new AwsRefusal(429, THROTTLED, answered.path("errorMessage").asString(""));
    }
    ObjectNode answer =
        JSON.createObjectNode().put("StatusCode", 200).put("ExecutedVersion", "$LATEST");
    invocation.error().ifPresent(error -> answer.put("FunctionError", error));
    return answer.set("Payload", answered);
  }

  /** Tasks write the fields of every service with capitals; this one's own begin small. */
  private static JsonNode smallLetters(JsonNode request) {
    ObjectNode renamed = JSON.createObjectNode();
    request
        .properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              renamed.set(
                  name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1),
                  entry.getValue());
            });
    return renamed;
  }

  private static JsonNode capitals(JsonNode answer) {
    if (answer.isArray()) {
      var list = JSON.createArrayNode();
      answer.forEach(item -> list.add(capitals(item)));
      return list;
    }
    if (!answer.isObject()) {
      return answer;
    }
    ObjectNode renamed = JSON.createObjectNode();
    answer
        .properties()
        .forEach(entry -> renamed.set(capital(entry.getKey()), capitals(entry.getValue())));
    return renamed;
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
