package app.xentri.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.mail.Mail;
import app.xentri.local.mail.Mailbox;
import app.xentri.local.postgres.SharedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** AWS's own clients against the endpoint. */
class AwsEndpointTest {

  @RegisterExtension static final SharedPostgres POSTGRES = new SharedPostgres();

  private static final Account ACCOUNT = new Account("123456789012", "eu-central-1");
  private static final Keys KEYS = new Keys("AKIATEST", "secret");

  static RecordingFunctions functions;
  static EventBus bus;
  static Mailbox mailbox;
  static AwsEndpoint endpoint;
  static EventBridgeClient eventBridge;
  static LambdaClient lambda;

  @BeforeAll
  static void start() throws Exception {
    POSTGRES.drop("bus_deliveries", "bus_events", "mails", "queue_messages", "queues");
    functions =
        new RecordingFunctions(
            Set.of("xentri-echo"),
            answered ->
                new String(answered.payload(), java.nio.charset.StandardCharsets.UTF_8)
                        .contains("fail")
                    ? RecordingFunctions.failure("Planned")
                    : answered);
    var target = new BusRule.Target("xentri-echo", 0, Duration.ofHours(1), Optional.empty());
    var rule = new BusRule("all", "xentri-events", "{\"source\":[\"xentri\"]}", List.of(target));
    bus = new EventBus(POSTGRES.localCloud(), ACCOUNT, List.of(rule), functions, (_, _, _) -> {});
    mailbox = new Mailbox(POSTGRES.localCloud());
    endpoint = new AwsEndpoint(KEYS);
    Queues queues = new Queues(POSTGRES.localCloud(), ACCOUNT, endpoint.url());
    endpoint.open(
        new AwsServices(
            ACCOUNT, bus, functions, mailbox, queues, Map.of("db", "s3cret"), Map.of("/a/b", "c")));
    eventBridge = client(EventBridgeClient.builder(), KEYS);
    lambda = client(LambdaClient.builder(), KEYS);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
    bus.close();
  }

  @Test
  void anAcceptedEventReachesItsTargetInTheEnvelopeOfEventBridge() throws Exception {
    var time = Instant.parse("2026-01-02T03:04:05.678Z");
    var entry = entry("xentri", "{\"n\":1}").toBuilder().time(time).resources("r").build();
    var answer = eventBridge.putEvents(request -> request.entries(entry));
    assertEquals(0, answer.failedEntryCount());
    var call = functions.next();
    while (!call.payload().contains("detail-type")) {
      call = functions.next(); // another test's invocation
    }
    var event = new tools.jackson.databind.json.JsonMapper().readTree(call.payload());
    assertEquals(answer.entries().getFirst().eventId(), event.path("id").asString());
    assertEquals("xentri.brief.created.v1", event.path("detail-type").asString());
    assertEquals("2026-01-02T03:04:05Z", event.path("time").asString());
    assertEquals("r", event.path("resources").path(0).asString());
    assertEquals(1, event.path("detail").path("n").asInt());
    assertEquals("123456789012", event.path("account").asString());
  }

  @Test
  void badEntriesFailAloneWithTheirReasons() {
    var answer =
        eventBridge.putEvents(
            request ->
                request.entries(
                    entry("other", "{}"),
                    entry("other", "{").toBuilder().build(),
                    entry("other", "[1]"),
                    entry("aws.ec2", "{}"),
                    entry("other", "{}").toBuilder().detailType(null).build()));
    assertEquals(4, answer.failedEntryCount());
    assertNull(answer.entries().get(0).errorCode());
    assertEquals("MalformedDetail", answer.entries().get(1).errorCode());
    assertEquals("MalformedDetail", answer.entries().get(2).errorCode());
    assertEquals("NotAuthorizedForSourceException", answer.entries().get(3).errorCode());
    assertEquals("InvalidArgument", answer.entries().get(4).errorCode());
    assertTrue(answer.entries().get(4).errorMessage().contains("DetailType"));
  }

  @Test
  void moreThanTenEntriesAndMoreThanTheLimitAreRefusedAsAWhole() {
    var eleven = Collections.nCopies(11, entry("other", "{}"));
    assertCode("ValidationException", () -> eventBridge.putEvents(r -> r.entries(eleven)));
    var large = entry("other", "{\"x\":\"" + "x".repeat(256 * 1024) + "\"}");
    assertCode("ValidationException", () -> eventBridge.putEvents(r -> r.entries(large)));
    assertCode("ValidationException", () -> eventBridge.putEvents(r -> r.entries(List.of())));
  }

  @Test
  void anInvokedFunctionAnswersAndItsErrorIsNamed() {
    var answer = invoke("xentri-echo", "{\"a\":1}", InvocationType.REQUEST_RESPONSE);
    assertEquals(200, answer.statusCode());
    assertNull(answer.functionError());
    assertEquals("{\"a\":1}", answer.payload().asUtf8String());
    var failed = invoke("xentri-echo", "\"fail\"", InvocationType.REQUEST_RESPONSE);
    assertEquals("Unhandled", failed.functionError());
    assertEquals("{\"errorType\":\"Planned\"}", failed.payload().asUtf8String());
  }

  @Test
  void aFunctionIsFoundByItsArnAndAliasToo() {
    String arn = "arn:aws:lambda:eu-central-1:123456789012:function:xentri-echo:live";
    assertEquals("1", invoke(arn, "1", InvocationType.REQUEST_RESPONSE).payload().asUtf8String());
  }

  @Test
  void anAsynchronousInvocationIsOnlyTaken() {
    var answer = invoke("xentri-echo", "{\"async\":1}", InvocationType.EVENT);
    assertEquals(202, answer.statusCode());
    assertTrue(
        functions
            .all()
            .contains(new RecordingFunctions.Call("xentri-echo", "{\"async\":1}", false)));
    assertEquals(204, invoke("xentri-echo", "{}", InvocationType.DRY_RUN).statusCode());
  }

  @Test
  void unknownFunctionsAndLargePayloadsAreRefusedAsLambdaDoes() {
    assertThrows(
        software.amazon.awssdk.services.lambda.model.ResourceNotFoundException.class,
        () -> invoke("nobody", "{}", InvocationType.EVENT));
    String large = "\"" + "x".repeat(6 * 1024 * 1024) + "\"";
    assertThrows(
        RequestTooLargeException.class,
        () -> invoke("xentri-echo", large, InvocationType.REQUEST_RESPONSE));
  }

  @Test
  void aSentMailIsInTheMailbox() {
    SesV2Client ses = client(SesV2Client.builder(), KEYS);
    var id = ses.sendEmail(mail("b@example.com", "Kodas 🙂", "text", "<b>html</b>")).messageId();
    Mail mail = mailbox.find(java.util.UUID.fromString(id)).orElseThrow();
    assertEquals(List.of("b@example.com"), mail.to());
    assertEquals("a@example.com", mail.from());
    assertEquals("Kodas 🙂", mail.subject());
    assertEquals("text", mail.text());
    assertEquals("<b>html</b>", mail.html());
  }

  @Test
  void aMailWithoutReceiverIsRefused() {
    SesV2Client ses = client(SesV2Client.builder(), KEYS);
    var mail = mail("b@example.com", "s", "t", "h").toBuilder().destination(d -> {}).build();
    assertThrows(BadRequestException.class, () -> ses.sendEmail(mail));
  }

  @Test
  void secretsAndParametersAreRead() {
    SecretsManagerClient secrets = client(SecretsManagerClient.builder(), KEYS);
    assertEquals("s3cret", secrets.getSecretValue(r -> r.secretId("db")).secretString());
    assertThrows(
        ResourceNotFoundException.class, () -> secrets.getSecretValue(r -> r.secretId("x")));
    SsmClient ssm = client(SsmClient.builder(), KEYS);
    assertEquals("c", ssm.getParameter(r -> r.name("/a/b")).parameter().value());
    assertThrows(ParameterNotFoundException.class, () -> ssm.getParameter(r -> r.name("/x")));
    var several = ssm.getParameters(r -> r.names("/a/b", "/x"));
    assertEquals("c", several.parameters().getFirst().value());
    assertEquals(List.of("/x"), several.invalidParameters());
  }

  @Test
  void whatIsNotOfferedIsNamed() {
    var putRule =
        assertCode("UnknownOperationException", () -> eventBridge.putRule(r -> r.name("x")));
    assertTrue(String.valueOf(putRule.getMessage()).contains("events:PutRule"));
    var list = assertCode("UnknownOperationException", lambda::listFunctions);
    assertTrue(String.valueOf(list.getMessage()).contains("lambda:GET /2015-03-31/functions"));
  }

  @Test
  void aStrangersKeyAndAnUnsignedRequestAreRefused() throws Exception {
    EventBridgeClient stranger = client(EventBridgeClient.builder(), new Keys("AKIAOTHER", "s"));
    assertCode(
        "UnrecognizedClientException",
        () -> stranger.putEvents(r -> r.entries(entry("other", "{}"))));
    EventBridgeClient guesser =
        client(EventBridgeClient.builder(), new Keys(KEYS.accessKeyId(), "guessed"));
    assertCode(
        "InvalidSignatureException", () -> guesser.putEvents(r -> r.entries(entry("other", "{}"))));
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(endpoint.url() + MailApi.PATH))
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      assertEquals(403, http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }

  private static PutEventsRequestEntry entry(String source, String detail) {
    return PutEventsRequestEntry.builder()
        .eventBusName("xentri-events")
        .source(source)
        .detailType("xentri.brief.created.v1")
        .detail(detail)
        .build();
  }

  private static SendEmailRequest mail(String to, String subject, String text, String html) {
    return SendEmailRequest.builder()
        .fromEmailAddress("a@example.com")
        .destination(d -> d.toAddresses(to))
        .content(
            c ->
                c.simple(
                    s ->
                        s.subject(t -> t.data(subject))
                            .body(b -> b.text(t -> t.data(text)).html(t -> t.data(html)))))
        .build();
  }

  private static software.amazon.awssdk.services.lambda.model.InvokeResponse invoke(
      String function, String payload, InvocationType type) {
    return lambda.invoke(
        r ->
            r.functionName(function)
                .payload(SdkBytes.fromUtf8String(payload))
                .invocationType(type));
  }

  private static AwsServiceException assertCode(
      String code, org.junit.jupiter.api.function.Executable call) {
    var refused = assertThrows(AwsServiceException.class, call);
    assertEquals(code, refused.awsErrorDetails().errorCode());
    return refused;
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, Keys keys) {
    return builder
        .endpointOverride(URI.create(endpoint.url()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
        .overrideConfiguration(c -> c.retryStrategy(RetryMode.STANDARD))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
