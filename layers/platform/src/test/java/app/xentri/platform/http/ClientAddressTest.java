package app.xentri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.platform.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ClientAddressTest {

  private static final String CDN = "198.51.100.7";

  private final ClientAddress behindCdn = new ClientAddress(Optional.of("s3cret"));

  private static Request request(String source, Map<String, String> headers) {
    ObjectNode event = Json.object();
    headers.forEach(event.putObject("headers")::put);
    event.putObject("requestContext").putObject("http").put("sourceIp", source);
    return new Request(event, "trace");
  }

  private static Map<String, String> forwarded(String hops, String secret) {
    return Map.of("x-forwarded-for", hops, "x-cdn-secret", secret);
  }

  @Test
  void isTheOneThatTheCdnSawWhetherOrNotTheGatewayAddsTheCdnsOwn() {
    assertEquals(
        Optional.of("192.0.2.1"),
        behindCdn.of(request(CDN, forwarded("192.0.2.1, " + CDN, "s3cret"))));
    assertEquals(
        Optional.of("192.0.2.1"),
        behindCdn.of(request(CDN, forwarded("203.0.113.9,192.0.2.1", "s3cret"))));
    assertEquals(Optional.of(CDN), behindCdn.of(request(CDN, Map.of("x-cdn-secret", "s3cret"))));
  }

  @Test
  void cannotBeMadeUpPastTheCdn() {
    for (Map<String, String> headers :
        List.of(
            Map.of("x-forwarded-for", "192.0.2.1"),
            forwarded("192.0.2.1", "guess"),
            forwarded("192.0.2.1", ""))) {
      assertEquals(Optional.of(CDN), behindCdn.of(request(CDN, headers)));
    }
    var withoutCdn = new ClientAddress(Optional.empty());
    assertEquals(Optional.of(CDN), withoutCdn.of(request(CDN, forwarded("192.0.2.1", "s3cret"))));
  }

  @Test
  void isTheNetworkForIpVersionSixAndNothingWithoutOne() {
    assertEquals(
        behindCdn.of(request("2001:db8:1:2::3", Map.of())),
        behindCdn.of(request("2001:db8:1:2:ffff::1", Map.of())));
    assertEquals(
        Optional.of("20010db800010002/64"), behindCdn.of(request("2001:db8:1:2::3", Map.of())));
    var nowhere = Json.object().put("version", "2.0");
    assertEquals(Optional.empty(), behindCdn.of(new Request(nowhere, "trace")));
  }
}
