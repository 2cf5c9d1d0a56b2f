package app.xentri.platform.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
  private static final int TIMEOUT_MS = 3_000;
  private static final int MAX_BYTES = 1 << 20;

  private final URL address;
  private final Clock clock;
  // Not the JDK's newer client: for the one fetch that most processes do it loads a TLS context and
  // threads of its own.
  private final ResourceRetriever retriever =
      new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES);
  private volatile Map<String, RSAPublicKey> keys = Map.of();
  private @Nullable Instant lastFetch;

  public JwksCache(URI address, Clock clock) {
    try {
      this.address = address.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not an address of keys: " + address, e);
    }
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
    try {
      keys = parse(retriever.retrieveResource(address).getContent());
    } catch (IOException | ParseException | JOSEException e) {
      LOG.atWarn().setCause(e).log("jwks fetch failed");
      retrySoonWithoutKeys();
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
