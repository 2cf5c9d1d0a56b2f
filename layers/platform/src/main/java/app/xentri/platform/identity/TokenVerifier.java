package app.xentri.platform.identity;

import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.identity.JwksCache.Lookup;
import app.xentri.platform.identity.RememberedTokens.Signed;
import app.xentri.platform.text.Text;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the identity provider's tokens in process: RS256 by key id, issuer, times, authorized
 * party and session status. Only that a signature was good is remembered, while its key is
 * published. There is no authorizer in front: a cached decision would outlive a revoked membership.
 */
public final class TokenVerifier {

  private static final Duration LEEWAY = Duration.ofSeconds(5);
  private static final int MAX_TOKEN_CHARACTERS = 8192;
  private static final int REMEMBERED = 1_000;
  private static final Comparator<Claims> LATEST_FIRST =
      Comparator.comparing(Claims::expiresAt).reversed();

  private final JwksCache keys;
  private final String issuer;
  private final String authorizedParty;
  private final Clock clock;
  private final RememberedTokens remembered = new RememberedTokens(REMEMBERED);

  public TokenVerifier(JwksCache keys, String issuer, String authorizedParty, Clock clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.authorizedParty = authorizedParty;
    this.clock = clock;
  }

  /**
   * The claims of a valid token; empty for any other.
   *
   * @throws Refused 503 if the key that it names is not known and the provider does not answer
   */
  public Optional<Claims> verify(String token) {
    return signed(List.of(token)).stream().filter(this::isCurrent).findFirst();
  }

  /**
   * The claims of those of some tokens that are signed and ours, the life of which may be over, the
   * one that lasts longest first.
   *
   * @throws Refused 503 if there are none, but there might be some if the provider answered
   */
  public List<Claims> signed(List<String> tokens) {
    List<Verdict> verdicts = tokens.stream().map(this::judge).toList();
    List<Claims> good =
        verdicts.stream().flatMap(TokenVerifier::good).sorted(LATEST_FIRST).toList();
    if (good.isEmpty()) {
      verdicts.stream().flatMap(TokenVerifier::open).findFirst().ifPresent(TokenVerifier::refuse);
    }
    return good;
  }

  /** Whether the life of the token is not over. */
  public boolean isCurrent(Claims claims) {
    return isCurrent(claims.expiresAt());
  }

  private boolean isCurrent(Instant expiresAt) {
    return expiresAt.plus(LEEWAY).isAfter(clock.instant());
  }

  private sealed interface Verdict {
    record Good(Claims claims) implements Verdict {}

    record Bad() implements Verdict {}

    /** Nobody can say right now. */
    record Open(Duration retryAfter) implements Verdict {}
  }

  private static Stream<Claims> good(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Good(var claims) -> Stream.of(claims);
      case Verdict.Bad _, Verdict.Open _ -> Stream.of();
    };
  }

  private static Stream<Duration> open(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Open(var retryAfter) -> Stream.of(retryAfter);
      case Verdict.Good _, Verdict.Bad _ -> Stream.of();
    };
  }

  private static void refuse(Duration retryAfter) {
    throw new Refused(
        new Refusal.Unavailable(
            "identity_unavailable",
            "We cannot check who you are right now. Try again in a moment.",
            retryAfter));
  }

  private Verdict judge(String token) {
    if (token.length() > MAX_TOKEN_CHARACTERS) {
      return new Verdict.Bad();
    }
    String digest = RememberedTokens.digest(token);
    Optional<Signed> known = remembered.find(digest).filter(signed -> stillHolds(digest, signed));
    return known.isPresent() ? read(known.get().claims()) : verifyAnew(digest, token);
  }

  /** A key that was withdrawn or replaced takes what it has signed with it. */
  private boolean stillHolds(String digest, Signed signed) {
    boolean holds =
        isCurrent(signed.claims().getExpirationTime().toInstant())
            && keys.find(signed.keyId()) instanceof Lookup.Known(var key)
            && key.equals(signed.key());
    if (!holds) {
      remembered.forget(digest);
    }
    return holds;
  }

  private Verdict verifyAnew(String digest, String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      var header = jwt.getHeader();
      if (!JWSAlgorithm.RS256.equals(header.getAlgorithm())
          || header.getKeyID() == null
          || header.getCriticalParams() != null) {
        return new Verdict.Bad();
      }
      return switch (keys.find(header.getKeyID())) {
        case Lookup.Known(var key) ->
            jwt.verify(new RSASSAVerifier(key))
                ? take(digest, new Signed(header.getKeyID(), key, jwt.getJWTClaimsSet()))
                : new Verdict.Bad();
        case Lookup.Unknown _ -> new Verdict.Bad();
        case Lookup.Unavailable(var retryAfter) -> new Verdict.Open(retryAfter);
      };
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      // Not a token that we can read is not a valid token; there is nothing else to know about it.
      return new Verdict.Bad();
    }
  }

  private Verdict take(String digest, Signed signed) {
    Verdict verdict = read(signed.claims());
    if (verdict instanceof Verdict.Good(var claims) && isCurrent(claims)) {
      remembered.remember(digest, signed);
    }
    return verdict;
  }

  private Verdict read(JWTClaimsSet claims) {
    return Optional.of(claims)
        .filter(this::isOurs)
        .flatMap(TokenVerifier::claims)
        .<Verdict>map(Verdict.Good::new)
        .orElseGet(Verdict.Bad::new);
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
