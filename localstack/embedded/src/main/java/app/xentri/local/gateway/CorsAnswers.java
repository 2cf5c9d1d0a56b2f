package app.xentri.local.gateway;

import app.xentri.local.template.Template.Cors;
import java.util.List;
import java.util.Optional;

/**
 * What an HTTP API with CORS settings says to other origins: it answers every OPTIONS request by
 * itself, adds its headers to answers for allowed origins, and drops those of the function.
 */
final class CorsAnswers {
  private static final String ORIGIN = "Access-Control-Allow-Origin";

  private final Cors cors;

  CorsAnswers(Cors cors) {
    this.cors = cors;
  }

  Reply preflight(Incoming incoming) {
    Reply reply = Reply.empty(204);
    Optional<String> origin = allowed(incoming);
    Optional<String> method = incoming.header("access-control-request-method");
    if (origin.isEmpty() || method.isEmpty() || !matches(cors.methods(), method.get())) {
      return reply;
    }
    reply
        .with(ORIGIN, origin.get())
        .with("Access-Control-Allow-Methods", String.join(",", cors.methods()));
    if (!cors.headers().isEmpty()) {
      reply.with("Access-Control-Allow-Headers", String.join(",", cors.headers()));
    }
    cors.maxAge()
        .ifPresent(age -> reply.with("Access-Control-Max-Age", Long.toString(age.toSeconds())));
    return credentials(reply);
  }

  Reply decorate(Incoming incoming, Reply reply) {
    reply.without("Access-Control-");
    Optional<String> origin = allowed(incoming);
    if (origin.isEmpty()) {
      return reply;
    }
    reply.with(ORIGIN, origin.get());
    if (!cors.exposed().isEmpty()) {
      reply.with("Access-Control-Expose-Headers", String.join(",", cors.exposed()));
    }
    return credentials(reply);
  }

  private Reply credentials(Reply reply) {
    return cors.credentials() ? reply.with("Access-Control-Allow-Credentials", "true") : reply;
  }

  private Optional<String> allowed(Incoming incoming) {
    return incoming
        .header("origin")
        .filter(origin -> matches(cors.origins(), origin))
        .map(this::named);
  }

  /** With a wildcard and no credentials an HTTP API answers with the wildcard itself. */
  private String named(String origin) {
    return cors.origins().contains("*") && !cors.credentials() ? "*" : origin;
  }

  private static boolean matches(List<String> allowed, String value) {
    return allowed.contains("*") || allowed.contains(value);
  }
}
