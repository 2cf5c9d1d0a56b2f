package app.xentri.local.clerk;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Session tokens (claims v2). */
record Tokens(Instance instance, Tx tx) {

  static final Duration LIFE = Duration.ofSeconds(60);

  private static final int CLOCK_SKEW_SECONDS = 10;

  /**
   * A token for the session's active organization, or for none.
   *
   * @param origin of the page that asks; null when no page does
   */
  String of(Session session, @Nullable String origin, Duration life) {
    long now = instance.now() / 1000;
    var claims =
        Render.document("claims")
            .put("azp", origin == null ? session.origin() : origin)
            .put("exp", now + life.toSeconds())
            .put("iat", now)
            .put("iss", instance.issuer())
            .put("jti", Ids.letters(20))
            .put("nbf", now - CLOCK_SKEW_SECONDS)
            .put("sid", session.id())
            .put("sub", session.userId());
    active(session).ifPresent(member -> actIn(claims, member));
    return instance.key().signed(Render.document("header"), claims);
  }

  private Optional<Membership> active(Session session) {
    return session.activeOrganizationId() == null
        ? Optional.empty()
        : new Organizations(tx).membership(session.activeOrganizationId(), session.userId());
  }

  private void actIn(ObjectNode claims, Membership member) {
    var organization = new Organizations(tx).find(member.organizationId()).orElseThrow();
    claims
        .put("pla", "o:free")
        .putObject("o")
        .put("id", organization.id())
        .put("slg", organization.slug())
        .put("rol", member.shortRole())
        // No custom permissions; Clerk's Java SDK fails on an organization without both.
        .put("per", "")
        .put("fpm", "");
  }
}
