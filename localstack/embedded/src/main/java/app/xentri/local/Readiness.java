package app.xentri.local;

import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Access;
import app.xentri.local.template.Template.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Asks a real function through the gateway before anybody is told that all is ready: a stranger
 * must be turned away with 401, which takes the whole way through packaging, loader and platform.
 */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Readiness() {}

  static void await(String origin, Template template) {
    URI address = URI.create(origin + memberRoute(template));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 401) {
        throw new IllegalStateException(
            address.getPath()
                + " answered "
                + status
                + " to a stranger instead of 401; see logs/functions.log");
      }
    } catch (IOException e) {
      throw new IllegalStateException("the gateway does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  private static String memberRoute(Template template) {
    return template.routes().stream()
        .filter(route -> route.method().equals("GET") && !route.path().contains("{"))
        .filter(
            route ->
                template
                    .function(route.function())
                    .filter(f -> f.access() == Access.MEMBER)
                    .isPresent())
        .map(Route::path)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the template has no GET route for members"));
  }
}
