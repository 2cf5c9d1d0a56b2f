package app.xentri.local.aws;

import app.xentri.local.Part;
import app.xentri.local.http.LoopbackServer;
import app.xentri.local.mail.Mailbox;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One address ({@code AWS_ENDPOINT_URL}) for the AWS services that have no server of their own
 * here. Requests must be signed with this home's access key id; the signature itself is not
 * checked. What is not offered is answered with {@code UnknownOperationException} and its name.
 */
public final class AwsEndpoint implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(AwsEndpoint.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LARGEST_REQUEST = 8 * 1024 * 1024;
  private static final Pattern CREDENTIAL =
      Pattern.compile("AWS4-HMAC-SHA256 +Credential=([^/]+)/[0-9]{8}/[^/]+/([^/]+)/aws4_request.*");

  private final Keys keys;
  private final EventsApi events;
  private final LambdaApi lambda;
  private final MailApi mail;
  private final ConfigurationApi configuration;
  private final LoopbackServer server;

  /**
   * Starts the endpoint.
   *
   * @param secrets values of Secrets Manager by name
   * @param parameters values of SSM by name
   */
  public AwsEndpoint(
      Keys keys,
      Account account,
      EventBus bus,
      FunctionInvoker functions,
      Mailbox mailbox,
      Map<String, String> secrets,
      Map<String, String> parameters) {
    this.keys = keys;
    events = new EventsApi(bus, account, Clock.systemUTC());
    lambda = new LambdaApi(functions, account);
    mail = new MailApi(mailbox, Clock.systemUTC());
    configuration = new ConfigurationApi(account, secrets, parameters);
    server = new LoopbackServer("aws", this::handle);
  }

  @Override
  public String name() {
    return "aws";
  }

  /** The value for {@code AWS_ENDPOINT_URL}. */
  public String url() {
    return server.url();
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private AwsAnswer answer(HttpExchange exchange) throws IOException {
    try {
      String service = service(exchange);
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
      if (body.length > LARGEST_REQUEST) {
        throw new AwsRefusal(413, "RequestTooLargeException", "The request is too large");
      }
      return dispatch(exchange, service, body);
    } catch (AwsRefusal e) {
      return refusal(e);
    } catch (JacksonException e) {
      return refusal(new AwsRefusal(400, "SerializationException", "The request is not JSON"));
    } catch (RuntimeException e) {
      LOG.error("{} failed", exchange.getRequestURI().getPath(), e);
      return refusal(new AwsRefusal(500, "InternalFailure", "The local cloud failed"));
    }
  }

  /** The service that the request was signed for. */
  private String service(HttpExchange exchange) throws AwsRefusal {
    Matcher credential = CREDENTIAL.matcher(header(exchange, "Authorization"));
    if (!credential.matches()) {
      throw new AwsRefusal(
          403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    if (!credential.group(1).equals(keys.accessKeyId())) {
      throw new AwsRefusal(
          403,
          "UnrecognizedClientException",
          "The security token included in the request is invalid.");
    }
    return credential.group(2);
  }

  private AwsAnswer dispatch(HttpExchange exchange, String service, byte[] body) throws AwsRefusal {
    String target = header(exchange, "X-Amz-Target");
    String path = exchange.getRequestURI().getRawPath();
    Optional<String> function = LambdaApi.functionOf(path);
    boolean post = exchange.getRequestMethod().equals("POST");
    if (!target.isEmpty()) {
      return json(byTarget(target, JSON.readTree(body)));
    }
    if (post && function.isPresent()) {
      return lambda.invoke(function.get(), exchange.getRequestHeaders(), body);
    }
    if (post && path.equals(MailApi.PATH)) {
      return json(mail.send(JSON.readTree(body)));
    }
    throw AwsRefusal.unknown(service + ":" + exchange.getRequestMethod() + " " + path);
  }

  private JsonNode byTarget(String target, JsonNode request) throws AwsRefusal {
    String service = target.substring(0, Math.max(0, target.indexOf('.')));
    String operation = target.substring(target.indexOf('.') + 1);
    return switch (service) {
      case "AWSEvents" -> events.handle(operation, request);
      case "secretsmanager" -> configuration.secretsManager(operation, request);
      case "AmazonSSM" -> configuration.parameterStore(operation, request);
      default -> throw AwsRefusal.unknown(target);
    };
  }

  private static AwsAnswer json(JsonNode answer) {
    return AwsAnswer.json(200, JSON.writeValueAsBytes(answer));
  }

  /** The JSON protocols read the code in the body, the REST ones in the header: both are given. */
  private static AwsAnswer refusal(AwsRefusal refusal) {
    JsonNode body =
        JSON.createObjectNode()
            .put("__type", refusal.code())
            .put("message", refusal.text())
            .put("Message", refusal.text());
    return AwsAnswer.json(refusal.status(), JSON.writeValueAsBytes(body))
        .with("x-amzn-ErrorType", refusal.code());
  }

  private static void send(HttpExchange exchange, AwsAnswer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }
}
