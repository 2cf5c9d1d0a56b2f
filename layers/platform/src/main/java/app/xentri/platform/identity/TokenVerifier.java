package app.xentri.platform.identity;

import app.xentri.platform.text.Text;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the identity provider's tokens in process: RS256 by key id, issuer, times, authorized
 * party and session status. There is no authorizer in front: a cached decision would outlive a
 * revoked membership.
 */
public final class TokenVerifier {

  private static final Duration LEEWAY = Duration.ofSeconds(5);
  private static final int MAX_TOKEN_CHARACTERS = 8192;

  private final JwksCache keys;
  private final String issuer;
  private final String authorizedParty;
  private final Clock clock;

  public TokenVerifier(JwksCache keys, String issuer, String authorizedParty, Clock clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.authorizedParty = authorizedParty;
    this.clock = clock;
  }

  /** The claims of a valid token; empty for any other. */
  public Optional<Claims> verify(String token) {
    return verifySigned(token).filter(this::isCurrent).flatMap(TokenVerifier::claims);
  }

  /** As {@link #verify}, for a token whose life may be over: only a refresh may take one. */
  public Optional<Claims> verifyIgnoringExpiry(String token) {
    return verifySigned(token).flatMap(TokenVerifier::claims);
  }

  private Optional<JWTClaimsSet> verifySigned(String token) {
    if (token.length() > MAX_TOKEN_CHARACTERS) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      var header = jwt.getHeader();
      if (!JWSAlgorithm.RS256.equals(header.getAlgorithm())
          || header.getKeyID() == null
          || header.getCriticalParams() != null) {
        return Optional.empty();
      }
      Optional<RSAPublicKey> key = keys.find(header.getKeyID());
      if (key.isEmpty() || !jwt.verify(new RSASSAVerifier(key.get()))) {
        return Optional.empty();
      }
      return Optional.of(jwt.getJWTClaimsSet()).filter(this::isOurs);
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      // Not a token that we can read is not a valid token; there is nothing else to know about it.
      return Optional.empty();
    }
  }

  private boolean isOurs(JWTClaimsSet claims) {
    Instant now = clock.instant();
    String party = text(claims, "azp");
    return issuer.equals(claims.getIssuer())
        && Text.isIdentifier(claims.getSubject())
        && claims.getExpirationTime() != null
        && startedBy(claims.getNotBeforeTime(), now)
        && claims.getIssueTime() != null
        && startedBy(claims.getIssueTime(), now)
        && (!claims.getClaims().containsKey("azp") || authorizedParty.equals(party))
        && isKnownVersion(claims)
        && hasActiveStatus(claims);
  }

  private boolean isCurrent(JWTClaimsSet claims) {
    return claims.getExpirationTime().toInstant().plus(LEEWAY).isAfter(clock.instant());
  }

  private static boolean startedBy(@Nullable Date time, Instant now) {
    return time == null || !time.toInstant().minus(LEEWAY).isAfter(now);
  }

  private static boolean isKnownVersion(JWTClaimsSet claims) {
    Object version = claims.getClaim("v");
    return version == null
        || (version instanceof Number number
            && (number.doubleValue() == 1.0 || number.doubleValue() == 2.0));
  }

  /** A session with tasks left, such as choosing an org, is pending and not signed in yet. */
  private static boolean hasActiveStatus(JWTClaimsSet claims) {
    Object status = claims.getClaim("sts");
    return status == null || "active".equals(status);
  }

  private static Optional<Claims> claims(JWTClaimsSet claims) {
    // A token without a session, such as one of a JWT template, could not be revoked.
    String session = text(claims, "sid");
    if (session == null || !Text.isIdentifier(session)) {
      return Optional.empty();
    }
    Object org = claims.getClaim("o");
    if (org != null && !(org instanceof Map<?, ?>)) {
      return Optional.empty();
    }
    Object orgId = org instanceof Map<?, ?> map ? map.get("id") : claims.getClaim("org_id");
    boolean namesOrg = org != null || claims.getClaim("org_id") != null;
    if (namesOrg && !(orgId instanceof String id && Text.isIdentifier(id))) {
      return Optional.empty();
    }
    return Optional.of(
        new Claims(
            claims.getSubject(), session, (String) orgId, claims.getExpirationTime().toInstant()));
  }

  private static @Nullable String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : null;
  }
}
