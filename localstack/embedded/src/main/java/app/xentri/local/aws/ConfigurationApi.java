package app.xentri.local.aws;

import app.xentri.local.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Secrets Manager's and SSM's reading operations over values that never change during a run. */
final class ConfigurationApi {

  private static final JsonMapper JSON = Json.MAPPER;
  private static final double CREATED = 1_767_225_600.0; // 2026-01-01, in seconds

  private final Account account;
  private final Map<String, String> secrets;
  private final Map<String, String> parameters;

  ConfigurationApi(Account account, Map<String, String> secrets, Map<String, String> parameters) {
    this.account = account;
    this.secrets = Map.copyOf(secrets);
    this.parameters = Map.copyOf(parameters);
  }

  JsonNode secretsManager(String operation, JsonNode request) throws AwsRefusal {
    if (!operation.equals("GetSecretValue")) {
      throw AwsRefusal.unknown("secretsmanager:" + operation);
    }
    String id = request.path("SecretId").asString("");
    String name = id.startsWith("arn:") ? id.substring(id.lastIndexOf(':') + 1) : id;
    String value = secrets.get(name);
    if (value == null) {
      throw new AwsRefusal(
          400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    ObjectNode answer =
        JSON.createObjectNode()
            .put("ARN", account.arn("secretsmanager", "secret:" + name))
            .put("Name", name)
            .put("SecretString", value)
            .put("VersionId", "00000000-0000-0000-0000-000000000001")
            .put("CreatedDate", CREATED);
    answer.putArray("VersionStages").add("AWSCURRENT");
    return answer;
  }

  JsonNode parameterStore(String operation, JsonNode request) throws AwsRefusal {
    return switch (operation) {
      case "GetParameter" -> {
        String name = request.path("Name").asString("");
        if (!parameters.containsKey(name)) {
          throw new AwsRefusal(400, "ParameterNotFound", "");
        }
        yield JSON.createObjectNode().set("Parameter", parameter(name));
      }
      case "GetParameters" -> several(request.path("Names"));
      default -> throw AwsRefusal.unknown("ssm:" + operation);
    };
  }

  private JsonNode several(JsonNode names) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode found = answer.putArray("Parameters");
    ArrayNode missing = answer.putArray("InvalidParameters");
    for (JsonNode name : names) {
      if (parameters.containsKey(name.asString())) {
        found.add(parameter(name.asString()));
      } else {
        missing.add(name.asString());
      }
    }
    return answer;
  }

  private JsonNode parameter(String name) {
    return JSON.createObjectNode()
        .put("Name", name)
        .put("Type", "String")
        .put("Value", parameters.get(name))
        .put("Version", 1)
        .put("LastModifiedDate", CREATED)
        .put("ARN", account.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name))
        .put("DataType", "text");
  }
}
