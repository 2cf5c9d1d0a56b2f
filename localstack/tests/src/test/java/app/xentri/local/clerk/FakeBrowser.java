package app.xentri.local.clerk;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Speaks to the Frontend API as clerk-js does: forms, {@code _method}, one cookie. */
final class FakeBrowser {

  private final StandIn standIn;
  private @Nullable String cookie;

  FakeBrowser(StandIn standIn) {
    this.standIn = standIn;
  }

  @Nullable String cookie() {
    return cookie;
  }

  StandIn.Reply get(String path) {
    return call("GET", path);
  }

  /** Sends a form of name, value, name, value … */
  StandIn.Reply post(String path, String... form) {
    return call("POST", path, form);
  }

  StandIn.Reply call(String method, String path, String... form) {
    boolean get = method.equals("GET");
    String query = get || method.equals("POST") ? "" : "?_method=" + method;
    var request = HttpRequest.newBuilder(URI.create(standIn.origin + "/__clerk" + path + query));
    if (cookie != null) {
      request.header("Cookie", "theme=dark; __client=" + cookie);
    }
    if (get) {
      request.GET();
    } else {
      request
          .header("Origin", standIn.origin.toString())
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
    }
    var reply = standIn.send(request.build());
    for (String set : reply.headers().getOrDefault("set-cookie", java.util.List.of())) {
      cookie = set.substring("__client=".length(), set.indexOf(';'));
    }
    return reply;
  }

  private static String encoded(String... form) {
    var pairs = new ArrayList<String>();
    for (int i = 0; i < form.length; i += 2) {
      pairs.add(form[i] + "=" + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
    }
    return String.join("&", pairs);
  }

  /** Signs up with a good password and returns the session's id. */
  String signUp(String email) {
    var reply =
        post("/v1/client/sign_ups", "email_address", email, "password", "correct horse battery");
    return reply.json().path("response").path("created_session_id").asString();
  }
}
