package app.xentri.identity;

import app.xentri.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A browser in which the provider's own sign-in code runs, as far as we need it. */
final class Browser {

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final String origin;

  Browser(String origin) {
    this.origin = origin;
  }

  /** What the attempt came to: {@code complete}, or {@code refused}. */
  String signInWithTicket(String ticket) {
    JsonNode answer = post("/v1/client/sign_ins", Map.of("strategy", "ticket", "ticket", ticket));
    return answer.path("response").path("status").asString("refused");
  }

  private JsonNode post(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(URI.create(origin + "/__clerk" + path))
            .header("origin", origin)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return Json.read(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
