package app.xentri.local.clerk;

import app.xentri.local.http.Routes;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Crafts tokens that Clerk would never issue, so that tests can see them refused. Local only.
 *
 * <p>{@code POST /__test/tokens} takes
 *
 * <pre>{@code
 * {"session_id": "sess_…",        start from this session's token; else from a made-up person
 *  "claims": {"azp": "https://evil.example", "sid": null},   set, or removed when null
 *  "header": {"kid": "ins_unknown"},                         set, or removed when null
 *  "alg": "RS256" | "none" | "HS256",                        default RS256; HS256 over the public key
 *  "key": "current" | "unknown",                             unknown: a fresh key, in no JWKS
 *  "expires_in_seconds": 60}
 * }</pre>
 *
 * and answers {@code {"object": "token", "jwt": "…"}}.
 */
record TestTokens(Instance instance) {

  void on(Routes<BackendApi.Action> routes) {
    routes.on("POST", "/__test/tokens", this::mint).on("POST", "/__test/keys/rotate", this::rotate);
  }

  private Answer mint(Tx tx, Call call, Input in) {
    var life = in.life(Tokens.SESSION_TOKEN_LIFE);
    var start = start(tx, in, life);
    if (start.isEmpty()) {
      return Answer.refused("resource_not_found");
    }
    var claims = bent(start.get(), in.object("claims"));
    boolean unknown = "unknown".equals(in.text("key"));
    var key = unknown ? SigningKeys.generate() : instance.keys().current();
    var plain = new Tokens(instance).sessionHeader().put("kid", key.kid());
    String alg = String.valueOf(in.text("alg", "RS256"));
    var header = bent(plain.put("alg", alg), in.object("header"));
    return switch (alg) {
      case "RS256" -> Answer.token(Jwt.signed(header, claims, key));
      case "none" -> Answer.token(Jwt.unsigned(header, claims));
      case "HS256" -> Answer.token(Jwt.confused(header, claims, key.publicPem()));
      default -> Answer.refused("form_param_value_invalid", "alg");
    };
  }

  private Optional<ObjectNode> start(Tx tx, Input in, Duration life) {
    var tokens = new Tokens(instance);
    if (!in.has("session_id")) {
      var claims =
          tokens
              .standardClaims(
                  Ids.next("user"), Ids.next("sess"), instance.origin().toString(), life)
              .put("v", 2)
              .put("sts", "active");
      return Optional.of(claims);
    }
    return new Sessions(tx)
        .byId(in.text("session_id"))
        .map(session -> tokens.sessionClaims(tx, session, null, life));
  }

  private static ObjectNode bent(ObjectNode plain, ObjectNode changes) {
    var result = plain.deepCopy();
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        result.set(change.getKey(), change.getValue());
      }
    }
    return result;
  }

  private Answer rotate(Tx tx, Call call, Input in) {
    instance.keys().rotate();
    return Answer.ok(instance.keys().jwks());
  }
}
