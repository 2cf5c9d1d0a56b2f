package app.xentri.platform.identity;

import app.xentri.platform.Json;
import app.xentri.platform.Patience;
import com.nimbusds.jose.JOSEException;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The identity provider's public keys by key id. They are asked for again once a minute while they
 * are used, beside the request that finds them old, so that a withdrawn key is out soon; and at
 * once for an id that is not among them, as often as {@link FetchAllowance} allows. Whoever needs
 * the provider's answer at the same time shares one fetch.
 */
public final class JwksCache {

  /** What is known about a key id. */
  sealed interface Lookup {

    /** The provider has published it. */
    record Known(RSAPublicKey key) implements Lookup {}

    /** The provider has no such key, as far as it was asked. */
    record Unknown() implements Lookup {}

    /**
     * It is not among the keys that we have, and the provider does not answer.
     *
     * @param retryAfter when it may be asked again
     */
    record Unavailable(Duration retryAfter) implements Lookup {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(JwksCache.class);

  /** How old keys are asked for again, beside the work that they are used for. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** How old keys are used only after an attempt to get newer ones. */
  private static final Duration OLD = Duration.ofMinutes(10);

  /** How long somebody waits for the provider, whose own time limits are per read. */
  private static final Duration PATIENCE = Duration.ofMillis(2_500);

  private static final int CONNECT_MS = 1_000;
  private static final int READ_MS = 1_500;
  private static final int MAX_BYTES = 1 << 20;

  private record Keys(Map<String, RSAPublicKey> byId, Instant at) {
    boolean isOlderThan(Duration age, Instant now) {
      return !now.isBefore(at.plus(age));
    }
  }

  /**
   * A fetch under way.
   *
   * @param task whether it brought keys
   * @param deadline of {@link System#nanoTime()}, after which nobody waits for it any more
   * @param charged whether it is still on the allowance's account
   */
  private record Fetch(FutureTask<Boolean> task, long deadline, AtomicBoolean charged) {

    boolean isRunning() {
      return !task.isDone() && deadline - System.nanoTime() > 0;
    }

    /** Waits for it, but not longer than until then. */
    boolean hasBroughtKeys(long until) {
      long end = deadline - until < 0 ? deadline : until;
      try {
        return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        LOG.atWarn().log("the keys take too long to come");
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("cannot read keys", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for keys", e);
      }
    }
  }

  private final URL address;
  private final Clock clock;
  // Not the JDK's newer client: for the one fetch that most processes do it loads a TLS context and
  // threads of its own.
  private final ResourceRetriever retriever =
      new DefaultResourceRetriever(CONNECT_MS, READ_MS, MAX_BYTES);
  private final FetchAllowance allowance = new FetchAllowance();
  private volatile @Nullable Keys keys;
  private volatile boolean failing;
  private @Nullable Fetch latest;
  private Instant attempted = Instant.MIN;

  public JwksCache(URI address, Clock clock) {
    try {
      this.address = address.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not an address of keys: " + address, e);
    }
    this.clock = clock;
  }

  /** Looks for the key with this id. Answers within three seconds. */
  Lookup find(String keyId) {
    var wait = Patience.wait(PATIENCE);
    long until = wait.since() + wait.limit().toNanos();
    renew(until);
    RSAPublicKey key = held(keyId);
    Lookup found = key != null ? new Lookup.Known(key) : ask(keyId, until);
    if (failing) {
      wait.wasInVain();
    }
    return found;
  }

  private @Nullable RSAPublicKey held(String keyId) {
    Keys now = keys;
    return now == null ? null : now.byId().get(keyId);
  }

  private void renew(long until) {
    Keys held = keys;
    Instant now = clock.instant();
    if (held == null || !held.isOlderThan(FRESH, now)) {
      return;
    }
    Fetch fetch = begin(now, FRESH, false);
    if (fetch != null && held.isOlderThan(OLD, now)) {
      await(fetch, until);
    }
  }

  private Lookup ask(String keyId, long until) {
    RSAPublicKey key = broughtBy(running(), keyId, until);
    if (key == null) {
      // What was under way may have begun before the key was published.
      key = broughtBy(permitted(clock.instant()), keyId, until);
    }
    if (key != null) {
      return new Lookup.Known(key);
    }
    return failing ? new Lookup.Unavailable(FetchAllowance.SPACING) : new Lookup.Unknown();
  }

  private @Nullable RSAPublicKey broughtBy(@Nullable Fetch fetch, String keyId, long until) {
    if (fetch != null) {
      await(fetch, until);
    }
    // Without a fetch, one may have come to its end meanwhile.
    RSAPublicKey key = held(keyId);
    if (key != null && fetch != null) {
      giveBack(fetch);
    }
    return key;
  }

  private void await(Fetch fetch, long until) {
    if (!fetch.hasBroughtKeys(until)) {
      failing = true;
    }
  }

  private synchronized @Nullable Fetch running() {
    return latest != null && latest.isRunning() ? latest : null;
  }

  /** Without any key nobody gets in, so then only the time between two attempts counts. */
  private synchronized @Nullable Fetch permitted(Instant now) {
    Fetch running = running();
    if (running != null) {
      return running;
    }
    if (keys == null) {
      return begin(now, FetchAllowance.SPACING, false);
    }
    boolean tooSoon = failing && now.isBefore(attempted.plus(FetchAllowance.SPACING));
    return !tooSoon && allowance.take(now) ? begin(now, Duration.ZERO, true) : null;
  }

  private synchronized void giveBack(Fetch fetch) {
    if (fetch.charged().getAndSet(false)) {
      allowance.giveBack();
    }
  }

  /** Begins a fetch unless one is under way or the last one was less than this ago. */
  private synchronized @Nullable Fetch begin(Instant now, Duration apart, boolean charged) {
    Fetch running = running();
    if (running != null) {
      return running;
    }
    if (now.isBefore(attempted.plus(apart))) {
      return null;
    }
    attempted = now;
    var task = new FutureTask<>(this::fetch);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var fetch = new Fetch(task, deadline, new AtomicBoolean(charged));
    latest = fetch;
    Thread.ofPlatform().daemon().name("jwks").start(task);
    return fetch;
  }

  private boolean fetch() {
    Instant asked = clock.instant();
    try {
      keys = new Keys(parse(retriever.retrieveResource(address).getContent()), asked);
      failing = false;
      return true;
    } catch (IOException | ParseException | JOSEException | JacksonException e) {
      failing = true;
      LOG.atWarn().setCause(e).log("jwks fetch failed");
      return false;
    }
  }

  /** The RSA keys of a set. A set without any is nothing that a provider would mean. */
  private static Map<String, RSAPublicKey> parse(String json) throws ParseException, JOSEException {
    var found = new HashMap<String, RSAPublicKey>();
    for (JsonNode key : Json.read(json).path("keys")) {
      if (key.path("kty").asString("").equals("RSA") && key.path("kid").isString()) {
        found.put(key.path("kid").asString(), RSAKey.parse(Json.write(key)).toRSAPublicKey());
      }
    }
    if (found.isEmpty()) {
      throw new ParseException("no keys", 0);
    }
    return Map.copyOf(found);
  }
}
