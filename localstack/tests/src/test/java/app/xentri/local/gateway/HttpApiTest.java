package app.xentri.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The gateway as an HTTP API, over real connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpApiTest {
  @TempDir private static Path folder;

  private RunningGateway gateway;

  @BeforeAll
  void start() throws IOException {
    gateway = new RunningGateway(folder);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void theMostSpecificRouteWins() throws Exception {
    assertEquals("GET /api/things", routeKey("GET", "/api/things"));
    assertEquals("GET /api/things/special", routeKey("GET", "/api/things/special"));
    assertEquals("GET /api/things/{id}", routeKey("GET", "/api/things/7"));
    assertEquals("GET /api/things/{id}/parts/{part}", routeKey("GET", "/api/things/7/parts/2"));
    assertEquals("ANY /api/things/{proxy+}", routeKey("GET", "/api/things/7/else/2"));
    assertEquals("ANY /api/things/{proxy+}", routeKey("POST", "/api/things/7"));
    assertEquals("PUT /api/echo", routeKey("PUT", "/api/echo"));
    assertEquals("ANY /api/echo", routeKey("PATCH", "/api/echo"));
  }

  @Test
  void aRouteThatDoesNotExistIsNotFound() throws Exception {
    HttpResponse<String> response = gateway.get("/api/nothing");
    assertEquals(404, response.statusCode());
    assertEquals("{\"message\":\"Not Found\"}", response.body());
    assertEquals(404, gateway.send(gateway.request("/api/things").DELETE()).statusCode());
    // HEAD is a method like any other: a route for GET does not take it.
    assertEquals(404, gateway.send(gateway.request("/api/things").HEAD()).statusCode());
  }

  @Test
  void aSlashAtTheEndChangesThePathAndNotTheRoute() throws Exception {
    JsonNode event = gateway.event(gateway.request("/api/things/7/"));
    assertEquals("GET /api/things/{id}", event.path("routeKey").asString());
    assertEquals("/api/things/7/", event.path("rawPath").asString());
    assertEquals("GET /api/things", routeKey("GET", "/api/things/"));
  }

  @Test
  void pathAndParametersAreDecodedAndTheQueryIsNot() throws Exception {
    JsonNode event = gateway.event(gateway.request("/api/things/a%20b%2Bc%C3%BC?x=1%202&y=&x=3&z"));
    assertEquals("/api/things/a b+cü", event.path("rawPath").asString());
    assertEquals("a b+cü", event.at("/pathParameters/id").asString());
    assertEquals("x=1%202&y=&x=3&z", event.path("rawQueryString").asString());
    assertEquals("1 2,3", event.at("/queryStringParameters/x").asString());
    assertEquals("", event.at("/queryStringParameters/y").asString());
    assertEquals("", event.at("/queryStringParameters/z").asString());
  }

  @Test
  void aGreedyParameterTakesTheRest() throws Exception {
    assertEquals(
        "7/else/2",
        gateway
            .event(gateway.request("/api/things/7/else/2"))
            .at("/pathParameters/proxy")
            .asString());
  }

  @Test
  void partsThatARequestDoesNotHaveAreLeftOut() throws Exception {
    JsonNode event = gateway.event(gateway.request("/api/echo"));
    assertEquals("2.0", event.path("version").asString());
    assertEquals("", event.path("rawQueryString").asString());
    for (String absent :
        List.of("queryStringParameters", "pathParameters", "cookies", "body", "stageVariables")) {
      assertFalse(event.has(absent), absent);
    }
    assertFalse(event.path("isBase64Encoded").asBoolean());
  }

  @Test
  void repeatedHeadersAreJoinedAndCookiesStandApart() throws Exception {
    JsonNode event =
        gateway.event(
            gateway
                .request("/api/echo")
                .header("X-Many", "one")
                .header("X-Many", "two")
                .header("Cookie", "a=1; b=2"));
    assertEquals("one,two", event.at("/headers/x-many").asString());
    assertEquals("[\"a=1\",\"b=2\"]", event.path("cookies").toString());
    assertFalse(event.path("headers").has("cookie"));
  }

  @Test
  void theApiSaysWhereARequestCameFromAndWhichTraceItBelongsTo() throws Exception {
    JsonNode headers = gateway.event(gateway.request("/api/echo")).path("headers");
    assertEquals("127.0.0.1", headers.path("x-forwarded-for").asString());
    assertEquals(Integer.toString(gateway.port()), headers.path("x-forwarded-port").asString());
    assertEquals("http", headers.path("x-forwarded-proto").asString());
    String trace = headers.path("x-amzn-trace-id").asString();
    assertTrue(trace.matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}"), trace);
    JsonNode forwarded =
        gateway
            .event(
                gateway
                    .request("/api/echo")
                    .header("X-Forwarded-For", "203.0.113.9")
                    .header("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"))
            .path("headers");
    assertEquals("203.0.113.9, 127.0.0.1", forwarded.path("x-forwarded-for").asString());
    assertEquals(
        "Root=1-5759e988-bd862e3fe1be46a994272793", forwarded.path("x-amzn-trace-id").asString());
  }

  @Test
  void theContextSaysWhatWasAsked() throws Exception {
    JsonNode context =
        gateway
            .event(gateway.request("/api/things/7").header("User-Agent", "probe"))
            .path("requestContext");
    assertEquals("000000000000", context.path("accountId").asString());
    assertEquals("demo-api", context.path("apiId").asString());
    assertEquals("127.0.0.1", context.path("domainName").asString());
    assertEquals("$default", context.path("stage").asString());
    assertEquals("GET /api/things/{id}", context.path("routeKey").asString());
    assertEquals("GET", context.at("/http/method").asString());
    assertEquals("/api/things/7", context.at("/http/path").asString());
    assertEquals("HTTP/1.1", context.at("/http/protocol").asString());
    assertEquals("127.0.0.1", context.at("/http/sourceIp").asString());
    assertEquals("probe", context.at("/http/userAgent").asString());
    assertEquals(36, context.path("requestId").asString().length());
    assertTrue(
        context
            .path("time")
            .asString()
            .matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000"));
    assertTrue(Math.abs(context.path("timeEpoch").asLong() - System.currentTimeMillis()) < 60_000);
  }

  @Test
  void textBodiesTravelAsTheyAreAndOthersInBase64() throws Exception {
    assertBody(
        "grün", false, "application/json; charset=utf-8", "grün".getBytes(StandardCharsets.UTF_8));
    assertBody("plain", false, "text/plain", "plain".getBytes(StandardCharsets.UTF_8));
    assertBody("<a/>", false, "Application/XML", "<a/>".getBytes(StandardCharsets.UTF_8));
    assertBody("e30=", true, "application/merge-patch+json", "{}".getBytes(StandardCharsets.UTF_8));
    byte[] bytes = {0, (byte) 0xff, 10, 13};
    assertBody(Base64.getEncoder().encodeToString(bytes), true, "image/png", bytes);
    assertBody(
        Base64.getEncoder().encodeToString("a=1".getBytes(StandardCharsets.UTF_8)),
        true,
        "application/x-www-form-urlencoded",
        "a=1".getBytes(StandardCharsets.UTF_8));
    JsonNode untyped =
        gateway.event(gateway.request("/api/echo").POST(BodyPublishers.ofString("{}")));
    assertTrue(untyped.path("isBase64Encoded").asBoolean());
    JsonNode zipped =
        gateway.event(
            gateway
                .request("/api/echo")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{}")));
    assertEquals("e30=", zipped.path("body").asString());
  }

  @Test
  void anAnswerWithoutStatusCodeIsTheBody() throws Exception {
    HttpResponse<String> response = gateway.answered("{\"hello\":\"you\"}");
    assertEquals(200, response.statusCode());
    assertEquals("application/json", header(response, "content-type"));
    assertEquals("{\"hello\":\"you\"}", response.body());
    assertEquals("just text", gateway.answered("\"just text\"").body());
  }

  @Test
  void aDescribedAnswerIsSentAsDescribed() throws Exception {
    HttpResponse<String> response =
        gateway.answered(
            """
            {"statusCode":201,"headers":{"x-one":"1","content-type":"text/csv","Content-Length":"999"},"cookies":["a=1; Path=/","b=2"],"body":"ä;b"}""");
    assertEquals(201, response.statusCode());
    assertEquals("1", header(response, "x-one"));
    assertEquals("text/csv", header(response, "content-type"));
    assertEquals(
        List.of("a=1; Path=/", "b=2"),
        response.headers().allValues("set-cookie").stream().sorted().toList());
    assertEquals("ä;b", response.body());
    assertEquals(36, header(response, "apigw-requestid").length());
  }

  @Test
  void base64AnswersAreDecodedAndBodilessOnesStayEmpty() throws Exception {
    assertEquals(
        "hi",
        gateway.answered("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"aGk=\"}").body());
    HttpResponse<String> none = gateway.answered("{\"statusCode\":204}");
    assertEquals(204, none.statusCode());
    assertEquals("", none.body());
    assertEquals(
        "text/plain;charset=UTF-8",
        header(gateway.answered("{\"statusCode\":200,\"body\":\"x\"}"), "content-type"));
  }

  @Test
  void malformedAnswersAndFaultsAreTheSameInternalError() throws Exception {
    for (String payload :
        List.of(
            "not json",
            "{\"statusCode\":\"many\"}",
            "{\"statusCode\":101}",
            "{\"statusCode\":200,\"body\":{}}",
            "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"?\"}")) {
      assertInternalError(gateway.answered(payload));
    }
    assertInternalError(gateway.get("/api/fault"));
  }

  @Test
  void aLineBreakInAHeaderCannotStartAnother() throws Exception {
    HttpResponse<String> response =
        gateway.answered("{\"statusCode\":200,\"headers\":{\"x-one\":\"1\\r\\nx-two: 2\"}}");
    assertTrue(response.headers().firstValue("x-two").isEmpty());
  }

  @Test
  void aFunctionThatOverrunsItsOwnTimeoutHasFailedLikeAnyOther() throws Exception {
    assertInternalError(gateway.get("/api/slow"));
  }

  @Test
  void aFunctionThatOutlastsThePatienceOfTheApiIsAGatewayTimeout() throws Exception {
    HttpResponse<String> response = gateway.get("/api/slow/patient");
    assertEquals(504, response.statusCode());
    assertEquals("{\"message\":\"Endpoint request timed out\"}", response.body());
  }

  @Test
  void tooLargeBodiesAreRefused() throws Exception {
    HttpRequest.Builder eleven =
        gateway
            .request("/api/echo")
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(new byte[11 * 1024 * 1024]));
    assertTooLarge(gateway.send(eleven));
    // Below ten megabytes, but in base64 more than Lambda takes.
    HttpRequest.Builder five =
        gateway
            .request("/api/echo")
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(new byte[5 * 1024 * 1024]));
    assertTooLarge(gateway.send(five));
    // Bytes count, not characters.
    HttpRequest.Builder four =
        gateway
            .request("/api/echo")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("ü".repeat(4 * 1024 * 1024)));
    assertTooLarge(gateway.send(four));
  }

  @Test
  void anAnswerThatLambdaWouldNotCarryIsAnInternalError() throws Exception {
    String fits = "\"" + "ü".repeat(1024 * 1024) + "\"";
    assertEquals(200, gateway.answered(fits).statusCode());
    assertInternalError(gateway.get("/api/large"));
  }

  @Test
  void tooManyHeadersAreRefused() throws Exception {
    HttpResponse<String> response =
        gateway.send(gateway.request("/api/echo").header("X-Long", "x".repeat(11_000)));
    assertEquals(431, response.statusCode());
  }

  @Test
  void theApiAnswersPreflightsByItself() throws Exception {
    HttpResponse<String> allowed = preflight("https://app.example", "POST");
    assertEquals(204, allowed.statusCode());
    assertEquals("https://app.example", header(allowed, "access-control-allow-origin"));
    assertEquals("GET,POST", header(allowed, "access-control-allow-methods"));
    assertEquals("content-type", header(allowed, "access-control-allow-headers"));
    assertEquals("60", header(allowed, "access-control-max-age"));
    HttpResponse<String> foreign = preflight("https://evil.example", "POST");
    assertEquals(204, foreign.statusCode());
    assertTrue(foreign.headers().firstValue("access-control-allow-origin").isEmpty());
    assertTrue(
        preflight("https://app.example", "DELETE")
            .headers()
            .firstValue("access-control-allow-origin")
            .isEmpty());
  }

  @Test
  void onlyTheApiDecidesOnCorsHeaders() throws Exception {
    String payload = "{\"statusCode\":200,\"headers\":{\"access-control-allow-origin\":\"*\"}}";
    assertTrue(
        gateway.answered(payload).headers().firstValue("access-control-allow-origin").isEmpty());
    HttpResponse<String> allowed =
        gateway.send(gateway.request("/api/echo").header("Origin", "https://app.example"));
    assertEquals("https://app.example", header(allowed, "access-control-allow-origin"));
    assertEquals("etag", header(allowed, "access-control-expose-headers"));
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(5000);
      BufferedReader in = RunningGateway.reader(socket);
      String host = "Host: 127.0.0.1:" + gateway.port() + "\r\n";
      for (String request :
          List.of(
              "GET /api/echo HTTP/1.1\r\n" + host + "\r\n",
              "POST /api/nothing HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello",
              "POST /api/echo HTTP/1.1\r\n"
                  + host
                  + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
              "GET /nowhere HTTP/1.1\r\n" + host + "\r\n",
              "GET /api/echo HTTP/1.1\r\n" + host + "\r\n")) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(RunningGateway.next(in).matches("HTTP/1.1 (200|404) .*"), request);
      }
    }
  }

  @Test
  void aHeadRequestGetsTheHeadersOnly() throws Exception {
    String answer =
        gateway.raw("HEAD /api/echo HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.endsWith("\r\n\r\n"), answer);
  }

  @Test
  void aForeignHostNameIsMisdirected() throws Exception {
    String answer =
        gateway.raw(
            "GET /api/echo HTTP/1.1\r\nHost: evil.example:PORT\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
  }

  private String routeKey(String method, String path) throws Exception {
    return gateway
        .event(gateway.request(path).method(method, BodyPublishers.noBody()))
        .path("routeKey")
        .asString();
  }

  private void assertBody(String expected, boolean base64, String type, byte[] body)
      throws Exception {
    JsonNode event =
        gateway.event(
            gateway
                .request("/api/echo")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body)));
    assertEquals(expected, event.path("body").asString(), type);
    assertEquals(base64, event.path("isBase64Encoded").asBoolean(), type);
  }

  private HttpResponse<String> preflight(String origin, String method) throws Exception {
    return gateway.send(
        gateway
            .request("/api/echo")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  private static void assertInternalError(HttpResponse<String> response) {
    assertEquals(500, response.statusCode());
    assertEquals("{\"message\":\"Internal Server Error\"}", response.body());
  }

  private static void assertTooLarge(HttpResponse<String> response) {
    assertEquals(413, response.statusCode());
    assertEquals("{\"message\":\"Request Entity Too Large\"}", response.body());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
