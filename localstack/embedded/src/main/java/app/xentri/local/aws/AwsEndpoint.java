package app.xentri.local.aws;

import app.xentri.local.Json;
import app.xentri.local.Part;
import app.xentri.local.http.LoopbackServer;
import app.xentri.local.http.Routes;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One address ({@code AWS_ENDPOINT_URL}) for the AWS services that have no server of their own
 * here. Requests must be signed with this home's key. What is not offered is answered with {@code
 * UnknownOperationException} and its name.
 */
public final class AwsEndpoint implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(AwsEndpoint.class);
  private static final JsonMapper JSON = Json.MAPPER;
  private static final int LARGEST_REQUEST = 8 * 1024 * 1024;

  /** The operations of the REST protocols; all others are named by a header. */
  private static final Routes<Operation> BY_PATH =
      new Routes<Operation>()
          .on(
              "POST",
              LambdaApi.PATH,
              (offer, named, exchange, body) ->
                  offer
                      .lambda()
                      .invoke(
                          String.valueOf(named.get("function")),
                          exchange.getRequestHeaders(),
                          body))
          .on(
              "POST",
              MailApi.PATH,
              (offer, _, _, body) -> json(offer.mail().send(JSON.readTree(body))));

  private final Keys keys;
  private final Clock clock = Clock.systemUTC();
  private final LoopbackServer server;
  private volatile @Nullable Offer offer;

  /** What is behind the address once it is open. */
  private record Offer(
      EventsApi events,
      LambdaApi lambda,
      MailApi mail,
      QueuesApi queues,
      ConfigurationApi configuration,
      Optional<StateMachines> states) {}

  @FunctionalInterface
  private interface Operation {
    AwsAnswer answer(
        Offer offer, Map<String, String> parameters, HttpExchange exchange, byte[] body)
        throws AwsRefusal;
  }

  /** Takes an address. Until {@link #open} every request is answered with 503. */
  public AwsEndpoint(Keys keys) {
    this.keys = keys;
    server = new LoopbackServer("aws", this::handle);
  }

  /** Starts to answer, without Step Functions. */
  public void open(AwsServices services) {
    open(services, Optional.empty());
  }

  /** Starts to answer, and to run the machines. */
  public void open(AwsServices services, StateMachines states) {
    Offer opened = open(services, Optional.of(states));
    // Last: what they call may call this endpoint.
    states.begin(
        new StateServices(
            services.functions(),
            services.account(),
            opened.events(),
            opened.queues(),
            opened.configuration(),
            opened.mail(),
            states));
  }

  private Offer open(AwsServices services, Optional<StateMachines> states) {
    Account account = services.account();
    Offer opened =
        new Offer(
            new EventsApi(services.bus(), account, clock),
            new LambdaApi(services.functions(), account),
            new MailApi(services.mailbox(), clock),
            new QueuesApi(services.queues()),
            new ConfigurationApi(account, services.secrets(), services.parameters()),
            states);
    offer = opened;
    return opened;
  }

  @Override
  public String name() {
    return "aws";
  }

  /** The value for {@code AWS_ENDPOINT_URL}; known before it is open. */
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
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
      if (body.length > LARGEST_REQUEST) {
        throw new AwsRefusal(413, "RequestTooLargeException", "The request is too large");
      }
      return dispatch(offer(), exchange, service(exchange, body), body);
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
  private String service(HttpExchange exchange, byte[] body) throws AwsRefusal {
    Signature signature =
        Signature.of(exchange.getRequestHeaders())
            .orElseThrow(
                () ->
                    new AwsRefusal(
                        403,
                        "MissingAuthenticationTokenException",
                        "Missing Authentication Token"));
    if (!signature.keyId().equals(keys.accessKeyId())) {
      throw new AwsRefusal(
          403,
          "UnrecognizedClientException",
          "The security token included in the request is invalid.");
    }
    if (!signature.isOf(keys, exchange, body, clock)) {
      throw new AwsRefusal(
          403, "InvalidSignatureException", "The signature is not that of this request.");
    }
    return signature.service();
  }

  private Offer offer() throws AwsRefusal {
    Offer open = offer;
    if (open == null) {
      throw new AwsRefusal(503, "ServiceUnavailable", "The local cloud is still starting");
    }
    return open;
  }

  private static AwsAnswer dispatch(Offer offer, HttpExchange exchange, String service, byte[] body)
      throws AwsRefusal {
    String target = header(exchange, "X-Amz-Target");
    String path = exchange.getRequestURI().getPath();
    if (!target.isEmpty()) {
      return json(byTarget(offer, target, JSON.readTree(body)));
    }
    var match = BY_PATH.find(exchange.getRequestMethod(), path);
    if (match.isEmpty()) {
      throw AwsRefusal.unknown(service + ":" + exchange.getRequestMethod() + " " + path);
    }
    return match.get().handler().answer(offer, match.get().parameters(), exchange, body);
  }

  private static JsonNode byTarget(Offer offer, String target, JsonNode request) throws AwsRefusal {
    String service = target.substring(0, Math.max(0, target.indexOf('.')));
    String operation = target.substring(target.indexOf('.') + 1);
    return switch (service) {
      case "AWSEvents" -> offer.events().handle(operation, request);
      case "AmazonSQS" -> offer.queues().handle(operation, request);
      case "secretsmanager" -> offer.configuration().secretsManager(operation, request);
      case "AWSStepFunctions" -> states(offer, target).handle(operation, request);
      case "AmazonSSM" -> offer.configuration().parameterStore(operation, request);
      default -> throw AwsRefusal.unknown(target);
    };
  }

  private static StateMachines states(Offer offer, String target) throws AwsRefusal {
    return offer.states().orElseThrow(() -> AwsRefusal.unknown(target));
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
