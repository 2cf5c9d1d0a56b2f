package app.xentri.identity.clerk;

import app.xentri.platform.Json;
import app.xentri.platform.Resource;
import com.clerk.backend_api.utils.HTTPClient;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import tools.jackson.databind.JsonNode;

/**
 * Goes once through every call to the provider, with answers that are written down here instead of
 * a network. The SDK's classes, and what its JSON library learns about them, are then in the
 * process, and so in a snapshot of it.
 */
final class Rehearsal implements HTTPClient {

  private final JsonNode answers = read();

  static void hold() {
    var directory = new SdkClerkDirectory(new Rehearsal(), "https://clerk.invalid/v1", "none");
    var email = new Email("ann@example.com");
    directory.createUser(email, "none", new PersonName("Ann Lee"));
    directory.userByEmail(email);
    directory.user("user_1");
    directory.isPasswordOf("user_1", "none");
    directory.ticket("user_1", Duration.ofMinutes(1));
    directory.membershipsOf("user_1");
    directory.createOrganization("Bakery", "user_1", "mark");
    directory.session("sess_1");
    directory.mint("sess_1", Duration.ofMinutes(1));
    directory.revoke("sess_1");
    directory.rename("user_1", new PersonName("Ann Lee"));
    directory.renameOrganization("org_1", "Bakery");
  }

  @Override
  public HttpResponse<InputStream> send(HttpRequest request) {
    String call = request.method() + " " + request.uri().getPath();
    return switch (call) {
      case "POST /v1/users" -> new Written(request, 422, answers.path("taken"));
      case "GET /v1/users" -> said(request, Json.tree(List.of(answers.path("user"))));
      case "GET /v1/users/user_1", "PATCH /v1/users/user_1" -> said(request, "user");
      case "POST /v1/users/user_1/verify_password" -> said(request, "verified");
      case "GET /v1/users/user_1/organization_memberships" -> said(request, "memberships");
      case "POST /v1/organizations", "PATCH /v1/organizations/org_1" ->
          said(request, "organization");
      case "POST /v1/sign_in_tokens" -> said(request, "ticket");
      case "GET /v1/sessions/sess_1", "POST /v1/sessions/sess_1/revoke" -> said(request, "session");
      case "POST /v1/sessions/sess_1/tokens" -> said(request, "token");
      default -> throw new IllegalStateException("not rehearsed: " + call);
    };
  }

  private Written said(HttpRequest request, String name) {
    return said(request, answers.path(name));
  }

  private static Written said(HttpRequest request, JsonNode body) {
    return new Written(request, 200, body);
  }

  private static JsonNode read() {
    return Json.read(Resource.text(Rehearsal.class, "Rehearsal/answers.json"));
  }

  private record Written(HttpRequest request, int statusCode, JsonNode json)
      implements HttpResponse<InputStream> {

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(Json.writeBytes(json));
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of("content-type", List.of("application/json")), (_, _) -> true);
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
