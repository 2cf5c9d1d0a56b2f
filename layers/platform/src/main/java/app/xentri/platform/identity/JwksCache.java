package app.xentri.platform.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity provider's public keys by key id. An unknown id causes a fetch, but at most one a
 * minute: made-up ids in made-up tokens must not make us flood the provider.
 */
public final class JwksCache {

  private static final Logger LOG = LoggerFactory.getLogger(JwksCache.class);
  private static final Duration MINIMUM_INTERVAL = Duration.ofMinutes(1);

  private final URI address;
  private final Supplier<HttpClient> http;
  private final Clock clock;
  private volatile Map<String, RSAPublicKey> keys = Map.of();
  private @Nullable Instant lastFetch;

  public JwksCache(URI address, Supplier<HttpClient> http, Clock clock) {
    this.address = address;
    this.http = http;
    this.clock = clock;
  }

  /** The key with this id, fetched if it is unknown and a fetch is due. */
  public Optional<RSAPublicKey> find(String keyId) {
    RSAPublicKey key = keys.get(keyId);
    return Optional.ofNullable(key != null ? key : refreshed().get(keyId));
  }

  private synchronized Map<String, RSAPublicKey> refreshed() {
    Instant now = clock.instant();
    if (lastFetch == null || !now.isBefore(lastFetch.plus(MINIMUM_INTERVAL))) {
      lastFetch = now;
      fetch();
    }
    return keys;
  }

  private void fetch() {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(3))
            .header("accept", "application/json")
            .build();
    try {
      var response = http.get().send(request, BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        keys = parse(response.body());
      } else {
        LOG.atWarn().addKeyValue("status", response.statusCode()).log("jwks fetch refused");
        retrySoonWithoutKeys();
      }
    } catch (IOException | ParseException | JOSEException e) {
      LOG.atWarn().setCause(e).log("jwks fetch failed");
      retrySoonWithoutKeys();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fetching keys", e);
    }
  }

  /**
   * A cold start against a provider that hiccups must not refuse everybody for a minute; it may try
   * again in five seconds.
   */
  private void retrySoonWithoutKeys() {
    if (keys.isEmpty()) {
      lastFetch = clock.instant().minus(MINIMUM_INTERVAL).plusSeconds(5);
    }
  }

  private static Map<String, RSAPublicKey> parse(String json) throws ParseException, JOSEException {
    var found = new HashMap<String, RSAPublicKey>();
    for (JWK key : JWKSet.parse(json).getKeys()) {
      if (key instanceof RSAKey rsa && rsa.getKeyID() != null) {
        found.put(rsa.getKeyID(), rsa.toRSAPublicKey());
      }
    }
    return Map.copyOf(found);
  }
}
