package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Session tokens (claims v2). */
record Tokens(Instance instance) {

  static final Duration SESSION_TOKEN_LIFE = Duration.ofSeconds(60);

  private static final String SESSION_CATEGORY = "cl_B7d4PD111AAA";
  private static final int CLOCK_SKEW_SECONDS = 10;

  /** A session token for the session's active organization, or for none. */
  String session(Tx tx, Session session, @Nullable String origin, Duration life) {
    var claims = sessionClaims(tx, session, origin, life);
    return Jwt.signed(sessionHeader(), claims, instance.keys().current());
  }

  /** The claims of a session token, as a start for tests that bend them. */
  ObjectNode sessionClaims(Tx tx, Session session, @Nullable String origin, Duration life) {
    var claims = standardClaims(session, origin, life);
    var age = claims.putArray("fva");
    for (long minutes : session.factorAge(instance.now())) {
      age.add(minutes);
    }
    claims.put("v", 2).put("sts", "active").put("fea", "");
    var place = active(tx, session);
    claims.put("pla", place.isPresent() ? "o:free" : "u:free");
    place.ifPresent(
        member ->
            claims
                .putObject("o")
                .put("id", member.organizationId())
                .put("slg", slug(tx, member))
                .put("rol", member.shortRole())
                // No custom permissions; Clerk's Java SDK fails on an organization without both.
                .put("per", "")
                .put("fpm", ""));
    return claims;
  }

  /** Claims that every token has, for a person and session that need not exist. */
  ObjectNode standardClaims(
      String userId, String sessionId, @Nullable String origin, Duration life) {
    long now = instance.now() / 1000;
    var claims = Json.object();
    if (origin != null) {
      claims.put("azp", origin);
    }
    return claims
        .put("exp", now + life.toSeconds())
        .put("iat", now)
        .put("iss", instance.issuer())
        .put("jti", Ids.letters(20))
        .put("nbf", now - CLOCK_SKEW_SECONDS)
        .put("sid", sessionId)
        .put("sub", userId);
  }

  ObjectNode sessionHeader() {
    return Json.object()
        .put("alg", "RS256")
        .put("cat", SESSION_CATEGORY)
        .put("kid", instance.keys().current().kid())
        .put("typ", "JWT");
  }

  private ObjectNode standardClaims(Session session, @Nullable String origin, Duration life) {
    String azp = origin == null ? session.origin() : origin;
    return standardClaims(session.userId(), session.id(), azp, life);
  }

  private static Optional<Membership> active(Tx tx, Session session) {
    return session.activeOrganizationId() == null
        ? Optional.empty()
        : new Organizations(tx).membership(session.activeOrganizationId(), session.userId());
  }

  private static String slug(Tx tx, Membership place) {
    return new Organizations(tx).find(place.organizationId()).orElseThrow().slug();
  }
}
